package virtual

import (
	"encoding/json"

	"localiq/ble/profile"
	"localiq/core"
)

// news is what has happened and was not kept and told yet. Everything that changes the lock
// adds to it and leaves the rest to commit: kept first, then told.
type news struct {
	dirty   bool     // the record differs from what is kept
	entries []uint32 // of the journal
	results []told
	state   bool // the account of itself changed
	request bool // a request is to be told
}

type told struct {
	to *Conn
	m  profile.Message
}

// commit keeps the record, then tells every session, then those in earshot.
func (l *Lock) commit() {
	n := l.news
	l.news = news{}
	l.hide()
	l.advertise(len(n.entries) > 0)
	if n.dirty || l.rec.Seq-l.keptSeq >= seqAhead/2 {
		l.keep()
		l.advertise(false) // a fault came or went
	}
	if l.fault != nil {
		l.news.dirty, l.news.entries, n.entries = true, n.entries, nil // later, when they are kept
	}
	for c := range l.conns {
		if !c.session() {
			continue
		}
		if n.request {
			c.ask()
		}
		for _, i := range n.entries {
			c.post(func() profile.Message { return l.entry(i) })
		}
	}
	for _, r := range n.results {
		r.to.post(func() profile.Message { return r.m })
	}
	for c := range l.conns {
		if n.state && c.session() {
			c.post(func() profile.Message { return l.state() })
		}
		c.pump()
	}
}

// settle is commit, for whoever enters the lock: what came may have changed what is due next.
func (l *Lock) settle() {
	l.commit()
	select {
	case l.poke <- struct{}{}:
	default:
	}
}

// keep saves the record. A lock that cannot goes on, and shows its fault. It opens for nobody
// (see do), because it could not remember that it did; and it tells nothing of its journal that
// is not kept, because after a power cut the same index would mean something else.
func (l *Lock) keep() {
	if l.fault = l.save(); l.fault == nil {
		l.kept, l.keptSeq = l.rec.Journal.Head, l.rec.Seq
	}
}

func (l *Lock) save() error {
	if l.cfg.Memory == (None{}) {
		return nil
	}
	b, err := json.Marshal(l.rec)
	if err != nil {
		return err
	}
	return l.cfg.Memory.Save(b)
}

// keeps makes a change that counts only if it is kept: else it is as if it had not been asked for.
func (l *Lock) keeps(change func(*record)) bool {
	before := *l.rec
	change(l.rec)
	if l.keep(); l.fault != nil {
		*l.rec = before
	}
	return l.fault == nil
}

// Fault is why the memory could not be written when it was last tried; nil: it was.
func (l *Lock) Fault() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fault
}

// seqAhead is by how much a start goes on from the sequence that was kept. Nothing that far ahead
// is advertised before: a hub would take what is sealed after the start for a recording.
const seqAhead = 256

// advertise counts every change on, so that a hub which missed some sees that it did.
func (l *Lock) advertise(again bool) {
	f := l.advertised()
	if f == l.flags && !again {
		return
	}
	l.flags = f
	if l.rec.Seq-l.keptSeq < seqAhead-1 {
		l.rec.Seq++
	}
	l.changes()
}

func (l *Lock) advertised() (f profile.Flags) {
	if l.on == nil {
		return 0
	}
	set := func(is bool, g profile.Flags) {
		if is {
			f |= g
		}
	}
	set(l.on.request != nil, profile.FlagRequest)
	set(l.rec.Contact == core.ContactOpen, profile.FlagDoorOpen)
	set(l.on.tamper, profile.FlagTamper)
	set(l.rec.Bolt == core.BoltLocked, profile.FlagLocked)
	set(l.rec.Bolt == core.BoltOffice, profile.FlagHeld)
	set(l.rec.Battery < profile.LowBattery, profile.FlagBatteryLow)
	set(l.rec.Bolt == core.BoltJammed || l.fault != nil, profile.FlagFault)
	set(l.on.trust == core.Untrusted, profile.FlagClockUnset)
	set(l.on.pairing.is, profile.FlagPairing)
	set(l.rec.Journal.unacked() >= l.cfg.Journal*3/4, profile.FlagJournalFull)
	return f
}
