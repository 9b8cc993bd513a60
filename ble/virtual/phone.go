package virtual

import (
	"crypto/ed25519"
	"localiq/ble/profile"
	"localiq/core"
)

// Digital keys (docs/lock-profile.md): a phone visits, proves its key pair by the handshake, and
// presents a certificate that the lock checks by the site's key alone. Then it is a key like any.

// setSite takes what digital keys are checked by. Another site's certificates end with it.
func (c *Conn) setSite(m profile.SetSite) {
	l := c.lock
	if !l.keeps(func(r *record) { r.Site, r.Word = m.Key, m.Word }) {
		c.refuse(m, profile.ErrorBusy)
		return
	}
	l.news.state = true
}

func (l *Lock) siteCheck() (k profile.Check) {
	if len(l.rec.Site) > 0 {
		k = profile.SetSite{Key: l.rec.Site, Word: l.rec.Word}.SiteCheck()
	}
	return k
}

// takeCertificate is a phone at the door. One that has nothing of this site's for this lock counts as a
// handshake that failed: guessing is slowed, and never disturbs who has a key.
func (c *Conn) takeCertificate(m profile.Present) {
	l := c.lock
	cert, err := m.Open(ed25519.PublicKey(l.rec.Site))
	if err != nil || cert.Lock != l.serial || cert.Holder != c.ch.Peer() {
		l.on.failed, l.on.failedAt = l.on.failed+1, l.up()
		l.say("a phone was refused")
		c.outcome(false, core.CredentialUnknown)
		return
	}
	if why := l.outOfTime(cert); why != core.ReasonNone {
		c.outcome(false, why)
		return
	}
	holder := cert.Holder
	r := &request{kind: core.KeyDigital, credential: holder[:], cert: &cert, phone: c}
	if err := l.show(r); err != nil {
		c.outcome(false, core.LockRefused)
	}
}

// outOfTime needs a clock; without one nobody can tell, and only the hub's word opens.
func (l *Lock) outOfTime(c profile.Certificate) core.Reason {
	switch now := l.utc(); {
	case now == 0:
		return core.ReasonNone
	case now < c.From:
		return core.NotYetValid
	case now >= c.Until:
		return core.Expired
	}
	return core.ReasonNone
}

// outcome is the last word of a visit.
func (c *Conn) outcome(granted bool, why core.Reason) {
	c.post(func() profile.Message { return profile.Outcome{Granted: granted, Reason: why} })
}

// tell answers the phone that a request came from, if one did.
func (r *request) tell(granted bool, why core.Reason) {
	if r.phone != nil {
		r.phone.outcome(granted, why)
	}
}

// claim is where the lock finds by itself what a key may do.
type claim struct {
	of  *profile.TableImage
	row profile.TableRow
}

// finds is what the lock knows of a key. The table knows every digital key that is as old as the
// table or older: what it does not have then was taken away. For a newer one its certificate speaks.
func (l *Lock) finds(r *request) (s claim, known bool) {
	t := l.tables.counts
	if c := r.cert; c != nil && (t == nil || l.tables.mark.Version < c.Of) {
		s.of, s.row = c.Row()
		return s, !c.HubOnly
	}
	if t == nil {
		return s, false
	}
	s.of = t
	s.row, known = t.Find(r.kind, r.credential)
	return s, known
}

// opens is true while the time is right: of the row, and of the certificate, which is never good by
// a clock that nobody has set.
func (l *Lock) opens(s claim, r *request) bool {
	clock := l.on.trust != core.Untrusted
	if r.cert != nil && (!clock || l.outOfTime(*r.cert) != core.ReasonNone) {
		return false
	}
	return s.of.Opens(s.row, l.utc(), clock, l.away())
}

// why is what a phone is told where nobody answered and the lock did not open by itself.
func (l *Lock) why(s claim, known bool, r *request) core.Reason {
	switch {
	case !known:
		return core.NotAnswered
	case l.on.trust == core.Untrusted:
		return core.ClockUntrusted
	case r.cert != nil && l.outOfTime(*r.cert) != core.ReasonNone:
		return l.outOfTime(*r.cert)
	case s.row.Lease != 0 && profile.MillisOf(l.away()) >= s.row.Lease:
		return core.NotAnswered
	case len(s.row.Schedules) > 0:
		return core.OutsideSchedule
	}
	return core.LockRefused
}
