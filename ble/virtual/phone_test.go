package virtual

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

var (
	siteKey  = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	siteWord = bytes.Repeat([]byte{8}, 32)
)

// givesSite is the hub giving the lock what digital keys are checked by; the lock says that it has it.
func (h *talk) givesSite() {
	h.t.Helper()
	m := profile.SetSite{Key: siteKey.Public().(ed25519.PublicKey), Word: siteWord}
	h.send(m)
	expect[profile.State](h)
	if is := h.lock.hello().Site; is != m.SiteCheck() {
		h.t.Errorf("the lock has %x", is)
	}
}

// certificate is one for the phone, from an hour ago until in 30 days, newer than any table.
func (s *scene) certificate(change func(*profile.Certificate)) profile.Present {
	s.t.Helper()
	now := s.clock.Now().Wall / int64(time.Millisecond)
	c := profile.Certificate{Lock: s.lock.Serial(), Ref: []byte("k-phone"), Holder: testKey(s.t, "phone").Public,
		From: now - time.Hour.Milliseconds(), Until: now + 30*24*time.Hour.Milliseconds(), Of: 10, OpenFor: 6000}
	if change != nil {
		change(&c)
	}
	p, err := c.Sign(siteKey)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// visit is a phone at the door, up to its open visit.
func (s *scene) visit() *talk {
	s.t.Helper()
	l := s.link()
	ch, err := profile.OpenVisit(testKey(s.t, "phone"), siteWord, func(k profile.PublicKey) bool { return k == s.key }, l.MTU(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	p := &talk{scene: s, link: l, ch: ch}
	p.flush()
	return p
}

func (s *scene) shows(m profile.Present) (p *talk) {
	s.t.Helper()
	p = s.visit()
	for !p.ch.Open() && p.hear() {
	}
	p.send(m)
	return p
}

// shown is what becomes of a certificate.
func (s *scene) shown(m profile.Present) profile.Outcome {
	s.t.Helper()
	p := s.shows(m)
	defer p.link.Close()
	return expect[profile.Outcome](p)
}

// unaided is a stage on which the lock has the site's key, its clock is set or not, and no hub is there.
func unaided(t *testing.T, clock bool, play func(t *testing.T, s *scene)) {
	t.Helper()
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.givesSite()
		if clock {
			h.setClock()
		}
		h.link.Close()
		synctest.Wait()
		play(t, s)
	})
}

// TestPhoneOpensWithBothOffline: the site's key is all that the lock needs; it keeps that it opened.
func TestPhoneOpensWithBothOffline(t *testing.T) {
	unaided(t, true, func(t *testing.T, s *scene) {
		if o := s.shown(s.certificate(nil)); !o.Granted || o.Reason != core.Granted {
			t.Errorf("%+v", o)
		}
		s.boltIs(core.BoltUnlocked, "after a phone")
		j := s.journal(0)
		if n := len(j); n < 2 || j[n-2].Kind != profile.EntryKeyAdmitted || j[n-2].KeyKind != core.KeyDigital || string(j[n-2].Ref) != "k-phone" {
			t.Errorf("%+v", j)
		}
	})
}

// TestPhoneIsRefusedAlone: each for its reason, and no bolt moves.
func TestPhoneIsRefusedAlone(t *testing.T) {
	hour := time.Hour.Milliseconds()
	for name, c := range map[string]struct {
		change func(*profile.Certificate)
		why    core.Reason
	}{
		"expired":           {func(c *profile.Certificate) { c.Until = c.From + hour }, core.Expired},
		"not yet":           {func(c *profile.Certificate) { c.From += 2 * hour }, core.NotYetValid},
		"of another lock":   {func(c *profile.Certificate) { c.Lock[0]++ }, core.CredentialUnknown},
		"of another phone":  {func(c *profile.Certificate) { c.Holder[0]++ }, core.CredentialUnknown},
		"for the hub alone": {func(c *profile.Certificate) { c.HubOnly = true }, core.NotAnswered},
		"lease over":        {func(c *profile.Certificate) { c.Lease = 1 }, core.NotAnswered},
		"outside its hours": {func(c *profile.Certificate) {
			c.Schedules, c.Zone = []profile.TableSchedule{{}}, []profile.TableOffset{{}}
		}, core.OutsideSchedule},
	} {
		unaided(t, true, func(t *testing.T, s *scene) {
			if o := s.shown(s.certificate(c.change)); o.Granted || o.Reason != c.why {
				t.Errorf("%s: %+v", name, o)
			}
			s.boltIs(core.BoltLocked, "for a phone: "+name)
		})
	}
}

// TestForgedCertificate: signed by another site, changed, cut off: all the same, and it slows down
// whoever tries.
func TestForgedCertificate(t *testing.T) {
	unaided(t, true, func(t *testing.T, s *scene) {
		good := s.certificate(nil)
		c, err := good.Read()
		if err != nil {
			t.Fatal(err)
		}
		other, err := c.Sign(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32)))
		if err != nil {
			t.Fatal(err)
		}
		bent := profile.Present{Certificate: bytes.Clone(good.Certificate), Signature: good.Signature}
		bent.Certificate[len(bent.Certificate)-1]++
		cut := profile.Present{Certificate: good.Certificate[:len(good.Certificate)-2], Signature: good.Signature}
		for name, m := range map[string]profile.Present{"another site's": other, "changed": bent, "cut off": cut} {
			if o := s.shown(m); o != (profile.Outcome{Reason: core.CredentialUnknown}) {
				t.Errorf("%s: %+v", name, o)
			}
		}
		s.boltIs(core.BoltLocked, "for what is forged")
		s.shown(other)
		s.shown(other)
		synctest.Wait()
		if s.lock.Accept(247, nil).ch != nil {
			t.Error("it takes the sixth at once")
		}
		time.Sleep(profile.FailedPause)
		if o := s.shown(good); !o.Granted {
			t.Errorf("whoever has a key comes in after a second: %+v", o)
		}
	})
}

