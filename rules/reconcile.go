package rules

import (
	"cmp"
	"time"

	"localiq/core"
)

// Wanted, reported, in flight (contract 5): a command comes only from a difference between the
// first two with nothing in the third. What a command did is the lock's to say; an unknown
// outcome is asked for by the command's id and never repeated blindly.

const (
	turnGood    = 10 * time.Second // of a command that closes a difference
	askGood     = 5 * time.Second  // of one that somebody waits for
	answerGood  = 3 * time.Second  // of a verdict: the lock waits no longer
	askAgain    = 30 * time.Second // an outcome that was asked for and not told
	longestRest = 60 * time.Second // between tries (OM-9)
	afterRelock = 10 * time.Second // past a momentary opening's end, for the lock's own relock
)

func (w *doorway) flying() bool { return !w.Flight.Command.IsZero() }

// resting is true when nothing is in flight and no pause runs.
func resting(st *core.DoorState) bool {
	return st.Flight.Command.IsZero() && st.Flight.Again.IsZero()
}

// differs: a door locked from inside is locked, and not ours to hold open but in a fire.
func differs(st *core.DoorState) bool {
	private := st.Reported.Bolt == core.BoltPrivacy && strongest(st) != core.ModeFireOpen
	return st.Wanted.Bolt != core.BoltUnknown && st.Reported.Bolt != st.Wanted.Bolt && !private
}

// wantsLocked is the wish for a lock that nobody has asked anything of: a door that no office
// mode of ours holds open is to be locked.
func (w *doorway) wantsLocked() {
	if w.Wanted.Bolt == core.BoltUnknown {
		w.Wanted = core.Wanted{Bolt: core.BoltLocked, Since: w.in.ID}
	}
}

// reconcilable: to open takes proof that the bolt is not open already, to lock takes proof that
// it is not locked; at the end of a hold of ours it takes none.
func reconcilable(cfg *core.Config, set *core.Door, st *core.DoorState) bool {
	return st.Link.Heard && resting(st) && differs(st) && (proven(st) || st.Wanted.Bolt == core.BoltLocked && holdEnded(st)) &&
		!waitsForDoor(cfg, set, st)
}

// holdEnded is true while the last that we know of the bolt is from before the end of our hold.
func holdEnded(st *core.DoorState) bool {
	at := turnedAt(st)
	return !holding(st) && !at.IsZero() && !at.Before(st.Reported.BoltSince)
}

// reconcile closes the difference, but leaves a momentary opening its time.
func (w *doorway) reconcile() {
	if !reconcilable(w.cfg, w.set, &w.DoorState) || w.set.Lock == "" || !over(momentaryEnd(w.cfg, w.set, &w.DoorState, w.in.At.Boot), w.in.At) {
		return
	}
	if !w.undone() {
		w.turn(w.wantedMove(), turnGood)
	}
}

// momentaryEnd is when a momentary opening should long be over, whoever began it, and no grant
// of ours runs; the zero instant where there is none to wait for. A bolt that jams while
// somebody opens is not turned back under their hands. A lock that does not relock by itself is
// given no time to.
func momentaryEnd(cfg *core.Config, set *core.Door, st *core.DoorState, boot core.BootID) core.Instant {
	var end core.Instant
	switch own := lacksOf(cfg, set).Has(core.LackRelock); {
	case st.Reported.Bolt == core.BoltUnlocked && own:
		end = st.Reported.BoltSince.Add(openFor(set))
		if shut := doorSettled(set, st); shut.Boot == boot && end.Boot == boot && end.Up < shut.Up {
			end = shut
		}
	case st.Reported.Bolt == core.BoltUnlocked:
		end = st.Reported.BoltSince.Add(openFor(set) + afterRelock)
	case st.Reported.Bolt == core.BoltJammed:
	default:
		return end
	}
	if g := st.Grant.Until; g.Boot == boot && (end.Boot != boot || end.Up < g.Up) {
		end = g
	}
	return end
}

