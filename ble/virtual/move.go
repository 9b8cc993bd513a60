package virtual

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// order is a command as it came, from a Do or a Verdict; or, with the zero id, what the lock's own
// table opens for: nobody is answered then.
type order struct {
	from     *Conn
	id       profile.CommandID
	notAfter profile.Millis
	move     profile.Move // zero: a verdict that moves nothing
}

func (o order) by() core.BoltCause {
	if o.id == (profile.CommandID{}) {
		return core.ByTable
	}
	return core.ByHub
}

// motion is a move under way.
type motion struct {
	order
	ends time.Duration
}

// do carries an order out, once. One that is remembered is only answered: whatever the reason
// for the repetition, nothing moves again.
func (l *Lock) do(o order) {
	if m, ok := l.rec.recall(o.id); ok {
		l.news.results = append(l.news.results, told{o.from, m.message()})
		return
	}
	up := l.up()
	if o.notAfter != 0 && up > o.notAfter.Duration() {
		l.answer(o, core.ResultExpired, "")
		return
	}
	if o.move == (profile.Move{}) {
		l.answer(o, core.ResultDone, "")
		return
	}
	if why := l.cannot(o.move, up); why != "" {
		l.answer(o, core.ResultRefused, why)
		return
	}
	l.rec.remember(o.id, core.ResultAccepted, "")
	if l.keep(); l.fault != nil && o.move.To != core.BoltLocked {
		l.answer(o, core.ResultRefused, "its memory cannot be written")
		return
	}
	if l.cfg.Motor != 0 {
		l.news.results = append(l.news.results, told{o.from, profile.Result{Command: o.id, Result: core.ResultAccepted}})
	}
	l.turnBolt(o)
}

// turnBolt starts the motor.
func (l *Lock) turnBolt(o order) {
	if l.cfg.Motor == 0 {
		l.finish(o)
		return
	}
	l.on.moves = append(l.on.moves, motion{o, max(l.up(), l.motorFree()) + l.cfg.Motor})
}

func (l *Lock) motorFree() time.Duration {
	if n := len(l.on.moves); n > 0 {
		return l.on.moves[n-1].ends
	}
	return 0
}

// cannot says why a move that is well-formed is refused; "" when it is not.
func (l *Lock) cannot(m profile.Move, up time.Duration) string {
	switch {
	case len(l.on.moves) >= 2*maxMoves, len(l.on.moves) >= maxMoves && m.To != core.BoltLocked:
		return "too many moves wait for the motor"
	case m.To == core.BoltOffice && m.Until != 0 && l.on.trust == core.Untrusted && m.For == 0:
		return "its clock is not set and the hold has no duration"
	case m.To == core.BoltOffice && m.Until != 0 && l.utc() >= m.Until && l.on.trust != core.Untrusted:
		return "the hold would be over already"
	}
	return ""
}

func (l *Lock) endMoves(up time.Duration) {
	for len(l.on.moves) > 0 && l.on.moves[0].ends <= up {
		o := l.on.moves[0].order
		l.on.moves = l.on.moves[1:]
		l.finish(o)
	}
}

// finish is the motor having turned.
func (l *Lock) finish(o order) {
	up, m := l.up(), o.move
	switch {
	case m.To == core.BoltUnlocked && l.rec.Bolt == core.BoltOffice && !l.rec.Jammed:
		// It is open already; a momentary opening must not end the hold.
	default:
		l.on.relock, l.on.hold, l.on.until = due{}, due{}, 0
		l.bolt(m.To, o.by(), o.id)
		l.bound(m, up)
	}
	if l.rec.Bolt == core.BoltJammed {
		l.answer(o, core.ResultJammed, "")
		return
	}
	l.answer(o, core.ResultDone, "")
}

// bound starts the countdown of a move that ends by itself.
func (l *Lock) bound(m profile.Move, up time.Duration) {
	end := due{up + m.For.Duration(), m.For != 0}
	if end.at < up { // past the end of time
		end = due{}
	}
	switch l.rec.Bolt {
	case core.BoltUnlocked:
		l.on.relock = end
	case core.BoltOffice:
		l.on.hold, l.on.until = end, m.Until
		l.news.state = true
	}
}

// answer remembers a result and tells it to the one who asked.
func (l *Lock) answer(o order, r core.Result, detail string) {
	if o.by() == core.ByTable {
		return
	}
	l.rec.remember(o.id, r, detail)
	l.news.dirty = true
	l.news.results = append(l.news.results, told{o.from, profile.Result{Command: o.id, Result: r, Detail: detail}})
}

func (m remembered) message() profile.Message {
	return profile.Result{Command: profile.CommandID(m.Command), Result: m.Result, Detail: m.Detail}
}