// TestPhoneWithoutAClock: nobody knows whether the certificate is in its time, so only the hub opens.
func TestPhoneWithoutAClock(t *testing.T) {
	unaided(t, false, func(t *testing.T, s *scene) {
		if o := s.shown(s.certificate(nil)); o.Granted || o.Reason != core.ClockUntrusted {
			t.Errorf("%+v", o)
		}
		h, _ := s.call()
		p := s.shows(s.certificate(nil))
		q := expect[profile.AccessRequest](h)
		holder := testKey(t, "phone").Public
		if q.Kind != core.KeyDigital || !bytes.Equal(q.Credential, holder[:]) {
			t.Errorf("%+v", q)
		}
		h.send(profile.Verdict{Request: q.Request, Granted: true, Reason: core.Granted, Command: s.id(), Move: unlock})
		if o := expect[profile.Outcome](p); !o.Granted {
			t.Errorf("%+v", o)
		}
		expect[profile.Result](h)
		s.boltIs(core.BoltUnlocked, "at the hub's word")
	})
}

// TestHubSaysNoToAPhone: its word is final, and the phone hears why.
func TestHubSaysNoToAPhone(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.givesSite()
		h.setClock()
		p := s.shows(s.certificate(nil))
		q := expect[profile.AccessRequest](h)
		h.send(profile.Verdict{Request: q.Request, Reason: core.UserBlocked, Command: s.id()})
		if o := expect[profile.Outcome](p); o != (profile.Outcome{Reason: core.UserBlocked}) {
			t.Errorf("%+v", o)
		}
		s.boltIs(core.BoltLocked, "against the hub's word")
	})
}

