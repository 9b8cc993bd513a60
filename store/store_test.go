package store

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"localiq/core"
)

// What the hub asks of the store, copied from hub/contract.go: store cannot import hub.
var (
	_ interface {
		Commit([]core.Entry) error
		Since(seq core.Seq, n int) ([]core.Entry, error)
		Last(n int) ([]core.Entry, error)
		Answered(request string) (core.Seq, bool)
	} = (*Store)(nil)
	_ interface {
		Names() map[core.PersonID]core.Name
		Secrets(core.PersonID) (map[core.KeyID]core.Secret, error)
		Credentials([]core.Row) error
		Digest(core.KeyKind, []byte) core.Digest
		NewPIN(digits int, taken func(core.Digest) bool) (core.Secret, error)
		SealAdmin(core.LockID, core.Secret) core.Sealed
	} = (*Store)(nil)
)

// openSite opens dir; the end of the test closes it and checks the whole file.
func openSite(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeSite(t, s) })
	return s
}

func closeSite(t testing.TB, s *Store) {
	t.Helper()
	if s.broken == ErrClosed {
		return
	}
	err := s.Close()
	if err == nil {
		err = s.Trouble()
	}
	if err == nil {
		err = Check(s.path(dbFile))
	}
	if err != nil {
		t.Error(err)
	}
}

// reopen is a restart of the hub.
func reopen(t testing.TB, s *Store) *Store {
	t.Helper()
	closeSite(t, s)
	return openSite(t, s.dir, s.opt)
}

func commit(t testing.TB, s *Store, es ...core.Entry) {
	t.Helper()
	if err := s.Commit(es); err != nil {
		t.Fatal(err)
	}
}

func load(t testing.TB, s *Store) *core.Site {
	t.Helper()
	site, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func at(seq core.Seq) core.Instant {
	return core.Instant{Wall: 1_790_000_000_000_000_000 + int64(seq)*1e9, Boot: "b1", Up: time.Duration(seq) * time.Second, Trust: core.Trusted}
}

// edited is an entry that edits the configuration of a site.
func edited(t testing.TB, s *core.Site, seq core.Seq, edits ...core.Edit) core.Entry {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	next, err := s.Config.With(seq, edits, zone)
	if err != nil {
		t.Fatal(err)
	}
	return core.Entry{
		Input:    core.Input{ID: seq, At: at(seq), Event: core.SiteEdited{Why: "test", Edits: edits, Zone: zone}},
		Decision: core.Decision{Changes: []core.Change{core.ConfigBecame{Edits: edits, Next: next}}},
	}
}

// smallSite is one door with one lock, and Ada with a PIN.
func smallSite(s *Store) []core.Edit {
	return []core.Edit{
		core.Put(core.Settings{Name: "Mill", Zone: "Europe/Berlin"}),
		core.Put(core.Schedule{ID: "work", Name: "Work", Windows: []core.Window{{Days: 62, Start: 480, End: 1080}}}),
		core.Put(core.Lock{ID: "l1", Family: "localiq", Serial: "000001", Address: "c0:00:00:00:00:01/random", PublicKey: make([]byte, 32)}),
		core.Put(core.Door{ID: "d1", Name: "Front", Lock: "l1", Office: core.OfficeEasy, Schedule: "work"}),
		core.Put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"d1"}, Schedule: "work"}),
		core.Put(core.Person{ID: "p1", Groups: []core.GroupID{"staff"}, EOM: true}),
		core.Put(core.Key{ID: "k1", Person: "p1", Kind: core.KeyPIN, Digest: s.Digest(core.KeyPIN, []byte(adasPIN)), State: core.KeyActive}),
		core.Put(core.Key{ID: "k2", Person: "p1", Kind: core.KeyTag, Digest: s.Digest(core.KeyTag, []byte{0x04, 0xA1, 0x52, 0x33}), State: core.KeyActive}),
	}
}

const (
	adasPIN = "748159"
	adasTag = "04A15233"
)

var ada = core.Name{First: "Adalberta", Last: "Lovelacexyz", Email: "ada@mill.example"}

// furnish commits smallSite as input 1, with all that is private.
func furnish(t testing.TB, s *Store) *core.Site {
	t.Helper()
	site := load(t, s)
	e := edited(t, site, 1, smallSite(s)...)
	e.Input.Private = []core.Private{{Person: "p1", Name: &ada, Secrets: map[core.KeyID]core.Secret{
		"k1": core.NewSecret(adasPIN), "k2": core.NewSecret(adasTag)}}}
	commit(t, s, e)
	return site.Apply(1, at(1), e.Decision.Changes)
}

