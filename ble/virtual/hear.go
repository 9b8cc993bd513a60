package virtual

import (
	"localiq/ble/profile"
	"localiq/core"
)

// hear does what a message asks.
func (c *Conn) hear(m profile.Message) {
	l := c.lock
	switch m := m.(type) {
	case profile.Verdict:
		c.verdict(m)
	case profile.Do:
		l.do(order{c, m.Command, m.NotAfter, m.Move})
	case profile.AskResult:
		c.recall(m.Command)
	case profile.ReadJournal:
		c.read(m)
	case profile.AckJournal:
		if m.Journal == l.rec.Journal.id() {
			l.rec.Journal.acknowledge(min(m.UpTo, l.kept))
			l.news.dirty = true
		}
		c.post(func() profile.Message { return l.journalEnd() })
	case profile.SetClock:
		l.on.trust, l.on.epoch = m.Quality, m.UTC-l.up().Milliseconds()
		l.news.state = true
	case profile.Look:
		c.post(func() profile.Message { return l.state() })
	}
}

func (c *Conn) recall(id profile.CommandID) {
	m, ok := c.lock.rec.recall(id)
	if !ok {
		m = remembered{Command: id[:], Result: core.ResultNeverSeen}
	}
	c.post(func() profile.Message { return m.message() })
}

// read answers from the lines as they are when their turn comes.
func (c *Conn) read(m profile.ReadJournal) {
	l := c.lock
	from := max(m.From, l.rec.Journal.tail())
	for i := range uint32(min(m.Max, profile.MaxEntries)) {
		if l.kept < from+i || from+i < from {
			break
		}
		c.post(func() profile.Message { return l.entry(from + i) })
	}
	c.post(func() profile.Message { return l.journalEnd() })
}
