package sitefile

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

func sample(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../testdata/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The README's file: what it says is what the site becomes, and saying it again changes nothing.
func TestSampleImports(t *testing.T) {
	o := newOffice(t)
	p := o.load(sample(t))
	c := o.site.Config
	got := fmt.Sprintf("%d doors, %d people, %d groups, %d schedules, %d keys, %d PINs shown", len(c.Doors), len(c.People), len(c.Groups), len(c.Schedules), len(c.Keys), len(p.Shown))
	if got != "4 doors, 6 people, 3 groups, 2 schedules, 9 keys, 2 PINs shown" {
		t.Error(got)
	}
	if c.Settings.Name != "Lindengasse 12" || c.Zone.String() != "Europe/Vienna" || c.Settings.ZoneData == "" {
		t.Errorf("settings %+v in zone %s", c.Settings, c.Zone)
	}
	again := o.mustPlan(sample(t))
	if len(again.Edits)+len(again.Private)+len(again.Shown) != 0 || !slices.Equal(again.Report, []string{"nothing to change"}) {
		t.Errorf("the second import is not empty: %q %v", again.Report, again.Edits)
	}
}

// rich is the sample with everything that it lacks: locks, awkward names, moments, a key of
// each kind, an erased person, doors of one name.
func rich(t *testing.T) *office {
	o := newOffice(t)
	o.load(sample(t))
	doors := o.site.Config.Doors
	locked := doors[0]
	locked.Lock, locked.OpenFor = "l-1", 7
	ana := o.site.Config.People[0].ID
	o.names[ana] = core.Name{First: `Ana "the # boss": yes`, Last: "Nović, née Šećer", Email: "no@example"}
	o.names["p-zz"] = core.Name{First: "true", Last: "007"}
	leased := o.site.Config.Settings
	leased.TagLease, leased.PINLease, leased.KeepDays = 14*86400, -1, 30
	from := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).UnixNano() // 02:30 in Vienna, the first of two
	o.edit(nil,
		core.Put(core.Lock{ID: "l-1", Family: "localiq", Serial: "0042", Address: "aa:bb:cc:dd:ee:ff", PublicKey: []byte{1}}),
		core.Put(core.Lock{ID: "l-2", Family: "localiq", Serial: "LIQ-2", Address: "aa:bb:cc:dd:ee:fe", PublicKey: []byte{2}}),
		core.Put(locked),
		core.Put(core.Door{ID: "d-x", Name: "Front", Lock: "l-2", Office: core.OfficeManual}),
		core.Put(core.Door{ID: "d-y", Name: "d-x", Table: core.TableFallback, Lease: true}),
		core.Put(leased),
		core.Put(core.Door{ID: "d-z", Name: "- [a, b]: &c *d !e |f"}),
		core.Put(core.Schedule{ID: "s-x", Name: "Night, and none", Windows: []core.Window{
			{Days: 1<<1 | 1<<3 | 1<<4 | 1, Start: 22 * 60, End: 6 * 60}, {Days: core.EveryDay, Start: 0, End: core.EndOfDay}}}),
		core.Put(core.Schedule{ID: "s-y", Name: "Never"}),
		core.Put(core.Group{ID: "g-x", Name: "Odd doors", Doors: []core.DoorID{"d-x", "d-y", "d-z"}, Schedule: "s-y"}),
		core.Put(core.Person{ID: "p-gone", Groups: []core.GroupID{"g-x"}, From: 1, Until: from}),
		core.Put(core.Person{ID: "p-zz", Role: core.RoleInstaller, MOM: true, From: from, Until: from + int64(time.Hour)}),
		core.Put(core.Key{ID: "k-d", Person: "p-zz", Kind: core.KeyDigital, Digest: core.Digest{9}, State: core.KeyStolen}),
		core.Put(core.Key{ID: "k-e", Person: "p-zz", Kind: core.KeyTag, Digest: core.Digest{8}, State: core.KeyActive, Until: from}), // no secret is kept of it
		core.Put(core.Key{ID: "k-f", Person: "p-zz", Kind: core.KeyPIN, Digest: core.Digest{7}, State: core.KeyBlocked, From: from}),
		core.Put(core.Key{ID: "k-g", Person: "p-zz", Kind: core.KeyPIN, Digest: core.Digest{6}, State: core.KeyActive}),
	)
	return o
}