// access is a granted tag at door d1, with everything that goes into the ledger.
func access(seq core.Seq) core.Entry {
	v := core.Verdict{Granted: true, Reason: core.Granted, Door: "d1", Key: "k2", KeyKind: core.KeyTag, Person: "p1", Group: "staff", Schedule: "work"}
	for c := core.CheckLock; c <= core.CheckHardware; c++ {
		v.Trail.Add(c, core.Granted)
	}
	id := core.CommandID{Run: 7, Seq: seq}
	st := core.DoorState{Door: "d1", Last: core.Decided{Seq: seq, At: at(seq), Verdict: v}, Grant: core.Grant{Person: "p1", Key: "k2", Seq: seq},
		Wanted: core.Wanted{Bolt: core.BoltLocked, Since: seq}, Cursor: core.Cursor{Journal: "j1", Index: uint32(seq)}}
	return core.Entry{
		Input: core.Input{ID: seq, At: at(seq), Origin: core.Origin{Kind: core.FromAir}, Claim: core.LockTime{Journal: "j1", Index: uint32(seq)},
			Event: core.AccessRequested{Lock: "l1", Request: "r1", Kind: core.KeyTag, Digest: core.Digest{1}}},
		Decision: core.Decision{
			Changes:  []core.Change{core.DoorBecame{State: st}},
			Commands: []core.Command{{ID: id, Lock: "l1", NotAfter: at(seq + 3), Op: core.Answer{Request: "r1", Granted: true, Reason: core.Granted, Move: core.Move{To: core.BoltUnlocked, For: 6 * time.Second}}}},
			Notices:  []core.Notice{{Seq: seq, At: at(seq), What: core.AccessGranted, Door: "d1", Lock: "l1", Person: "p1", Key: "k2", KeyKind: core.KeyTag, Reason: core.Granted, Verdict: &v}},
			Answer:   core.Reply{Command: id},
		},
	}
}

// An empty store knows who it is, and still does after a restart (contract 1). It is nobody's yet
// [site.release].
func TestEmptyStoreHasAnIdentity(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	one := load(t, s)
	if len(one.Hub.ID) != 8 || one.Hub.Epoch == 0 || one.Seq != 0 || !reflect.DeepEqual(one.Config.Items(), []core.Edit{core.Put(core.Settings{Installing: true})}) {
		t.Fatalf("%+v", one)
	}
	if two := load(t, reopen(t, s)); two.Hub.ID != one.Hub.ID || two.Hub.Epoch != one.Hub.Epoch {
		t.Fatalf("%v became %v", one.Hub, two.Hub)
	}
	if other := load(t, openSite(t, t.TempDir(), Options{})); other.Hub.Epoch == one.Hub.Epoch || other.Hub.ID == one.Hub.ID {
		t.Fatal("two stores are the same hub")
	}
}

// What Load gives is the site that the loop had.
func TestLoadGivesBackTheSite(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	want := furnish(t, s)
	e := access(2)
	hub := want.Hub
	hub.Version, hub.Radios = "v1", []core.RadioState{{Adapter: "hci0", Up: true}}
	e.Decision.Changes = append(e.Decision.Changes, core.HubBecame{State: hub})
	commit(t, s, e)
	want = want.Apply(2, at(2), e.Decision.Changes)
	sameSite(t, load(t, reopen(t, s)), want)
}

func sameSite(t testing.TB, got, want *core.Site) {
	t.Helper()
	if got.Seq != want.Seq || got.At != want.At || !reflect.DeepEqual(got.Hub, want.Hub) || !reflect.DeepEqual(got.Doors, want.Doors) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	if !reflect.DeepEqual(got.Counts.All(), want.Counts.All()) {
		t.Fatalf("got  %+v\nwant %+v", got.Counts.All(), want.Counts.All())
	}
	g, w := got.Config, want.Config
	if g.Version != w.Version || g.Zone.String() != w.Zone.String() || !reflect.DeepEqual(g.Items(), w.Items()) {
		t.Fatalf("got  %+v\nwant %+v", g, w)
	}
}

// A door that was dropped leaves no state behind that a later door of the same id would inherit.
func TestDroppedDoorIsForgotten(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	site := furnish(t, s)
	commit(t, s, access(2))
	door := *site.Config.Door("d1")
	drop := edited(t, site, 3, core.Put(core.Group{ID: "staff", Name: "Staff"}), core.Drop(door.Ref()))
	commit(t, s, drop)
	again := edited(t, site.Apply(3, at(3), drop.Decision.Changes), 4, core.Put(door))
	commit(t, s, again)
	if got := load(t, reopen(t, s)).Door("d1"); !reflect.DeepEqual(*got, core.DoorState{Door: "d1"}) {
		t.Fatalf("%+v", got)
	}
}

// Every change of configuration is kept with its sequence number.
func TestEveryVersionIsKept(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	site := furnish(t, s)
	one, two := core.Schedule{ID: "night", Name: "one"}, core.Schedule{ID: "night", Name: "two"}
	for i, e := range []core.Edit{core.Put(one), core.Put(two), core.Drop(one.Ref())} {
		commit(t, s, edited(t, site, core.Seq(2+i), e))
	}
	got, err := s.Versions(one.Ref())
	want := []Version{{2, one}, {3, two}, {4, nil}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v, %v", got, err)
	}
	if load(t, s).Config.Schedule("night") != nil {
		t.Fatal("a dropped item is still in the configuration")
	}
}

// A second process gets a clear error, but waits for one that has only had a look.
func TestSecondProcessIsRefused(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	_, err := Open(s.dir, Options{})
	wantError(t, err, core.CodeRefused, fmt.Sprintf("another localiq is using %s: stop it, or use its socket", s.dir))
	time.AfterFunc(2*lockAgain, func() { s.Close() })
	again, err := Open(s.dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

// The zone is loaded here, and a box without it is told what to do.
func TestUnknownZoneIsAClearError(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	_, err := configOf(1, []core.Edit{core.Put(core.Settings{Zone: "Mars/Olympus"})})
	wantError(t, err, core.CodeInvalid, `this box does not know the site's time zone "Mars/Olympus": install its time zone data (Debian: tzdata)`)
}

func wantError(t testing.TB, err error, code core.Code, text string) {
	t.Helper()
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || e.Error() != text {
		t.Fatalf("got  %v\nwant %s", err, text)
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
