package hub

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/store"
)

// at9 is 09:00 on Monday 23 November 2026 in Vienna, where these tests begin.
var at9 = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC).UnixNano()

// life is a site in a real store that lives by the rules, without a loop: each step is an input at a
// chosen minute after nine.
type life struct {
	t     *testing.T
	store *store.Store
	site  *core.Site
	sites map[core.Seq]*core.Site
	up    time.Duration
	hub   *Hub
}

type stopped core.Instant

func (c stopped) Now() core.Instant                           { return core.Instant(c) }
func (stopped) After(time.Duration) (<-chan struct{}, func()) { return nil, func() {} }

func newLife(t *testing.T, o store.Options) *life {
	s, err := store.Open(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	site, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &life{t: t, store: s, site: site, sites: map[core.Seq]*core.Site{}}
}

// does decides and keeps an input; Up goes on by a minute each time, whatever the wall clock does.
func (l *life) does(minute int, in core.Input) core.Decision {
	l.t.Helper()
	l.up += time.Minute
	in.ID = l.site.Seq + 1
	in.At = core.Instant{Wall: at9 + int64(minute)*int64(time.Minute), Boot: "b", Up: l.up, Trust: core.Trusted}
	d, next := again(l.site, in)
	if d.Empty() || d.Answer.Error != nil {
		l.t.Fatalf("nothing follows from %+v: %v", in.Event, d.Answer.Error)
	}
	if err := l.store.Commit([]core.Entry{{Input: in, Decision: d}}); err != nil {
		l.t.Fatal(err)
	}
	l.site, l.sites[in.ID] = next, next
	return d
}

func (l *life) edits(minute int, private []core.Private, es ...core.Edit) {
	l.t.Helper()
	zone, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		l.t.Fatal(err)
	}
	l.does(minute, core.Input{Event: core.SiteEdited{Why: "test", Edits: es, Zone: zone}, Private: private})
}

// tag is Ana's at the front door.
func (l *life) tag(minute int) core.Decision {
	l.t.Helper()
	return l.does(minute, core.Input{Origin: core.Origin{Kind: core.FromAir, Who: "l1"},
		Event: core.AccessRequested{Lock: "l1", Request: core.RequestID(fmt.Sprint(l.site.Seq)), Kind: core.KeyTag, Digest: l.anas()}})
}

func (l *life) anas() core.Digest { return l.store.Digest(core.KeyTag, []byte{4, 1, 2, 3}) }

// moveIn is a door, the owner, and Ana who may open it from eight to six.
func (l *life) moveIn(minute int) {
	l.t.Helper()
	l.edits(minute, []core.Private{{Person: "p-ana", Name: &core.Name{First: "Ana", Last: "Novak"}, Secrets: map[core.KeyID]core.Secret{"k-ana": core.NewSecret("04010203")}}},
		core.Put(core.Settings{Name: "Mill", Zone: "Europe/Vienna"}),
		core.Put(core.Person{ID: "p-owner", Role: core.RoleOwner}),
		core.Put(core.Schedule{ID: "s", Name: "Hours", Windows: []core.Window{{Days: core.EveryDay, Start: 8 * 60, End: 18 * 60}}}),
		core.Put(core.Lock{ID: "l1", Family: "localiq", Serial: "000001"}), core.Put(core.Door{ID: "d-front", Name: "Front", Lock: "l1"}),
		core.Put(core.Group{ID: "g", Name: "Staff", Doors: []core.DoorID{"d-front"}, Schedule: "s"}),
		core.Put(core.Person{ID: "p-ana", Groups: []core.GroupID{"g"}}),
		core.Put(core.Key{ID: "k-ana", Person: "p-ana", Kind: core.KeyTag, Digest: l.anas(), State: core.KeyActive}))
}

// asks has a hub over the store answer, at a minute after nine.
func (l *life) asks(minute int, w core.Wish) core.Told {
	l.t.Helper()
	return l.over(minute, l.store).Ask(l.t.Context(), core.Asked{Wish: w})
}

