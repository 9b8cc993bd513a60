package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// fleet is random edits over a random site, and locks that get their tables late, in between, or
// not at all.
type fleet struct {
	t     *rapid.T
	s     *core.Site
	now   core.Instant
	held  []heldTable // by door of s.Config
	inAir []heldTable
}

type heldTable struct {
	lock core.LockID
	core.Table
	digests []core.Digest // of its rows
}

// [lock.sync]: whatever a lock may open for and the site would refuse is named as living in it; and
// once every lock has said that it holds its newest table, nothing is.
func TestWhatALockMayOpenIsNamed(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	rapid.Check(t, func(t *rapid.T) {
		f := &fleet{t: t, s: randomSite(t, zone), now: at("2026-11-23T09:00:00")}
		f.takes(core.HubStarted{Version: "1"})
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			f.now = f.now.Add(time.Second)
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				f.fetches()
			case 1:
				f.holds()
			default:
				f.takes(core.SiteEdited{Why: "random", Edits: randomEdits(t, f.s.Config)})
			}
			f.named(zone)
		}
		for range f.s.Config.Doors {
			f.fetchesAll()
		}
		for _, d := range f.s.Doors {
			if len(d.Sync.Gone)+d.Sync.More > 0 || f.s.Config.Door(d.Door).Lock != "" && !d.Sync.Done() {
				t.Fatalf("every lock has said that it holds its table, and %s has %+v", d.Door, d.Sync)
			}
		}
	})
}

func (f *fleet) takes(ev core.Event) core.Decision {
	in := core.Input{ID: f.s.Seq + 1, At: f.now, Event: ev}
	d := Decide(f.s, in)
	if !d.Empty() {
		f.s = f.s.Apply(in.ID, in.At, d.Changes)
	}
	return d
}

func (f *fleet) fetch(d core.Door) heldTable {
	return hold(f.s.Config, &d, f.s.Door(d.ID).Sync.Wanted, f.now)
}

// hold is a door's table with what stands for its credentials.
func hold(c *core.Config, d *core.Door, version core.Seq, now core.Instant) heldTable {
	h := heldTable{lock: d.Lock, Table: Table(c, d.ID, version, now)}
	for _, r := range h.Rows {
		h.digests = append(h.digests, c.Key(r.Key).Digest)
	}
	return h
}

// carried is what goes over the air of it, where all rows have room.
func (h heldTable) carried() (rows []string) {
	for i, r := range h.Rows {
		r.Person = ""
		rows = append(rows, fmt.Sprintf("%+v %x", r, h.digests[i]))
	}
	slices.Sort(rows)
	return append(rows, fmt.Sprint(h.OpenFor, h.Schedules, h.Zone))
}

// fetches: a table is on its way to one lock.
func (f *fleet) fetches() {
	f.inAir = append(f.inAir, f.fetch(rapid.SampledFrom(f.s.Config.Doors).Draw(f.t, "door")))
}

// holds: the oldest that is on its way has arrived, and the lock says so.
func (f *fleet) holds() {
	if len(f.inAir) > 0 {
		f.arrives(f.inAir[0])
		f.inAir = f.inAir[1:]
	}
}

func (f *fleet) arrives(h heldTable) {
	f.held = append(slices.DeleteFunc(f.held, func(o heldTable) bool { return o.lock == h.lock }), h)
	f.takes(core.TableReported{Lock: h.lock, Version: h.Version, Rows: len(h.Rows)})
}

func (f *fleet) fetchesAll() {
	for _, d := range f.s.Config.Doors {
		f.arrives(f.fetch(d))
	}
}

func (f *fleet) named(zone *time.Location) {
	for _, h := range f.held {
		d := f.s.Config.DoorOf(h.lock)
		st := f.s.DoorOf(h.lock)
		if d == nil || st.Sync.More > 0 {
			continue
		}
		for range 4 {
			when := randomInstant(f.t, f.s)
			for when.Wall < f.now.Wall {
				when = when.Add(7 * 24 * time.Hour)
			}
			for i, r := range h.Rows {
				v := rights(f.s, core.Request{Door: d.ID, Kind: r.Kind, Digest: h.digests[i], At: when})
				if tableOpens(h.Table, zone, r.Key, when.Wall) && !v.Granted && !slices.ContainsFunc(st.Sync.Gone, func(g core.Gone) bool { return g.Key == r.Key }) {
					f.t.Fatalf("%s would open for %s at %s, the site refuses (%s), and nobody says so: %+v", d.ID, r.Key, when.In(zone), v.Reason, st.Sync)
				}
			}
		}
	}
}

