package main

import (
	"slices"
	"time"

	"localiq/core"
)

const killedLock core.LockID = "l1"

// lock is the lock at the door of a hub that dies: another process has it, so it goes on. It does what it is
// sent once, remembers what came of it, and counts its holds down.
type lock struct {
	now    int64 // ns UTC: the truth, and its own clock
	bolt   core.Bolt
	since  int64
	ends   int64          // of the hold; 0: none
	heldBy core.CommandID // of the hold
	done   []core.CommandID
	says   []core.Input // not heard yet
}

// passes lets time go by, and ends what is over.
func (l *lock) passes(d time.Duration) {
	l.now += int64(d)
	if l.bolt == core.BoltOffice && l.ends != 0 && l.now >= l.ends {
		l.turns(core.BoltLocked)
		l.tells(l.report())
	}
}

func (l *lock) turns(to core.Bolt) {
	l.bolt, l.since, l.ends, l.heldBy = to, l.now, 0, core.CommandID{}
}

func (l *lock) tells(es ...core.Event) {
	for _, e := range es {
		l.says = append(l.says, core.Input{Origin: core.Origin{Kind: core.FromAir, Who: string(killedLock)}, Event: e})
	}
}

func (l *lock) report() core.LockReported {
	return core.LockReported{Lock: killedLock, Bolt: l.bolt, BoltAge: time.Duration(l.now - l.since), Contact: core.ContactAbsent, ContactAge: -1, Battery: 90, LockBoot: 1}
}

func (l *lock) takes(c core.Command) {
	switch op := c.Op.(type) {
	case core.Tend:
		l.tells(core.LockHeard{Lock: killedLock}, l.report())
	case core.Look:
		l.tells(l.report())
	case core.SyncTable:
		l.tells(core.TableReported{Lock: killedLock, Version: op.Version})
	case core.AskResult:
		r := core.ResultNeverSeen
		if slices.Contains(l.done, op.Of) {
			r = core.ResultDone
		}
		l.tells(core.CommandAnswered{Lock: killedLock, Command: op.Of, Result: r}, l.report())
	case core.Turn:
		l.moves(c.ID, op.Move)
	case core.Answer:
		if op.Granted {
			l.moves(c.ID, op.Move)
		}
	}
}

// moves: an opening for a moment is over before anybody looks.
func (l *lock) moves(id core.CommandID, m core.Move) {
	if slices.Contains(l.done, id) {
		return
	}
	l.done = append(l.done, id)
	switch {
	case m.To == core.BoltUnlocked:
		l.turns(core.BoltLocked)
	case m.To != core.BoltUnknown:
		l.turns(m.To)
	}
	if m.To == core.BoltOffice {
		l.heldBy = id
		if m.For != 0 {
			l.ends = l.now + int64(m.For)
		}
		if m.Until != 0 && (l.ends == 0 || m.Until < l.ends) {
			l.ends = m.Until
		}
	}
	l.tells(core.CommandAnswered{Lock: killedLock, Command: id, Result: core.ResultDone}, l.report())
}
