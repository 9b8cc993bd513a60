package rules

import (
	"slices"
	"time"

	"localiq/core"
)

// The modes above office mode (OM-8): blocked, lockdown, fire-open. Each stands by itself, until
// somebody releases it or its time is over.

// longestMode is more than anybody means; without a time a mode stands until it is released.
const longestMode = 31 * 24 * time.Hour

func (d *draft) doorModeAsked(e core.DoorModeAsked) {
	if err := d.modeRefused(e); err != nil {
		d.refuse(err)
		return
	}
	if e.Mode == core.ModeNormal {
		d.modeReleased(e)
		return
	}
	for i := range d.cfg.Doors {
		if set := &d.cfg.Doors[i]; e.Door == "" || e.Door == set.ID {
			d.door(set.ID).modeSet(e)
		}
	}
}

func (d *draft) modeRefused(e core.DoorModeAsked) *core.Error {
	switch {
	case e.Door != "" && d.cfg.Door(e.Door) == nil:
		return noDoor(e.Door)
	case e.Mode > core.ModeFireOpen:
		return core.Errorf(core.CodeInvalid, "no door can be in mode %s", e.Mode)
	case e.Door == "" && e.Mode == core.ModeBlocked:
		return core.Errorf(core.CodeInvalid, "a door is blocked for work on it: name the door").Advise("for the whole site there is lockdown")
	case e.For < 0 || e.For > longestMode:
		return core.Errorf(core.CodeInvalid, "a mode stands for at most %s", core.SayDuration(longestMode)).Advise("without a time it stands until it is released")
	}
	return nil
}

// modeSet acts at once: whoever waits for a door to lock, or to open in a fire, does not wait for a
// report. It goes out even if the bolt is said to be so already.
func (w *doorway) modeSet(e core.DoorModeAsked) {
	l := core.Level{Mode: e.Mode, Site: e.Door == "", Since: w.in.At, By: w.in.Origin.Who, Why: e.Why}
	if e.For != 0 {
		l.Until = w.in.At.Add(e.For)
	}
	before := w.strongest()
	w.Levels = w.WithLevel(l)
	w.tell(core.Notice{What: core.DoorModeSet, Mode: l.Mode, Until: l.Until.Wall, Detail: l.Why})
	w.remode(before)
	if w.strongest() != e.Mode {
		return // a stronger one stands
	}
	if !w.Link.Heard {
		w.waitsFor(e)
		return
	}
	if w.set.Lock == "" {
		return
	}
	w.Relock.Done, w.Flight = core.Instant{}, core.Flight{}
	if id := w.turn(w.wantedMove(), askGood); e.Door != "" {
		w.out.Answer.Command = id
	}
}

// waitsFor: it stands, and the lock will learn of it when it is heard. Who named the door is told.
func (w *doorway) waitsFor(e core.DoorModeAsked) {
	if e.Door == "" || w.set.Lock == "" {
		return
	}
	w.refuse(w.offline().Advise("the mode stands, and the lock is told as soon as it is heard"))
}

// modeReleased releases the strongest mode that stands at any of the doors, wherever it stands.
func (d *draft) modeReleased(e core.DoorModeAsked) {
	named := func(set *core.Door) bool { return e.Door == "" || e.Door == set.ID }
	most := core.ModeNormal
	for i := range d.cfg.Doors {
		if set := &d.cfg.Doors[i]; named(set) {
			most = max(most, d.door(set.ID).strongest())
		}
	}
	for i := range d.cfg.Doors {
		if set := &d.cfg.Doors[i]; named(set) {
			d.door(set.ID).release(most, "")
		}
	}
}

// release is nothing where the mode does not stand; without a why somebody asked for it.
func (w *doorway) release(m core.DoorMode, why string) {
	before := w.strongest()
	rest := w.WithoutLevel(m)
	if len(rest) == len(w.Levels) {
		return
	}
	w.Levels = rest
	w.tell(core.Notice{What: core.DoorModeEnded, Mode: m, Detail: why})
	w.remode(before)
}

// endOfLevels is what levelsDue waits for. Two hours are two hours, whatever is done to the wall
// clock; the lock is told where their end is now.
func (w *doorway) endOfLevels() {
	at := w.now()
	if strayed(&w.DoorState, at) {
		w.Levels = slices.Clone(w.Levels)
		for i := range w.Levels {
			if l := &w.Levels[i]; l.Until.Boot == at.Boot {
				l.Until.Wall = wallOf(l.Until, at)
			}
		}
		w.rewanted()
	}
	for _, l := range w.Levels {
		if l.Over(at) {
			w.release(l.Mode, "its time is over")
		}
	}
}

// strayed is true for a mode whose end the wall clock shows elsewhere than when it was set, and for a
// door that is held open for one to another end.
func strayed(st *core.DoorState, at core.Instant) bool {
	for _, l := range st.Levels {
		if l.Until.Boot == at.Boot && apart(l.Until.Wall, wallOf(l.Until, at)) {
			return true
		}
	}
	l := st.Level(at)
	return l.Mode == core.ModeFireOpen && apart(st.Wanted.Until, levelEnd(l, at))
}

// levelEnd is when a mode is over by the wall clock; 0: never, or nobody can tell yet.
func levelEnd(l core.Level, at core.Instant) int64 {
	switch {
	case l.Until.IsZero(), l.Until.Boot != at.Boot && at.Trust == core.Untrusted:
		return 0
	case l.Until.Boot == at.Boot:
		return wallOf(l.Until, at)
	}
	return l.Until.Wall
}

func wallOf(i, at core.Instant) int64 { return at.Wall + int64(i.Up-at.Up) }

// apart allows for what a clock that is not set comes to differ by.
func apart(a, b int64) bool { return time.Duration(a-b).Abs() > 2*time.Second }

// strongest is the mode that stands, whose time may be over: endOfLevels comes first.
func (w *doorway) strongest() core.DoorMode { return strongest(&w.DoorState) }

func strongest(st *core.DoorState) core.DoorMode {
	if len(st.Levels) == 0 {
		return core.ModeNormal
	}
	return st.Levels[0].Mode
}

// remode follows from another strongest mode: what is wanted of the bolt, and which keys the lock
// may open for by itself.
func (w *doorway) remode(before core.DoorMode) {
	held := holding(&w.DoorState)
	w.want()
	if held {
		w.leftOpen()
	}
	if shuts(before) != shuts(w.strongest()) || shuts(before) && before != w.strongest() {
		w.wantShutTable()
	}
}

// levelsDue adds when the first of the levels is over.
func levelsDue(st *core.DoorState, at core.Instant) (w core.Wake) {
	for _, l := range st.Levels {
		switch u := l.Until; {
		case u.IsZero():
		case u.Boot == at.Boot:
			w = w.Sooner(core.Wake{Up: u.Up})
		case at.Trust != core.Untrusted:
			w = w.Sooner(core.Wake{Wall: u.Wall})
		}
	}
	return w
}

// inherited: a door that is new takes part in what was set for the whole site.
func (d *draft) inherited() (ls []core.Level) {
	for i := range d.s.Doors {
		for _, l := range d.s.Doors[i].Levels {
			if l.Site {
				ls = append(ls, l)
			}
		}
		if len(ls) > 0 {
			return ls
		}
	}
	return nil
}
