package rehearse

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"localiq/core"
	"localiq/hub/sitefile"
)

// dawn plans a day, and the next dawn.
func (s *stage) dawn(d core.Date) {
	day := int(d - s.From)
	if day >= s.Days {
		return
	}
	for _, t := range s.troubles() {
		s.trouble(t, d, day)
	}
	for _, a := range s.cast {
		for i, h := range a.habits {
			if r := s.dice("shift", a.name, i, d); h.Days.Has(d.Weekday()) && !s.holiday(h, d) {
				s.shift(a, h, d, r)
			}
		}
	}
	if day%7 == 0 {
		s.luck(d)
	}
	s.plan(startOf(d+1, s.Config.Zone), func() { s.dawn(d + 1) })
}

// holiday is true on the days of a calendar that holds at the door where they come in: everybody
// knows those. Exceptions are what one forgets.
func (s *stage) holiday(h sitefile.Habit, d core.Date) bool {
	for _, g := range s.Config.Groups {
		if sp := s.Config.Specials(g.Schedule).On(d); sp != nil && sp.Holiday && opens(g, h.Doors[0]) {
			return true
		}
	}
	return false
}

func opens(g core.Group, d core.DoorID) bool {
	for _, id := range g.Doors {
		if id == d {
			return true
		}
	}
	return false
}

// shift is one person's day: in, some rounds, and out.
func (s *stage) shift(a *actor, h sitefile.Habit, d core.Date, r *rand.Rand) {
	z, off := s.Config.Zone, core.Date(0)
	if h.Leaves <= h.Comes {
		off = 1
	}
	comes, leaves := about(r, wall(d, h.Comes, z), h.Within), about(r, wall(d+off, h.Leaves, z), h.Within)
	if leaves <= comes {
		return
	}
	in := s.doors[h.Doors[0]]
	if in == nil {
		return
	}
	s.enter(comes, in, a, h, r)
	const rest = int64(3 * time.Minute)
	for n := range h.Rounds {
		from, to := comes+rest, leaves-rest
		if n == 0 {
			from = max(from, leaves-int64(45*time.Minute)) // somebody who stays late meets doors late
		}
		s.round(between(r, from, to), leaves-rest, a, h, r)
	}
	s.exit(leaves, in, r)
}

// round is through a door inside; or out of the house, and in again before they leave.
func (s *stage) round(at, before int64, a *actor, h sitefile.Habit, r *rand.Rand) {
	in, other := s.doors[h.Doors[0]], s.doors[h.Doors[r.IntN(len(h.Doors))]]
	back := at + between(r, int64(4*time.Minute), int64(25*time.Minute))
	switch {
	case other != nil && other != in:
		s.enter(at, other, a, h, r)
	case back < before:
		s.exit(at, in, r)
		s.enter(back, in, a, h, r)
	default:
		s.enter(at, in, a, h, r)
	}
}

// about is a time that somebody keeps as well as they do: mostly near it, never beyond.
func about(r *rand.Rand, at int64, within time.Duration) int64 {
	return at + int64((r.Float64()+r.Float64()-1)*float64(within))
}

// luck is what befalls the site in a week from d on.
func (s *stage) luck(d core.Date) {
	r := s.dice("luck", d)
	times := func(n, usual int) int {
		if n < 0 {
			return usual
		}
		return n
	}
	z := s.Config.Zone
	some := func() int64 {
		return between(r, wall(d, 9*60, z), wall(d, 18*60, z)) + int64(r.IntN(7))*int64(24*time.Hour)
	}
	for range times(s.Script.HeldOpen, 1) {
		s.plan(some(), func() { s.hold++ })
	}
	for range times(s.Script.Strangers, 1) {
		if at, tag := some(), found(r); len(s.cast) > 0 {
			a := s.cast[r.IntN(len(s.cast))]
			s.enter(at, s.doors[a.habits[0].Doors[0]], &actor{name: "a stranger", tag: tag}, sitefile.Habit{}, r)
		}
	}
}

// found is a tag that is nobody's.
func found(r *rand.Rand) string { return fmt.Sprintf("08%012X", r.Uint64()>>16) }

// What a door has to bear where the file does not say: a battery that lasts for a year.
const (
	usualBattery = 90.0
	usualDrain   = 0.2
)

// troubles are those of every door, by name.
func (s *stage) troubles() (out []sitefile.Trouble) {
	var all []core.DoorID
	for id := range s.doors {
		all = append(all, id)
	}
	for _, id := range named(all, s.Config) {
		out = append(out, Trouble(s.Script, id))
	}
	return out
}

// Trouble is what a door has to bear.
func Trouble(script sitefile.Rehearsal, id core.DoorID) sitefile.Trouble {
	t := sitefile.Trouble{Door: id, Drains: -1}
	for _, own := range script.Doors {
		if own.Door == id {
			t = own
		}
	}
	if t.Battery == 0 {
		t.Battery = usualBattery
	}
	if t.Drains < 0 {
		t.Drains = usualDrain
	}
	return t
}

// Charge is what the lock says of its battery on a day, in %: at least 1.
func Charge(t sitefile.Trouble, day int) int {
	return max(int(math.Ceil(t.Battery-float64(day)*t.Drains)), 1)
}

func (s *stage) trouble(t sitefile.Trouble, d core.Date, day int) {
	if is := Charge(t, day); day == 0 || is != Charge(t, day-1) {
		s.doors[t.Door].Do(fmt.Sprintf("battery %d", is))
	}
	for _, w := range t.Away {
		s.weather(t.Door, w, d, 1)
	}
	for _, w := range t.Noise {
		s.weather(t.Door, w, d, 0.4)
	}
}

func (s *stage) weather(door core.DoorID, w core.Window, d core.Date, loss float64) {
	if !w.On(d) {
		return
	}
	z, last := s.Config.Zone, d
	if w.End <= w.Start {
		last++
	}
	s.plan(wall(d, w.Start, z), func() { s.Weather(door, loss) })
	s.plan(wall(last, w.End, z), func() { s.Weather(door, 0) })
}
