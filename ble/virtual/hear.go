package virtual

import (
	"localiq/ble/profile"
	"localiq/core"
)

// hear does what a message asks, if the peer's role allows it and the lock has that part.
func (c *Conn) hear(m profile.Message) {
	l, t := c.lock, m.Type()
	switch {
	case t == profile.TypeError: // never answered
	case !c.role().Allows(t):
		c.refuse(m, profile.ErrorForbidden)
	case !l.can().Has(needs[t]):
		c.refuse(m, profile.ErrorUnsupported)
	case l.rec.Leaving && !asks[t]:
		c.refuse(m, profile.ErrorBusy)
	default:
		c.do(m)
		l.meet(c)
	}
}

// needs are the parts that a lock may lack.
var needs = map[profile.Type]profile.Ability{
	profile.TypeIdentify: profile.CanIdentify, profile.TypeSetAdvert: profile.CanSealAdvert,
	profile.TypeRelease: profile.CanRelease, profile.TypePutPeer: profile.CanPeers,
	profile.TypeTableBegin: profile.CanTable, profile.TypeTablePut: profile.CanTable,
	profile.TypeTableCommit: profile.CanTable, profile.TypeTableRead: profile.CanTable,
	profile.TypeFirmwareBegin: profile.CanUpdate, profile.TypeFirmwareData: profile.CanUpdate,
	profile.TypeFirmwareCommit: profile.CanUpdate,
	profile.TypeSetSite:        profile.CanDigital,
}

// asks is what a lock that was released still answers. The release itself is answered as what
// became of it.
var asks = map[profile.Type]bool{
	profile.TypeAskResult: true, profile.TypeLook: true, profile.TypeReadJournal: true,
	profile.TypeTableRead: true, profile.TypeRelease: true,
}

func (c *Conn) do(m profile.Message) {
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
		c.acknowledge(m)
	case profile.SetClock:
		c.setClock(m)
	case profile.Look:
		c.post(func() profile.Message { return l.state() })
	case profile.Identify:
		c.identify(m)
	case profile.SetAdvert:
		c.setAdvert(m)
	case profile.SetSite:
		c.setSite(m)
	case profile.Present:
		c.takeCertificate(m)
	case profile.Release:
		c.release(m)
	case profile.PutPeer:
		c.putPeer(m)
	case profile.TableBegin:
		c.beginTable(m)
	case profile.TablePut:
		c.putTable(m)
	case profile.TableCommit:
		c.commitTable(m)
	case profile.TableRead:
		c.tellTable("")
	case profile.FirmwareBegin:
		c.beginFirmware(m)
	case profile.FirmwareData:
		c.takeFirmware(m)
	case profile.FirmwareCommit:
		c.commitFirmware()
	}
}

// setClock takes the hub's word as it comes, and another's only where there is none: a clock opens
// rows of the table.
func (c *Conn) setClock(m profile.SetClock) {
	l := c.lock
	if c.role() != profile.RoleHub && l.on.trust != core.Untrusted {
		c.refuse(m, profile.ErrorForbidden)
		return
	}
	l.on.trust, l.on.epoch = m.Quality, m.UTC-l.up().Milliseconds()
	l.news.state = true
}

func (c *Conn) refuse(m profile.Message, code profile.ErrorCode) {
	c.post(func() profile.Message { return profile.Refuse(code, m) })
}

func (c *Conn) acknowledge(m profile.AckJournal) {
	l := c.lock
	if m.Journal == l.rec.Journal.id() {
		l.rec.Journal.acknowledge(min(m.UpTo, l.kept))
		l.news.dirty = true
	}
	c.post(func() profile.Message { return l.journalEnd() })
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