// An export says everything: importing it changes nothing, and exporting again gives the same
// bytes; a fresh hub makes the same of it, but for ids, PINs and locks.
func TestExportImportsAsNothing(t *testing.T) {
	o := rich(t)
	y := o.export()
	p := o.mustPlan(y)
	if len(p.Edits)+len(p.Private)+len(p.Shown) != 0 {
		t.Errorf("not empty: %q\n%v\n%v\n%s", p.Report, p.Edits, p.Private, y)
	}
	if again := o.export(); again != y {
		t.Errorf("two exports differ:\n%s\n%s", y, again)
	}
	for _, want := range []string{"  tagLease: 14d\n  pinLease: never\n  keep: 30d\n", "    table: fallback\n    lease: true\n"} {
		if !strings.Contains(y, want) {
			t.Errorf("no %q in\n%s", want, y)
		}
	}
	if !strings.Contains(y, "until: 2026-10-25T02:30\n") || !strings.Contains(y, "from: \"1970-01-01T01:00:00.000000001+01:00\"") {
		t.Errorf("moments:\n%s", y)
	}
}

// Renames and all other changes with ids kept; nothing is dropped and made again.
func TestIDKeepsAThingThroughARename(t *testing.T) {
	o := newOffice(t)
	o.load(sample(t))
	before := o.site.Config
	y := o.export()
	for _, r := range [][2]string{{"name: Front\n", "name: Main gate\n"}, {"[Front, Server room]", "[Main gate, Server room]"}, {"[Front, Meeting room, Store]", "[Main gate, Meeting room, Store]"},
		{"first: Ana\n", "first: Anna\n"}, {"openFor: 10s", "openFor: 12s"}, {"name: Cleaning\n", "name: Evening\n"}, {"schedule: Cleaning\n", "schedule: Evening\n"}} {
		if !strings.Contains(y, r[0]) {
			t.Fatalf("no %q in\n%s", r[0], y)
		}
		y = strings.ReplaceAll(y, r[0], r[1])
	}
	p := o.load(y)
	want := []string{"change schedule Evening: name Cleaning → Evening", "change door Main gate: name Front → Main gate",
		"change door Meeting room: openFor 10s → 12s", "change person Anna Novak: first Ana → Anna"}
	if !slices.Equal(p.Report, want) {
		t.Errorf("report %q", p.Report)
	}
	after := o.site.Config
	if len(after.Doors) != len(before.Doors) || len(after.Keys) != len(before.Keys) || after.Door(before.Doors[0].ID) == nil {
		t.Error("a rename made another thing of it")
	}
}

// What the file lacks is dropped; a person goes with every key and their name.
func TestMissingIsDropped(t *testing.T) {
	o := newOffice(t)
	o.load(sample(t))
	y := sample(t)
	i, j := strings.Index(y, "  - first: Elif"), strings.Index(y, "  - first: Franz")
	y = y[:i] + y[j:]
	y = strings.Replace(y, "      - tag: \"5EC0FFEE\"\n        state: lost\n", "", 1)
	var elif core.PersonID
	for id, n := range o.names {
		if n.First == "Elif" {
			elif = id
		}
	}
	p := o.load(y)
	if want := []string{"drop tag of Chiara Rossi", "drop person Elif Kaya, with every key; what they did stays, without their name"}; !slices.Equal(p.Report, want) {
		t.Errorf("report %q", p.Report)
	}
	if slices.ContainsFunc(o.site.Config.Keys, func(k core.Key) bool { return k.Person == elif }) || o.site.Config.Person(elif) != nil || o.names[elif].First != "" {
		t.Error("something of Elif is left")
	}
	lost, err := core.ParseTag("5EC0FFEE")
	if err != nil || o.site.Config.KeyOf(o.tools().Digest(core.KeyTag, lost)) != nil {
		t.Error("the dropped tag is still a key")
	}
}

// [pin.generated] [pin.secret] A PIN is shown once, in Shown; it is in no report and no export.
func TestPINIsShownOnce(t *testing.T) {
	o := newOffice(t)
	p := o.load(sample(t))
	if len(p.Shown) != 2 || p.Shown[0] != "PIN of Ana Novak: "+pinOf(p)+", shown only now" {
		t.Fatalf("shown %d lines", len(p.Shown))
	}
	if all := o.export() + strings.Join(p.Report, "\n"); strings.Contains(all, pinOf(p)) {
		t.Error("the PIN is to be read elsewhere, too")
	}
	if o.site.Config.KeyOf(o.tools().Digest(core.KeyPIN, []byte(pinOf(p)))) == nil {
		t.Error("the PIN that was shown opens nothing")
	}
	var ana core.Key
	for _, k := range o.site.Config.Keys {
		if k.Kind == core.KeyPIN && o.names[k.Person].First == "Ana" {
			ana = k
		}
	}
	y := strings.Replace(o.export(), "pin: kept\n        id: "+string(ana.ID), "pin: new\n        id: "+string(ana.ID), 1)
	q := o.load(y)
	if len(q.Shown) != 1 || o.site.Config.Key(ana.ID).Digest == ana.Digest || !slices.Equal(q.Report, []string{"change PIN of Ana Novak: another PIN in its place"}) {
		t.Errorf("with its id written, a new PIN was not made: %q", q.Report)
	}
}