func (l *life) over(minute int, ledger Ledger) *Hub {
	now := core.Instant{Wall: at9 + int64(minute)*int64(time.Minute), Boot: "b", Up: l.up, Trust: core.Trusted}
	return New(Config{Site: l.site, Clock: stopped(now), Ledger: ledger, Private: l.store, Driver: NoAir{}, Version: "v2"})
}

func sameStanding(t *testing.T, got, want *core.Site) {
	t.Helper()
	if g, w := string(standing(got)), string(standing(want)); g != w {
		t.Fatalf("got  %s\nwant %s", g, w)
	}
	if g, w := withoutAnas(got), withoutAnas(want); g != w {
		t.Fatalf("got  %s\nwant %s", g, w)
	}
}

// withoutAnas is a configuration without what Ana's tag is known by: that goes with her, also in the past.
func withoutAnas(s *core.Site) string {
	items := slices.Clone(s.Config.Items())
	for i, e := range items {
		if k, ok := e.Item.(core.Key); ok && k.ID == "k-ana" {
			k.Digest = core.Digest{}
			items[i].Item = k
		}
	}
	b, _ := json.Marshal(items)
	return string(b)
}

// aDay is a life in which Ana comes, is blocked at 10:00, comes again, and is erased at 11:00.
func aDay(t *testing.T, o store.Options) *life {
	l := newLife(t, o)
	l.moveIn(0)
	l.does(1, core.Input{Event: core.LockHeard{Lock: "l1"}})
	l.tag(10)
	l.does(11, core.Input{Event: core.DoorOpened{Lock: "l1"}})
	l.does(12, core.Input{Event: core.DoorClosed{Lock: "l1"}})
	l.edits(60, nil, core.Put(core.Person{ID: "p-ana", Groups: []core.GroupID{"g"}, Blocked: true}))
	l.tag(70)
	l.edits(120, []core.Private{{Person: "p-ana", Gone: true}}, core.Drop(core.Ref{Kind: core.KindKey, ID: "k-ana"}), core.Drop(core.Ref{Kind: core.KindPerson, ID: "p-ana"}))
	l.tag(130)
	return l
}

