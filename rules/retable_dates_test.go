package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// datedSite is a random site whose schedules have dates.
func datedSite(t *rapid.T, zone *time.Location) *core.Site {
	s := randomSite(t, zone)
	edits := append(datedEdit(t, "s0"), append(datedEdit(t, "s1"), datedEdit(t, "s2")...)...)
	cfg, err := s.Config.With(2, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Apply(2, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
}

// datedEdit has calendars of its own name, so that one edit refuses no other.
func datedEdit(t *rapid.T, id core.ScheduleID) (edits []core.Edit) {
	sc, cals := randomDated(t, id)
	for i, c := range cals {
		c.ID = core.CalendarID(id) + c.ID
		sc.Calendars[i] = c.ID
		edits = append(edits, core.Put(c))
	}
	return append(edits, core.Put(sc))
}

// OM-2 [lock.offline]: from the moment at which it is made a lock's table opens for nobody whom the
// hub would refuse, on any date; and in its seven days for everybody whom the hub would let in.
func TestTableOpensNoMoreThanAccessOnAnyDate(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	less, more, opened := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := datedSite(t, zone)
		made := randomInstant(t, s)
		far := boundary(zone, startOf(dateAt(zone, made.Wall)+7))
		for _, d := range s.Config.Doors {
			if d.Table == core.TableNone {
				continue
			}
			table := Table(s.Config, d.ID, 7, made)
			for range 12 {
				when := randomInstant(t, s)
				if when.Wall < made.Wall {
					continue
				}
				for _, k := range s.Config.Keys {
					v := Access(s, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: when})
					opens := tableOpens(table, zone, k.ID, when.Wall)
					if opens && !v.Granted || v.Granted && !opens && when.Wall < far {
						t.Fatalf("made at %s: at %s key %s at %s: the table says %v, Access %s\n%+v", made.In(zone), when.In(zone), k.ID, d.ID, opens, v.Reason, table)
					}
					opened, less, more = opened+b2i(opens), less+b2i(v.Granted && !opens), more+b2i(v.Granted)
				}
			}
		}
	})
	if less == 0 || opened == 0 {
		t.Errorf("%d openings, %d of %d left to the hub: this proves nothing", opened, less, more)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// OM-2 [lock.sync]: as days pass a table is made anew exactly when it would be another, and whatever a
// lock may open for by an older one is named, or the site would let it in.
func TestTablesTurnWithTheDays(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	turned := 0
	rapid.Check(t, func(t *rapid.T) {
		f := &fleet{t: t, s: datedSite(t, zone), now: at("2026-10-14T09:00:00")}
		f.takes(core.HubStarted{Version: "1"})
		f.takes(core.TablesDue{})
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				f.fetches()
			case 1:
				f.holds()
			case 2:
				f.takes(core.SiteEdited{Why: "random", Edits: randomEdits(t, f.s.Config)})
			case 3:
				f.takes(core.SiteEdited{Why: "dates", Edits: datedEdit(t, rapid.SampledFrom([]core.ScheduleID{"s0", "s1", "s2", "s3"}).Draw(t, "which"))})
			default:
				turned += f.passes(zone, time.Duration(rapid.IntRange(1, 60).Draw(t, "hours"))*time.Hour)
			}
			f.now = f.now.Add(time.Second)
			f.named(zone)
		}
	})
	if turned == 0 {
		t.Error("no table turned: this proves nothing")
	}
}

// passes lets time pass, with a tick whenever Next asks for one; a table is brought exactly when it
// became another.
func (f *fleet) passes(zone *time.Location, d time.Duration) (turned int) {
	for until := f.now.Add(d); f.now.Wall < until.Wall; {
		was := f.now
		f.now = until
		if w := Next(f.s); w.Wall != 0 && w.Wall < until.Wall {
			f.now = was.Add(time.Duration(w.Wall - was.Wall))
		}
		if w := Next(f.s); w.Up != 0 && w.Up < f.now.Up {
			f.now = was.Add(w.Up - was.Up)
		}
		before := map[core.LockID]heldTable{}
		for _, door := range f.s.Config.Doors {
			before[door.Lock] = hold(f.s.Config, &door, 0, was)
		}
		sent := map[core.LockID]bool{}
		for _, c := range f.takes(core.Ticked{}).Commands {
			if _, sync := c.Op.(core.SyncTable); sync {
				sent[c.Lock], turned = true, turned+1
			}
		}
		for _, door := range f.s.Config.Doors {
			a, b := before[door.Lock], hold(f.s.Config, &door, 0, f.now)
			if week := weekSaid(a) != weekSaid(b); week && !sent[door.Lock] {
				f.t.Fatalf("%s: another week at %s, and its lock hears nothing\n%s\n%s", door.ID, f.now.In(zone), weekSaid(a), weekSaid(b))
			}
		}
	}
	return turned
}

// weekSaid leaves out the order of rows: a key that has ended comes last.
func weekSaid(h heldTable) string {
	var said []string
	for _, sc := range h.Schedules {
		for _, w := range sc.Windows {
			said = append(said, string(sc.ID)+" "+windowSaid(w))
		}
	}
	for _, r := range h.Rows {
		if len(r.Schedules) > 0 {
			said = append(said, string(r.Key)+" until "+time.Unix(0, r.Until).UTC().Format(time.DateTime))
		}
	}
	slices.Sort(said)
	return strings.Join(said, ", ")
}

func windowSaid(w core.Window) string {
	return w.Days.String() + " " + w.Start.String() + "-" + w.End.String()
}