func pinOf(p Plan) string { _, s, _ := strings.Cut(p.Shown[0], ": "); return s[:6] }

// An id from elsewhere is not taken over: nobody's past becomes somebody's again.
func TestForeignIDIsNotTakenOver(t *testing.T) {
	o := newOffice(t)
	o.load(sample(t))
	y := strings.ReplaceAll(o.export(), "pin: kept", "pin: new")
	fresh := newOffice(t)
	fresh.n = 5000
	fresh.load(y)
	for _, p := range fresh.site.Config.People {
		if o.site.Config.Person(p.ID) != nil {
			t.Errorf("person %s came back under the old id", p.ID)
		}
	}
	if len(fresh.site.Config.People) != 6 || len(fresh.site.Config.Keys) != 9 {
		t.Error("not everything arrived")
	}
}

// Locks: kept where none is written, moved where one is, never left on no door.
func TestImportNeverLosesALock(t *testing.T) {
	o := rich(t)
	p := o.mustPlan(strings.Replace(o.export(), "    lock: \"0042\"\n", "", 1))
	if len(p.Edits) != 0 {
		t.Errorf("a door without a lock line lost its lock: %q", p.Report)
	}
	moved := strings.Replace(strings.Replace(o.export(), "    lock: LIQ-2\n", "    lock: none\n", 1), "  - name: Store\n", "  - name: Store\n    lock: LIQ-2\n", 1)
	o.load(moved)
	if d := o.site.Config.DoorOf("l-2"); d == nil || d.Name != "Store" {
		t.Errorf("the lock is at %v", d)
	}
	_, err := o.plan(strings.Replace(o.export(), "lock: LIQ-2", "lock: none", 1))
	if err == nil || !strings.Contains(err.Error(), "localiq lock forget l-2") {
		t.Errorf("a lock went out of service: %v", err)
	}
}

func TestExportNeedsTheVault(t *testing.T) {
	o := rich(t)
	_, err := Export(o.site, o.names, Vault{May: func(core.PersonID) bool { return true },
		Secrets: func(core.PersonID) (map[core.KeyID]core.Secret, error) { return nil, os.ErrClosed }})
	if err == nil {
		t.Error("half an export was given for a whole one")
	}
}

// A tag's number is in no report and in no error.
func TestNumbersStayOutOfReports(t *testing.T) {
	o := newOffice(t)
	p := o.mustPlan(sample(t))
	for _, l := range p.Report {
		if strings.Contains(l, "04A1B2") {
			t.Error("a report says a tag's number")
		}
	}
	for _, q := range p.Private {
		if strings.Contains(fmt.Sprintf("%v %+v %#v", q, q, q.Secrets), hex.EncodeToString([]byte("04A1"))) {
			t.Error("a secret prints")
		}
	}
	if b := []byte(fmt.Sprint(p.Private)); bytes.Contains(b, []byte("04A1B2")) {
		t.Error("a secret prints")
	}
}

// A site of 10,000 people with 20,000 keys goes out and in.
func TestLargeSite(t *testing.T) {
	var y strings.Builder
	y.WriteString(strings.Split(base, "people:")[0] + "people:\n")
	for i := range 10_000 {
		fmt.Fprintf(&y, "  - first: P%d\n    last: Q\n    groups: [Staff]\n    keys:\n      - tag: \"04A1%010X\"\n      - pin: new\n", i, i)
	}
	o := newOffice(t)
	start := time.Now()
	o.load(y.String())
	first := time.Since(start)
	out := o.export()
	p := o.mustPlan(out)
	if len(o.site.Config.Keys) != 20_000 || len(p.Edits)+len(p.Private) > 0 {
		t.Errorf("%d keys, then %d edits", len(o.site.Config.Keys), len(p.Edits))
	}
	t.Logf("import %v, export and second import %v, %d KiB", first, time.Since(start)-first, len(out)>>10)
}