// [explain]: the site as of every input, and as of every instant, is made again.
func TestSiteAsOfAnyMoment(t *testing.T) {
	l := aDay(t, store.Options{Every: 4})
	h := l.over(200, l.store)
	for seq, want := range l.sites {
		for _, m := range []core.Moment{{Seq: seq}, {Wall: want.At.Wall}, {Wall: want.At.Wall + int64(time.Minute) - 1}} {
			got, err := h.At(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			sameStanding(t, got, want)
		}
	}
	for _, c := range []struct {
		m    core.Moment
		want core.Seq
		text string
	}{{core.Moment{}, 9, ""}, {core.Moment{Wall: at9 - 1}, 0, ""}, {core.Moment{Wall: at9 + int64(48*time.Hour)}, 9, ""}, {core.Moment{Seq: 10}, 0, "there is no input 10 yet: the newest is 9"}} {
		got, err := h.At(t.Context(), c.m)
		if err != nil && err.Error() != c.text || err == nil && (got.Seq != c.want || c.text != "") {
			t.Errorf("%+v: %+v, %v", c.m, got, err)
		}
	}
}

// The clock was set back: an instant that came twice is the later one.
func TestAnInstantThatCameTwice(t *testing.T) {
	for _, every := range []int{1, 100} {
		l := newLife(t, store.Options{Every: every})
		l.moveIn(0)
		l.tag(10)
		l.tag(50)
		l.tag(20) // set back by half an hour and more
		l.tag(30)
		l.tag(60)
		h := l.over(100, l.store)
		for minute, want := range map[int]core.Seq{0: 1, 10: 2, 15: 2, 20: 4, 40: 5, 55: 5, 60: 6} {
			if got, err := h.At(t.Context(), core.Moment{Wall: at9 + int64(minute)*int64(time.Minute)}); err != nil || got.Seq != want {
				t.Errorf("every %d, minute %d: input %d, %v; want %d", every, minute, got.Seq, err, want)
			}
		}
	}
}

// [explain]: at a past instant the rights of then count, at a future one those of now; an erased
// person has no name in either, and their tag leads to nothing of what it did [user.delete].
func TestExplainAsksTheRightsOfThen(t *testing.T) {
	l := aDay(t, store.Options{})
	minute := func(m int) int64 { return at9 + int64(m)*int64(time.Minute) }
	for _, c := range []struct {
		at   int
		want core.Reason
	}{{5, core.Granted}, {59, core.Granted}, {60, core.UserBlocked}, {119, core.UserBlocked}, {120, core.CredentialUnknown}, {5000, core.CredentialUnknown}} {
		tag := l.asks(200, core.Explain{Door: "front", Kind: core.KeyTag, Key: "04010203", At: minute(c.at)})
		if tag.Error != nil || tag.Explain.Verdict.Reason != core.CredentialUnknown {
			t.Errorf("minute %d, by the tag: %+v, %v", c.at, tag.Explain, tag.Error)
		}
		if c.want == core.CredentialUnknown {
			continue
		}
		got := l.asks(200, core.Explain{Door: "front", Person: "p-ana", Kind: core.KeyTag, At: minute(c.at)})
		if got.Error != nil || got.Explain.Verdict.Reason != c.want || got.Explain.At.Wall != minute(c.at) || strings.Contains(fmt.Sprint(got.Explain), "Novak") {
			t.Errorf("minute %d: %+v, %v", c.at, got.Explain, got.Error)
		}
	}
	list := l.asks(200, core.WhoOpens{Door: "Front", At: minute(30)})
	if list.Error != nil || len(list.Openers.Rows) != 2 || list.Openers.Of != 2 || list.Openers.Rights != 1 {
		t.Fatalf("%+v, %v", list.Openers, list.Error)
	}
	if o := list.Openers.Rows[0]; o.Person != "p-ana" || o.PersonName != "person -ana" || o.Until != minute(9*60) || o.Group != "Staff" {
		t.Errorf("%+v", o)
	}
	if now := l.asks(200, core.WhoOpens{Door: "Front"}); now.Error != nil || len(now.Openers.Rows) != 1 || now.Openers.Rows[0].Person != "p-owner" {
		t.Errorf("%+v, %v", now.Openers, now.Error)
	}
	if got := l.asks(200, core.WhoOpens{Person: "p-ana", At: minute(70)}); got.Error != nil || len(got.Openers.Rows) != 1 || got.Openers.Rows[0].Reason != core.UserBlocked {
		t.Errorf("%+v, %v", got.Openers, got.Error)
	}
	for _, w := range []core.WhoOpens{{}, {Door: "Front", Person: "p-ana"}, {Door: "Cellar"}, {Person: "p-ana"}, {Person: "Ana Novak", At: minute(30)}} {
		if got := l.asks(200, w); got.Error == nil {
			t.Errorf("%+v: %+v", w, got.Openers)
		}
	}
}

// Where retention has taken the past, it is said how far it reaches.
func TestPastSaysHowFarItReaches(t *testing.T) {
	l := newLife(t, store.Options{Keep: 10, Every: 4})
	l.moveIn(0)
	for m := 1; m < 40; m++ {
		l.tag(m)
	}
	for _, w := range []core.Wish{core.Explain{Door: "Front", Person: "p-ana", At: at9 + 1}, core.WhoOpens{Door: "Front", At: at9 + 1},
		core.ExportSite{At: core.Moment{Seq: 3}}, core.ReplayPast{From: core.Moment{Seq: 3}}} {
		got := l.asks(100, w)
		if got.Error == nil || got.Error.Code != core.CodeNotFound || !strings.HasPrefix(got.Error.Text, "the past of this site reaches back to 23 Nov 2026 09:3") {
			t.Errorf("%T: %v", w, got.Error)
		}
	}
	if got := l.asks(100, core.ReplayPast{}); got.Error != nil || got.Replayed.Differ != 0 || got.Replayed.Inputs < 6 || got.Replayed.Reach.Seq < 30 {
		t.Errorf("%+v, %v", got.Replayed, got.Error)
	}
}
