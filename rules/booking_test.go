package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// bookedSite is a site with dates and bookings; many of them about the nights in which the clock jumps.
func bookedSite(t *rapid.T, zone *time.Location) *core.Site {
	s := datedSite(t, zone)
	edits := randomBookings(t, s.Config, 8)
	cfg, err := s.Config.With(3, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Apply(3, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
}

// randomBookings share, so that none is refused.
func randomBookings(t *rapid.T, c *core.Config, most int) (edits []core.Edit) {
	for range rapid.IntRange(1, most).Draw(t, "bookings") {
		id := core.BookingID(fmt.Sprint("b", rapid.IntRange(0, 11).Draw(t, "booking")))
		if c.Booking(id) != nil && rapid.IntRange(0, 3).Draw(t, "cancel") == 0 {
			edits = append(edits, core.Drop(core.Ref{Kind: core.KindBooking, ID: string(id)}))
			continue
		}
		b := core.Booking{ID: id, Share: true, Person: rapid.SampledFrom(c.People).Draw(t, "who").ID, Door: rapid.SampledFrom(c.Doors).Draw(t, "where").ID}
		b.From = at("2026-10-24T18:00:00").Wall + int64(rapid.IntRange(-200, 600).Draw(t, "begins"))*int64(10*time.Minute)
		b.Until = b.From + int64(rapid.SampledFrom([]int{1, 10, 30, 60, 95, 300, 1500, 4000}).Draw(t, "minutes"))*int64(time.Minute)
		edits = append(edits, core.Put(b))
	}
	return edits
}

// atALimit is an instant about the beginning or the end of some booking, or any other.
func atALimit(t *rapid.T, s *core.Site) core.Instant {
	i := randomInstant(t, s)
	if len(s.Config.Bookings) > 0 && rapid.IntRange(0, 3).Draw(t, "a booking's limit") > 0 {
		b := rapid.SampledFrom(s.Config.Bookings).Draw(t, "of")
		limit := rapid.SampledFrom([]int64{b.From, b.Until, (b.From + b.Until) / 2}).Draw(t, "limit")
		i = i.Add(time.Duration(limit-i.Wall) + rapid.SampledFrom([]time.Duration{-1, 0, -time.Second, time.Second}).Draw(t, "off"))
	}
	return i
}

// entitledBy is what a booking gives, said a second time and without the walk of ways.
func entitledBy(s *core.Site, p *core.Person, door core.DoorID, wall int64) bool {
	return slices.ContainsFunc(s.Config.Bookings, func(b core.Booking) bool {
		return b.Person == p.ID && b.Door == door && b.From <= wall && wall < b.Until
	})
}

// [booking] [decide]: a booking opens its door from its first second to its last, for its person alone,
// and nothing else: Access with the bookings and Access without them differ exactly there.
func TestBookingOpensInItsTimeAlone(t *testing.T) {
	zone, by, not := mustZone(t, "Europe/Amsterdam"), 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := bookedSite(t, zone)
		var drops []core.Edit
		for _, b := range s.Config.Bookings {
			drops = append(drops, core.Drop(b.Ref()))
		}
		bare, err := s.Config.With(4, drops, nil)
		if err != nil {
			t.Fatal(err)
		}
		without := s.Apply(4, s.At, []core.Change{core.ConfigBecame{Next: bare}})
		for range 20 {
			when := atALimit(t, s)
			for _, d := range s.Config.Doors {
				for i := range s.Config.People {
					p := &s.Config.People[i]
					q := core.Request{Door: d.ID, Person: p.ID, At: when}
					got, had := Access(s, q), Access(without, q)
					want := had.Granted || entitledBy(s, p, d.ID, when.Wall) && (had.Reason == core.NotAuthorised || had.Reason == core.OutsideSchedule)
					if got.Granted != want {
						t.Fatalf("at %s %s at %s: %v %s, without bookings %v, want %v", when.In(zone), p.ID, d.ID, got.Granted, got.Reason, had.Granted, want)
					}
					if got.Granted && !had.Granted {
						if by++; got.Booking == "" || got.Group != "" {
							t.Fatalf("granted by %q of group %q", got.Booking, got.Group)
						}
					} else if got.Booking != "" && !got.Granted {
						not++
					}
				}
			}
		}
	})
	if by < 100 || not < 100 {
		t.Errorf("%d opened by a booking, %d outside of one: this proves nothing", by, not)
	}
}