// [lock.sync]: with another zone every schedule is open at other hours, and until a lock has heard of
// it its keys open by the old one. A key that opens at all times loses nothing.
func TestAnotherZoneTakesHours(t *testing.T) {
	kolkata := mustZone(t, "Asia/Kolkata")
	s := big(t)
	n := s.Config.Settings
	n.Zone = kolkata.String()
	d := Decide(s, core.Input{ID: s.Seq + 1, At: at("2026-11-23T10:00:00"), Event: core.SiteEdited{Edits: []core.Edit{core.Put(n)}, Zone: kolkata}})
	s = s.Apply(s.Seq+1, at("2026-11-23T10:00:00"), d.Changes)
	for i := range s.Config.Doors {
		var hours int
		for _, r := range Table(s.Config, s.Config.Doors[i].ID, 1, at("2026-11-23T10:00:00")).Rows {
			if len(r.Schedules) > 0 {
				hours++
			}
		}
		if y := s.Doors[i].Sync; hours == 0 || len(y.Gone)+y.More != hours {
			t.Fatalf("%s: %d keys have hours, and %d are named", s.Config.Doors[i].ID, hours, len(y.Gone)+y.More)
		}
	}
}

// [lock.sync]: a lock is sent its table exactly when that becomes another; what a table does not
// carry (a name, when a door is not closed) costs no connection.
func TestTableIsSentWhenItChanges(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	rapid.Check(t, func(rt *rapid.T) {
		f := &fleet{t: rt, s: randomSite(rt, zone), now: at("2026-11-23T09:00:00")}
		f.takes(core.HubStarted{Version: "1"})
		for range 5 {
			was := f.s
			d := f.takes(core.SiteEdited{Why: "random", Edits: randomEdits(rt, f.s.Config)})
			for _, door := range f.s.Config.Doors {
				before, after := hold(was.Config, was.Config.DoorOf(door.Lock), 0, f.now), hold(f.s.Config, &door, 0, f.now)
				changed := !slices.Equal(before.carried(), after.carried())
				sent := slices.ContainsFunc(d.Commands, func(c core.Command) bool {
					_, sync := c.Op.(core.SyncTable)
					return sync && c.Lock == door.Lock
				})
				if changed != sent {
					rt.Fatalf("the table of %s changed: %v; sent: %v\n%+v", door.ID, changed, sent, d.Commands)
				}
			}
		}
	})
}

// What one edit costs the loop, at the figures of the product.
func BenchmarkEdit(b *testing.B) {
	s := big(b)
	group := *s.Config.Group("g001")
	group.Schedule = "s09"
	staff := *s.Config.Group("g001")
	staff.Doors = nil
	key := *s.Config.Key("k04003")
	key.State = core.KeyLost
	person := *s.Config.Person("p04003")
	person.Blocked = true
	hours := *s.Config.Schedule("s01")
	hours.Windows = hours.Windows[:1]
	door := *s.Config.Door("door01")
	door.Table = core.TableFallback
	for name, it := range map[string]core.Item{"one key": key, "one person": person, "a group's hours": group, "a group's doors": staff,
		"a schedule": hours, "a door's table": door} {
		edits := []core.Edit{core.Put(it)}
		next, err := s.Config.With(2, edits, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+", tables alone", func(b *testing.B) {
			for b.Loop() {
				d := &draft{s: s, in: core.Input{ID: 2, At: at("2026-11-23T09:00:01")}, cfg: next}
				d.retable(s.Config, edits)
			}
		})
		b.Run(name+", all", func(b *testing.B) {
			in := core.Input{ID: 2, At: at("2026-11-23T09:00:01"), Event: core.SiteEdited{Edits: edits}}
			for b.Loop() {
				Decide(s, in)
			}
		})
	}
}

// BenchmarkConcerned: which locks a change of one person's rights concerns, with three keys each [issue:
// under 1 ms].
func BenchmarkConcerned(b *testing.B) {
	s := big(b)
	var more []core.Edit
	for _, k := range s.Config.Keys {
		for _, kind := range []core.KeyKind{core.KeyPIN, core.KeyDigital} {
			k.ID, k.Kind, k.Digest = k.ID+"x", kind, digest(k.ID+"x")
			more = append(more, core.Put(k))
		}
	}
	with := func(c *core.Config, edits ...core.Edit) *core.Config {
		next, err := c.With(2, edits, nil)
		if err != nil {
			b.Fatal(err)
		}
		return next
	}
	before := with(s.Config, more...)
	person := *before.Person("p05000")
	person.Groups = []core.GroupID{"g199"}
	edits := []core.Edit{core.Put(person)}
	next := with(before, edits...)
	for b.Loop() {
		c := concerns(before, next, edits)
		for i := range next.Doors {
			c.at(&before.Doors[i], &next.Doors[i], &core.Sync{}, 1)
		}
	}
}
