package virtual

import (
	"fmt"

	"localiq/ble/profile"
	"localiq/core"
)

// Who opens (docs/lock-profile.md, Tiers): the lock's own table; else the hub's word, for
// RequestWait; else the table again, for keys that were to be asked for first; else nobody.

// present is a key at the reader.
func (l *Lock) present(kind core.KeyKind, credential []byte, held bool) error {
	return l.show(&request{kind: kind, credential: credential, held: held})
}

// show is a key at the reader, or a phone's.
func (l *Lock) show(r *request) error {
	switch _, paired := l.rec.hub(); {
	case l.on == nil:
		return fmt.Errorf("the lock has no power")
	case !paired:
		return fmt.Errorf("the lock is not paired, nobody can answer")
	case l.rec.Leaving:
		return fmt.Errorf("the lock was released, nobody can answer")
	case l.on.request != nil:
		return fmt.Errorf("another key waits for its verdict")
	case l.limited(r.kind):
		return fmt.Errorf("too many codes were wrong, none is taken for a while")
	}
	up := l.up()
	r.at, r.ends = up, up+profile.RequestWait
	l.say("%s presented", r.kind)
	if s, known := l.finds(r); known && s.of.First && !s.row.Ask && !r.held && l.opens(s, r) && l.admit(r, s) {
		return nil
	}
	l.on.request, l.news.request = r, true
	return nil
}

// decideAlone is the end of the wait for a verdict.
func (l *Lock) decideAlone() {
	r := l.on.request
	l.on.request = nil
	s, known := l.finds(r)
	if known && l.opens(s, r) && l.admit(r, s) {
		return
	}
	r.tell(false, l.why(s, known, r))
	l.write(line{Kind: profile.EntryKeyRefused, KeyKind: r.kind, Credential: r.credential})
	l.say("refused, no verdict came")
	if !known {
		l.wrong(r.kind)
	}
}

// admit opens for a key of the table. That it does is kept first: the journal knows of every
// opening, whatever happens to the power. It does not open if that cannot be kept.
func (l *Lock) admit(r *request, s claim) bool {
	o := order{move: profile.Move{To: core.BoltUnlocked, For: s.of.OpenFor}}
	why := l.cannot(o.move, l.up())
	if l.rec.Bolt == core.BoltPrivacy {
		why = "locked from inside"
	}
	if why != "" {
		l.say("not admitted: %s", why)
		return false
	}
	entries := l.news.entries
	n := line{Kind: profile.EntryKeyAdmitted, KeyKind: r.kind, Ref: s.row.Ref, Held: r.held}
	if !l.keeps(func(*record) { l.write(n) }) {
		l.news.entries = entries
		l.say("not admitted: the memory cannot be written")
		return false
	}
	l.say("admitted by the table")
	r.tell(true, core.Granted)
	l.turnBolt(o)
	return true
}
