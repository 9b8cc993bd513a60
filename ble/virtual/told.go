package virtual

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// What the lock says, made at the moment of saying it: ages are true then.

func (l *Lock) state() profile.State {
	up := l.up()
	s := profile.State{
		Bolt: l.rec.Bolt, BoltAge: l.on.boltSince.age(up), Contact: l.rec.Contact, ContactAge: l.on.contactSince.age(up),
		Battery: l.rec.Battery, Firmware: l.firmware().Text, Boot: l.rec.Boot, Uptime: profile.MillisOf(up), Clock: l.on.trust,
		HoldUntil: l.on.until,
	}
	if l.on.hold.is {
		s.HoldFor = profile.MillisOf(l.on.hold.at - up)
	}
	return s
}

func (s since) age(up time.Duration) profile.Age {
	if !s.known {
		return profile.Age{}
	}
	return profile.AgeOf(up - s.up)
}

func (l *Lock) hello() profile.Hello {
	j := &l.rec.Journal
	h := profile.Hello{
		Journal: j.id(), Head: l.kept, Tail: min(j.tail(), l.kept+1), Acked: j.Acked, State: l.state(), Model: l.cfg.Model,
		Table: l.tableMark(), Can: l.can(), UTC: l.utc(),
	}
	h.Site = l.siteCheck()
	if len(l.rec.AdvertKey) > 0 {
		h.Advert = profile.CheckOf(l.rec.AdvertKey)
	}
	return h
}

func (l *Lock) journalEnd() profile.JournalEnd {
	j := &l.rec.Journal
	return profile.JournalEnd{Journal: j.id(), Head: l.kept, Tail: min(j.tail(), l.kept+1), Acked: j.Acked, Lost: j.Lost}
}

// entry is nil when the line was overwritten in the meantime (JournalEnd's Tail says so), or is
// not kept yet.
func (l *Lock) entry(index uint32) profile.Message {
	n, ok := l.rec.Journal.at(index)
	if !ok || index > l.kept {
		return nil
	}
	e := profile.Entry{
		Index: index, Boot: n.Boot, Uptime: profile.Millis(n.Up), Age: l.ageOf(n), Kind: n.Kind,
		Bolt: n.Bolt, By: n.By, KeyKind: n.KeyKind, Credential: n.Credential, Ref: n.Ref, Held: n.Held, For: profile.Millis(n.For),
	}
	copy(e.Command[:], n.Command)
	return e
}

// ageOf is by the uptime within this boot; across boots by UTC where the clock was set both
// times; else nobody can tell.
func (l *Lock) ageOf(n line) profile.Age {
	if n.Boot == l.rec.Boot {
		return profile.AgeOf(l.up() - time.Duration(n.Up)*time.Millisecond)
	}
	if now := l.utc(); now != 0 && n.UTC != 0 && now >= n.UTC {
		return profile.AgeOf(time.Duration(now-n.UTC) * time.Millisecond)
	}
	return profile.Age{}
}

// write puts a line into the journal.
func (l *Lock) write(n line) {
	n.Boot, n.Up, n.UTC = l.rec.Boot, l.up().Milliseconds(), l.utc()
	i := l.rec.Journal.write(n, l.cfg.Journal)
	l.news.entries = append(l.news.entries, i)
	l.news.dirty = true
}

// bolt is the bolt having moved: the one place where it does.
func (l *Lock) bolt(to core.Bolt, by core.BoltCause, on profile.CommandID) {
	if l.rec.Jammed {
		to = core.BoltJammed
	}
	if to == l.rec.Bolt {
		return
	}
	l.rec.Bolt = to
	l.on.boltSince = since{l.up(), true}
	n := line{Kind: profile.EntryBoltTurned, Bolt: to, By: by}
	if on != (profile.CommandID{}) {
		n.Command = on[:]
	}
	l.write(n)
	l.news.state = true
	l.say("bolt %s by %s", to, by)
}
