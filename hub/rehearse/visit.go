package rehearse

import (
	"fmt"
	"math/rand/v2"
	"time"

	"localiq/core"
	"localiq/hub/sitefile"
)

const (
	reach    = int64(1500 * time.Millisecond) // from the tag to the hand on the door
	look     = int64(500 * time.Millisecond)  // and again, until
	patience = int64(4500 * time.Millisecond) // they give up
	gone     = int64(8 * time.Second)         // the door has locked itself again
	second   = int64(time.Second)
)

// visit is somebody at a door, with all dice thrown: what comes of it changes nobody else's day.
type visit struct {
	door  *door
	lines []string // what they show, one after the other until the door opens
	stay  int64    // that the door is open
	long  int64    // the same, when they hold it open
	again bool     // they have tried before
}

// enter shows a key, or goes in where the door is open to everybody. Who is refused tries once more.
func (s *stage) enter(at int64, d *door, a *actor, h sitefile.Habit, r *rand.Rand) {
	v := visit{door: d, lines: a.shows(d.Door, h, r), stay: between(r, 3*second/2, 6*second), long: between(r, 50*second, 200*second)}
	if d != nil {
		s.plan(at, func() { s.arrive(v) })
	}
}

// shows is a tag, else a PIN; both where the door wants both; a mistyped PIN before the right one.
func (a *actor) shows(d core.Door, h sitefile.Habit, r *rand.Rand) (lines []string) {
	wrong, mistypes := fmt.Sprintf("pin %0*d", max(len(a.pin), core.PINDigits), r.IntN(1_000_000)), r.Float64() < h.Mistypes
	if a.tag != "" {
		lines = append(lines, "tag "+a.tag)
	}
	if a.pin != "" && (a.tag == "" || d.Guard.Factors == core.TagAndPIN) {
		if mistypes {
			lines = append(lines, wrong)
		}
		lines = append(lines, "pin "+a.pin)
	}
	return lines
}

func (s *stage) arrive(v visit) {
	now := s.now()
	if now < v.door.busy {
		s.plan(v.door.busy, func() { s.arrive(v) })
		return
	}
	if v.door.Opens() {
		s.walk(v)
		return
	}
	v.door.busy = now + int64(len(v.lines))*patience + max(gone, v.stay+second)
	s.show(v, 0)
}

// show is the n-th of what they have; a door that stays shut after the last is tried once more.
func (s *stage) show(v visit, n int) {
	if n == len(v.lines) {
		if !v.again {
			v.again = true
			s.plan(s.now()+4*second, func() { s.arrive(v) })
		}
		return
	}
	at := s.now()
	v.door.Do(v.lines[n])
	s.try(v, n, at+reach, at+patience)
}

func (s *stage) try(v visit, n int, at, last int64) {
	s.plan(at, func() {
		switch {
		case v.door.Opens():
			s.walk(v)
		case at < last:
			s.try(v, n, at+look, last)
		default:
			s.show(v, n+1)
		}
	})
}

// exit is from inside: the handle, then the door.
func (s *stage) exit(at int64, d *door, r *rand.Rand) {
	v := visit{door: d, stay: between(r, 3*second/2, 6*second), long: between(r, 50*second, 200*second)}
	var out func()
	out = func() {
		if s.now() < d.busy {
			s.plan(d.busy, out)
			return
		}
		d.Do("handle")
		d.busy = s.now() + gone
		s.plan(s.now()+second/2, func() { s.walk(v) })
	}
	s.plan(at, out)
}

// walk is through the door, which closes behind them; later, where they hold it open.
func (s *stage) walk(v visit) {
	stay, d := v.stay, v.door
	if s.hold > 0 {
		s.hold--
		stay = v.long
	}
	d.Do("open")
	d.busy = max(d.busy, s.now()+stay+2*second)
	s.plan(s.now()+stay, func() { d.Do("close") })
}