// TestRevokedPhone: a table that is as new as the certificate decides: with the row it opens at once,
// without it never again, whatever the certificate says. [lock.sync]
func TestRevokedPhone(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.givesSite()
		h.setClock()
		image := tableOf(nil)
		h.brings(image, 9)
		h.link.Close()
		synctest.Wait()
		if o := s.shown(s.certificate(nil)); !o.Granted {
			t.Errorf("the table is older, and does not know it: %+v", o)
		}
		holder := testKey(t, "phone").Public
		with := tableOf(nil)
		with.Rows = []profile.TableRow{{Hash: profile.HashKey(with.Key, core.KeyDigital, holder[:]), Kind: core.KeyDigital, Ref: []byte("k-phone")}}
		h, _ = s.call()
		h.brings(with, 10)
		if o := s.shown(s.certificate(nil)); !o.Granted {
			t.Errorf("its row is there: %+v", o)
		}
		if o := s.shown(s.certificate(func(c *profile.Certificate) { c.Until = c.From + 1 })); o.Reason != core.Expired {
			t.Errorf("a row does not make a certificate longer: %+v", o)
		}
		h.brings(image, 11)
		h.link.Close()
		synctest.Wait()
		if o := s.shown(s.certificate(nil)); o.Granted {
			t.Errorf("revoked: %+v", o)
		}
	})
}

// TestIssuedAndRevokedWhileAway: the table is what it was, and still the lock knows of the revocation,
// by the version alone.
func TestIssuedAndRevokedWhileAway(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.givesSite()
		h.setClock()
		image := tableOf(nil)
		h.brings(image, 9)
		h.send(image.Begin(11))
		expect[profile.TableState](h)
		h.send(profile.TableCommit{Mark: image.Mark(11)})
		if st := expect[profile.TableState](h); st.Mark.Version != 11 || st.Why != "" {
			t.Errorf("%+v", st)
		}
		h.link.Close()
		s.cycle()
		h, _ = s.call()
		h.setClock()
		h.link.Close()
		synctest.Wait()
		if o := s.shown(s.certificate(nil)); o.Granted {
			t.Errorf("%+v", o)
		}
	})
}

// TestNoPhonesHere: a lock without a site's key, that was reset, or whose word is another, tells a phone
// nothing of itself.
func TestNoPhonesHere(t *testing.T) {
	refused := func(s *scene, when string) {
		s.t.Helper()
		p := s.visit()
		for p.hear() {
		}
		if !errors.Is(p.err, profile.ErrRefused) || p.ch.Peer() != (profile.PublicKey{}) {
			s.t.Errorf("%s: %v", when, p.err)
		}
	}
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		refused(s, "no site")
		h.givesSite()
		h.send(profile.SetSite{Key: siteKey.Public().(ed25519.PublicKey), Word: bytes.Repeat([]byte{1}, 32)})
		expect[profile.State](h)
		refused(s, "another word")
		h.link.Close()
		s.hands("reset")
		refused(s, "after a reset")
	})
}

// TestPhoneDoesNothingElse: whatever a phone says but Present is refused, and what the lock tells
// others it does not hear.
func TestPhoneDoesNothingElse(t *testing.T) {
	inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
		h.givesSite()
		p := s.visit()
		for !p.ch.Open() && p.hear() {
		}
		for _, m := range s.toLock(t) {
			p.send(m)
			if e := expect[profile.Error](p); e.Code != profile.ErrorForbidden || e.Of != m.Type() {
				t.Errorf("%T: %+v", m, e)
			}
		}
		h.do(unlock)
		s.hands("open")
		for p.hear() {
		}
		if len(p.told) != 0 {
			t.Errorf("it hears %v", p.told)
		}
	})
}

// TestVisitEnds: a phone that says nothing holds no link of the lock's.
func TestVisitEnds(t *testing.T) {
	unaided(t, true, func(t *testing.T, s *scene) {
		began := time.Now()
		p := s.visit()
		for p.hear() {
		}
		if d := time.Since(began); d < profile.HandshakeWait || d > profile.VisitLife+time.Second {
			t.Errorf("%v: %v", d, p.err)
		}
	})
}