// [booking] [lock.offline]: a lock's table opens for no booking a second longer than Access, in no night;
// and in its days, clocks that jump aside, as long as Access.
func TestTableHasBookings(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	jump := at("2026-10-24T22:00:00").Wall
	opened, exact := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := bookedSite(t, zone)
		made := at("2026-10-19T10:00:00").Add(time.Duration(rapid.IntRange(0, 7*24*60).Draw(t, "made")) * time.Minute)
		far := boundary(zone, startOf(dateAt(zone, made.Wall)+bookedDays))
		for _, d := range s.Config.Doors {
			if d.Table == core.TableNone {
				continue
			}
			table := Table(s.Config, d.ID, 7, made)
			for range 40 {
				when := atALimit(t, s)
				if when.Wall < made.Wall {
					continue
				}
				for _, k := range s.Config.Keys {
					v := Access(s, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: when})
					opens := tableOpens(table, zone, k.ID, when.Wall)
					inTheNight := jump <= when.Wall && when.Wall < jump+int64(5*time.Hour)
					if opens && !v.Granted || v.Granted && !opens && when.Wall < far && !inTheNight {
						t.Fatalf("made at %s: at %s key %s at %s: the table says %v, Access %s\n%+v\n%+v", made.In(zone), when.In(zone), k.ID, d.ID, opens, v.Reason, table, s.Config.Bookings)
					}
					if opened += b2i(opens); opens && v.Booking != "" {
						exact++
					}
				}
			}
		}
	})
	if exact < 50 {
		t.Errorf("%d openings, %d of them by a booking: this proves nothing", opened, exact)
	}
}

// [booking] [lock.sync]: a booking that is taken back, moved or cut short is named as living in the locks
// that have it, and its table is brought, and as days pass brought anew, with the bookings of its days.
func TestTakenBookingIsNamed(t *testing.T) {
	zone, turned := mustZone(t, "Europe/Amsterdam"), 0
	rapid.Check(t, func(t *rapid.T) {
		f := &fleet{t: t, s: bookedSite(t, zone), now: at("2026-10-22T09:00:00")}
		f.takes(core.HubStarted{Version: "1"})
		f.takes(core.TablesDue{})
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				f.fetches()
			case 1:
				f.holds()
			case 2:
				f.takes(core.SiteEdited{Why: "random", Edits: randomEdits(t, f.s.Config)})
			case 3, 4:
				f.takes(core.SiteEdited{Why: "bookings", Edits: randomBookings(t, f.s.Config, 3)})
			default:
				turned += f.passes(zone, time.Duration(rapid.IntRange(1, 30).Draw(t, "hours"))*time.Hour)
			}
			f.now = f.now.Add(time.Second)
			f.named(zone)
			f.current()
		}
	})
	if turned == 0 {
		t.Error("no table turned: this proves nothing")
	}
}

// current: what a lock is to have now is what it was to have when it was told last, as far as opening
// goes: no key lost a booking, or gained one, unsaid.
func (f *fleet) current() {
	for _, h := range f.held {
		d := f.s.Config.DoorOf(h.lock)
		if d == nil || f.s.DoorOf(h.lock).Sync.Wanted != h.Version {
			continue
		}
		now := hold(f.s.Config, d, h.Version, f.now)
		if a, b := alive(h, f.now), alive(now, f.now); !slices.Equal(a, b) {
			f.t.Fatalf("%s at %s: the lock has\n%v\nand should have\n%v\n%+v", d.ID, f.now.In(f.s.Config.Zone), a, b, f.s.Config.Bookings)
		}
	}
}

// alive are the rows that are not over, with the hours that they name.
func alive(h heldTable, now core.Instant) (out []string) {
	for _, r := range h.Rows {
		if r.Until != 0 && r.Until <= now.Wall {
			continue
		}
		said := fmt.Sprint(r.Key, " ", r.From, " ", r.Until)
		for _, i := range r.Schedules {
			said += fmt.Sprint(" ", h.Schedules[i].ID, h.Schedules[i].Windows)
		}
		out = append(out, said)
	}
	slices.Sort(out)
	return out
}

// [booking] [explain]: who can open is listed with the end of the booking, or of what goes on after it.
func TestOpenersKnowBookings(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	rapid.Check(t, func(t *rapid.T) {
		s := bookedSite(t, zone)
		for range 4 {
			now := atALimit(t, s)
			for _, d := range s.Config.Doors {
				for _, o := range Openers(s, d.ID, now) {
					for _, m := range o.With {
						opens := func(wall int64) bool {
							i := now.Add(time.Duration(wall - now.Wall))
							return Access(s, core.Request{Door: d.ID, Person: o.Person, Kind: m.Kind, Key: m.Key, At: i, Why: "asked"}).Granted
						}
						if !opens(now.Wall) || m.Until != 0 && (opens(m.Until) || !opens(m.Until-1)) {
							t.Fatalf("%s at %s with %s from %s until %s", o.Person, d.ID, m.Kind, now.In(zone), time.Unix(0, m.Until).In(zone))
						}
					}
				}
			}
		}
	})
}