func (w *doorway) wantedMove() core.Move {
	m := core.Move{To: w.Wanted.Bolt, Until: w.Wanted.Until}
	if m.Until != 0 {
		m.For = time.Duration(m.Until - w.in.At.Wall)
	}
	if m.To == core.BoltOffice && w.keepsHold() {
		return core.Move{To: m.To}
	}
	if w.set.Lease && m.To == core.BoltOffice {
		m.For = cmp.Or(min(m.For, lease), lease)
	}
	return m
}

// turn sends the one command that may be in flight.
func (w *doorway) turn(m core.Move, good time.Duration) core.CommandID {
	id := w.send(w.set.Lock, core.Turn{Move: m}, good)
	w.fly(id, m, good)
	return id
}

func (w *doorway) fly(id core.CommandID, m core.Move, good time.Duration) {
	w.Flight = core.Flight{Command: id, Move: m, NotAfter: w.in.At.Add(good), Tries: w.Flight.Tries}
}

// flightDue is when an outcome is overdue, is asked for again, or when a pause ends.
func flightDue(st *core.DoorState) core.Instant {
	switch f := &st.Flight; {
	case f.Command.IsZero():
		return f.Again
	case !f.Asked:
		return f.NotAfter
	case st.Link.Heard:
		return f.Again
	}
	return core.Instant{}
}

// endOfFlight is what flightDue waits for.
func (w *doorway) endOfFlight() {
	due := flightDue(&w.DoorState)
	if due.IsZero() || !over(due, w.in.At) {
		return
	}
	switch f := &w.Flight; {
	case f.Command.IsZero():
		f.Again = core.Instant{}
	case !f.Asked:
		w.outcomeUnknown()
	default:
		w.unheeded()
		w.ask()
	}
}

// outcomeUnknown: it may have happened. A hold that may have begun makes the bolt unknown.
func (w *doorway) outcomeUnknown() {
	if w.Flight.Move.To == core.BoltOffice {
		w.Reported.Bolt = core.BoltUnknown
	}
	w.tell(core.Notice{What: core.CommandUnknown, Bolt: w.Flight.Move.To})
	w.unheeded()
	w.ask()
}

// unheeded raises the alert of a door that stands unlocked though its lock was told to lock,
// whoever unlocked it.
func (w *doorway) unheeded() {
	if b := w.Reported.Bolt; w.Flight.Move.Closes() && b != core.BoltLocked && b != core.BoltPrivacy {
		w.raise(core.AlertRelockUnconfirmed, w.Reported.BoltSince, core.Notice{})
	}
}

// ask asks what became of the command in flight.
func (w *doorway) ask() {
	w.send(w.set.Lock, core.AskResult{Of: w.Flight.Command, Closes: w.Flight.Move.Closes()}, 0)
	w.Flight.Asked, w.Flight.Again = true, w.in.At.Add(askAgain)
}

// rest pauses before the next try: 1, 2, 4 … 60 s.
func (w *doorway) rest() {
	tries := w.Flight.Tries
	if tries > 0 {
		w.unheeded()
	}
	w.Flight = core.Flight{Tries: more(tries), Again: w.pause(tries)}
}

// pause is when to try again after as many tries. Every door has its own jitter, up to an eighth
// less, so that the locks of a site do not try in step (OM-9).
func (w *doorway) pause(tries uint8) core.Instant {
	long := longestRest
	if tries < 6 {
		long = time.Second << tries
	}
	spread := uint32(2166136261) // FNV-1a
	for _, b := range []byte(w.Door) {
		spread = (spread ^ uint32(b)) * 16777619
	}
	return w.in.At.Add(long - long/8*time.Duration(spread%1024)/1024)
}

// more counts one more, to the most that there can be.
func more(n uint8) uint8 { return max(n, n+1) }

func openFor(d *core.Door) time.Duration {
	s := d.OpenFor
	if s == 0 {
		s = core.DefaultOpenFor
	}
	return time.Duration(s) * time.Second
}
