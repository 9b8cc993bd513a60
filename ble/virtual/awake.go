package virtual

import (
	"slices"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// awake is what a power cut takes. Instants are the lock's uptime.
type awake struct {
	since time.Duration // on the clock's Up: uptime 0
	trust core.Trust    // of the lock's own clock: nobody has set it at uptime 0
	epoch int64         // ms UTC at uptime 0, where trust says so

	boltSince    since
	contactSince since

	relock  due // end of a momentary opening
	hold    due // end of a hold by its duration
	until   int64
	moves   []motion
	request *request
	pairing due
	tries   int // failed handshakes in this window
	tamper  bool

	met     time.Duration // when a hub was here last; 0 at a start, from which a lease counts anew
	blinks  due           // end of an identification
	forgets due           // after a release
	renews  due           // start of the firmware that was taken

	failed   int // handshakes, in a row
	failedAt time.Duration
}

// since is when something became as it is; the zero one: before this boot, nobody knows.
type since struct {
	up    time.Duration
	known bool
}

// due is an instant to come; the zero one: none.
type due struct {
	at time.Duration
	is bool
}

func (d due) by(up time.Duration) bool { return d.is && d.at <= up }

func (l *Lock) up() time.Duration { return l.clock.Now().Up - l.on.since }

// utc is the lock's own clock in ms; 0 while it is not set.
func (l *Lock) utc() int64 {
	if l.on.trust == core.Untrusted {
		return 0
	}
	return l.on.epoch + l.up().Milliseconds()
}

// wake is the power coming on. A bolt that was held or open locks: the lock cannot know for how
// long it was off. What was being done then is unknown, and will never be repeated; what was
// complete, and had only to begin, begins.
func (l *Lock) wake() {
	l.start()
	if l.rec.Leaving {
		l.on.forgets = due{l.up(), true}
		l.turnOver(l.up())
		return
	}
	l.renew()
	switch l.rec.Bolt {
	case core.BoltUnlocked:
		l.bolt(core.BoltLocked, core.ByRelock, profile.CommandID{})
	case core.BoltOffice:
		l.bolt(core.BoltLocked, core.ByHoldEnd, profile.CommandID{})
	}
}

// start is what every start begins with.
func (l *Lock) start() {
	l.on = &awake{since: l.clock.Now().Up}
	l.alias = alias{}
	l.rec.Boot++
	l.rec.Seq += seqAhead
	l.rec.Codes.wake()
	l.rec.Results = slices.Clone(l.rec.Results)
	for i := range l.rec.Results {
		if r := &l.rec.Results[i]; r.Result == core.ResultAccepted {
			r.Result, r.Detail = core.ResultUnknown, "the power failed while it moved"
		}
	}
	l.news.dirty = true
}

// sleep is the power going: nobody is told, and links fall silent.
func (l *Lock) sleep() {
	l.on = nil
	for c := range l.conns {
		c.gone()
	}
}

// turn does everything that is due. Whoever enters the lock calls it first, so that nothing
// late is taken for being in time.
func (l *Lock) turn() {
	if l.on == nil {
		return
	}
	up := l.up()
	l.endMoves(up)
	if l.on.relock.by(up) {
		l.on.relock = due{}
		l.bolt(core.BoltLocked, core.ByRelock, profile.CommandID{})
	}
	if l.on.hold.by(up) || l.on.until != 0 && l.utc() >= l.on.until {
		l.on.hold, l.on.until = due{}, 0
		l.bolt(core.BoltLocked, core.ByHoldEnd, profile.CommandID{})
	}
	if r := l.on.request; r != nil && r.ends <= up {
		l.decideAlone()
	}
	if l.on.pairing.by(up) {
		l.shut()
		l.say("pairing window closed")
	}
	if l.limitEnds().by(up) {
		l.again()
	}
	if l.on.blinks.by(up) {
		l.on.blinks = due{}
		l.say("identify: over")
	}
	for c := range l.conns {
		if c.ends <= up {
			c.end()
		}
	}
	l.turnOver(up)
}

// turnOver is what ends this start, and so comes last.
func (l *Lock) turnOver(up time.Duration) {
	switch {
	case l.on.forgets.by(up):
		if err := l.forget(); err != nil {
			l.on.forgets.at = up + profile.ForgetAfter // it has no randomness for another key
		}
	case l.on.renews.by(up) && !l.idle():
		l.on.renews.at = up + renewAfter // whoever is at the door is served, and told
	case l.on.renews.by(up):
		l.restart()
	}
}

// idle is true while nobody waits for it and nothing turns.
func (l *Lock) idle() bool { return l.on.request == nil && len(l.on.moves) == 0 }

// next is how long nothing will be due.
func (l *Lock) next() (wait time.Duration, some bool) {
	if l.on == nil {
		return 0, false
	}
	up := l.up()
	sooner := func(d due) {
		if left := d.at - up; d.is && (!some || left < wait) {
			wait, some = left, true
		}
	}
	sooner(l.on.relock)
	sooner(l.on.hold)
	sooner(l.on.pairing)
	sooner(l.limitEnds())
	sooner(l.on.blinks)
	sooner(l.on.forgets)
	sooner(l.on.renews)
	if len(l.conns) == 0 {
		sooner(l.alias.ends) // else when the last link ends
	}
	if now := l.utc(); l.on.until != 0 && now != 0 {
		sooner(due{up + time.Duration(l.on.until-now)*time.Millisecond, true})
	}
	if len(l.on.moves) > 0 {
		sooner(due{l.on.moves[0].ends, true})
	}
	if r := l.on.request; r != nil {
		sooner(due{r.ends, true})
	}
	for c := range l.conns {
		sooner(due{c.ends, true})
	}
	return wait, some
}