// manyBooked is big with 2,000 bookings: a fortnight of 16 rooms.
func manyBooked(t testing.TB) *core.Site {
	s := big(t)
	var edits []core.Edit
	for i := range 2000 {
		from := at("2026-11-23T06:00:00").Wall + int64(i/16)*int64(2*time.Hour)
		edits = append(edits, core.Put(core.Booking{ID: core.BookingID(fmt.Sprintf("b%04d", i)), Person: core.PersonID(fmt.Sprintf("p%05d", (i*37)%10_000)),
			Door: core.DoorID(fmt.Sprintf("door%02d", i%16)), From: from, Until: from + int64(2*time.Hour)}))
	}
	cfg, err := s.Config.With(2, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Apply(2, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
}

// bookedNow is somebody whom no group lets in at door01 then, and a booking does.
func bookedNow(t testing.TB, s *core.Site) (core.Request, core.Request) {
	for _, b := range s.Config.Bookings {
		q := core.Request{Door: b.Door, Kind: core.KeyTag, Digest: digest(b.Person), At: at("2026-11-23T09:00:01")}
		q.At = q.At.Add(time.Duration(b.From - q.At.Wall))
		if v := Access(s, q); v.Granted && v.Booking == b.ID {
			late := q
			late.At = q.At.Add(200 * 24 * time.Hour)
			return q, late
		}
	}
	t.Fatal("no booking lets anybody in")
	return core.Request{}, core.Request{}
}

// [decide]: with 2,000 bookings Access leaves nothing for the collector.
func TestBookingsAllocateNothing(t *testing.T) {
	s := manyBooked(t)
	in, out := bookedNow(t, s)
	for name, q := range map[string]core.Request{"booked": in, "over": out, "by a group": bigRequests["granted"], "refused": bigRequests["refused"]} {
		if n := testing.AllocsPerRun(200, func() { Access(s, q) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}

// The figure of the product, with 2,000 bookings: under 5 µs.
func BenchmarkAccessBooked(b *testing.B) {
	s := manyBooked(b)
	in, out := bookedNow(b, s)
	for name, q := range map[string]core.Request{"booked": in, "over": out, "granted": bigRequests["granted"], "refused": bigRequests["refused"]} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Access(s, q)
			}
		})
	}
}

// What a booking costs the loop: the edit with its tables, and the question when to wake.
func BenchmarkBook(b *testing.B) {
	s := manyBooked(b)
	from := at("2026-12-20T06:00:00").Wall
	e := core.SiteEdited{Edits: []core.Edit{core.Put(core.Booking{ID: "new", Person: "p00001", Door: "door01", From: from, Until: from + int64(time.Hour)})}}
	b.Run("edit", func(b *testing.B) {
		for b.Loop() {
			if d := Decide(s, core.Input{ID: 9, At: at("2026-11-23T10:00:00"), Event: e}); d.Answer.Error != nil {
				b.Fatal(d.Answer.Error)
			}
		}
	})
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			Next(s)
		}
	})
}

// [booking]: thirty days after its end a booking leaves by itself, two at a time with a pause between,
// each told of; a clock that nobody believes takes none away.
func TestBookingsLeaveAsARing(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	begin := at("2026-11-23T08:00:00")
	edits := []core.Edit{core.Put(core.Settings{Name: "s", Zone: zone.String()}), core.Put(core.Door{ID: "room", Name: "Room"}), core.Put(core.Person{ID: "ana"})}
	for i := range 5 {
		from := begin.Wall + int64(i)*int64(time.Hour)
		edits = append(edits, core.Put(core.Booking{ID: core.BookingID(fmt.Sprint("b", i)), Person: "ana", Door: "room", From: from, Until: from + int64(time.Hour)}))
	}
	cfg, err := core.NewConfig().With(1, edits, zone)
	if err != nil {
		t.Fatal(err)
	}
	s := core.NewSite(core.HubState{}).Apply(1, begin, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
	away := begin.Add(90 * 24 * time.Hour) // the box was off, and all are due at once
	away.Trust = core.Untrusted
	if d := Decide(s, core.Input{ID: 2, At: away, Event: core.Ticked{}}); !d.Empty() {
		t.Fatalf("nobody believes the clock, and %+v", d)
	}
	away.Trust = core.Trusted
	var left []int
	for range 6 {
		in := core.Input{ID: s.Seq + 1, At: away, Event: core.Ticked{}}
		d := Decide(s, in)
		if !d.Empty() {
			s = s.Apply(in.ID, in.At, d.Changes)
			left = append(left, len(d.Notices))
		}
		if again := Decide(s, core.Input{ID: s.Seq + 1, At: away.Add(time.Second), Event: core.Ticked{}}); !again.Empty() {
			t.Fatalf("a second later more leave: %+v", again.Notices)
		}
		w := Next(s)
		if len(s.Config.Bookings) == 0 {
			break
		}
		if w.Up <= away.Up {
			t.Fatalf("%d are left, and Next is %+v at %v", len(s.Config.Bookings), w, away.Up)
		}
		away = away.Add(w.Up - away.Up)
	}
	if fmt.Sprint(left) != "[2 2 1]" || Next(s) != (core.Wake{}) {
		t.Errorf("they left by %v, and then Next is %+v", left, Next(s))
	}
	young := begin.Add(30*24*time.Hour + time.Hour)
	s = core.NewSite(core.HubState{}).Apply(1, begin, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
	if d := Decide(s, core.Input{ID: 2, At: young.Add(-1), Event: core.Ticked{}}); !d.Empty() {
		t.Errorf("not thirty days, and %+v", d)
	}
	if d := Decide(s, core.Input{ID: 2, At: young, Event: core.Ticked{}}); len(d.Notices) != 1 || d.Notices[0].What != core.BookingLeft || d.Notices[0].Detail != "b0" {
		t.Errorf("thirty days: %+v", d)
	}
}
