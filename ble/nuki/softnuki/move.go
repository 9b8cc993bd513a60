package softnuki

import (
	"strings"
	"time"

	"localiq/ble/nuki"
)

// move is the motor's work: for an authorization, or for somebody at the door.
type move struct {
	action nuki.Action
	by     nuki.Trigger
	flags  nuki.ActionFlags
	told   *to           // nil: nobody waits for it
	entry  nuki.LogEntry // of which the rest is written when it ends
}

// act takes an action from a client.
func (t to) act(m nuki.LockAction) {
	l := t.c.lock
	if _, can := turns[m.Action]; !can {
		t.refuse(nuki.ErrorBadParameter, m.Command())
		return
	}
	if l.on.moving || l.happens(Busy) {
		t.refuse(nuki.ErrorBusy, m.Command())
		return
	}
	t.say(nuki.Status{Status: nuki.Accepted})
	who := l.rec.known(t.id)
	l.move(move{action: m.Action, flags: m.Flags, told: &t, entry: nuki.LogEntry{Auth: who.ID, Name: logName(who.Name, m.Suffix)}})
}

const logNameSize = 32

// logName is a name with what is to stand behind it; the suffix is never cut.
func logName(name, suffix string) string {
	return strings.ToValidUTF8(name[:min(len(name), logNameSize-len(suffix))], "") + suffix
}

// turns are the states that an action goes through: while the motor runs, and after it.
var turns = map[nuki.Action][2]nuki.LockState{
	nuki.Unlock:   {nuki.Unlocking, nuki.Unlocked},
	nuki.Lock:     {nuki.Locking, nuki.Locked},
	nuki.FullLock: {nuki.Locking, nuki.Locked},
	nuki.Unlatch:  {nuki.Unlatching, nuki.Unlatched},
}

// move starts the motor, which must stand still. The action is in the log, and complete, when it
// has ended: with the latch back, if it was pulled.
func (l *Lock) move(m move) {
	l.on.moving = true
	states := turns[m.action]
	l.bolt(m, states[0])
	l.after(l.cfg.Motor, func() {
		if l.rec.Jammed {
			l.bolt(m, nuki.MotorBlocked)
			l.end(m, nuki.DoneBlocked)
			return
		}
		l.bolt(m, states[1])
		if states[1] != nuki.Unlatched {
			l.end(m, nuki.Done)
			return
		}
		l.after(l.cfg.Latch, func() {
			l.bolt(m, nuki.Unlocked)
			l.end(m, nuki.Done)
		})
	})
}

// bolt is the bolt having moved: the one place where it does.
func (l *Lock) bolt(m move, to nuki.LockState) {
	l.rec.Bolt, l.rec.Trigger = to, m.by
	l.mark()
	l.say("bolt %s (%s)", to, m.by)
	if m.told != nil {
		m.told.say(l.states())
	}
}

func (l *Lock) end(m move, how nuki.Completion) {
	l.on.moving = false
	l.note(m, how)
	if m.told == nil {
		return
	}
	if how != nuki.Done {
		m.told.refuse(nuki.ErrorMotorBlocked, nuki.CmdLockAction)
		return
	}
	var late time.Duration
	if l.has(LateCompletion) {
		late = time.Duration(l.faults[LateCompletion]) * time.Second
	}
	l.after(late, m.told.complete)
}

// note writes an action that has ended, or was refused at the door, into the states and the log.
func (l *Lock) note(m move, how nuki.Completion) {
	l.rec.Last, l.rec.LastBy, l.rec.LastDone = m.action, m.by, how
	e := m.entry
	e.Action, e.Trigger, e.Flags, e.Done = m.action, m.by, m.flags, how
	if e.Type == 0 {
		e.Type = nuki.LogAction
	}
	l.write(e)
	l.mark()
}
