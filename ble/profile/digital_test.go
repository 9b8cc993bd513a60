package profile

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"localiq/core"
)

var testWord = seq(32, 0x80)

func testSite() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(seq(32, 0xa0)) }

func testCertificate(t *testing.T) Certificate {
	return Certificate{Lock: testSerial, Ref: []byte("k-0044"), Holder: testKey(t, "phone").Public, From: 1795339800000, Until: 1797931800000,
		Of: 42, OpenFor: 6000, Lease: 2592000000,
		Schedules: []TableSchedule{{Windows: []TableWindow{{0x3e, 480, 1080}}}}, Zone: []TableOffset{{0, 3600}, {1806195600000, 7200}}}
}

func testPresent(t *testing.T) Present {
	t.Helper()
	p, err := testCertificate(t).Sign(testSite())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCertificate: what the site signed reads back; what anybody changed, cut off or signed with
// another key is none, and so is one with a key that this version does not know.
func TestCertificate(t *testing.T) {
	site, p := testSite().Public().(ed25519.PublicKey), testPresent(t)
	c, err := p.Open(site)
	if err != nil || string(written(c)) != string(p.Certificate) || c.Holder != testKey(t, "phone").Public {
		t.Fatalf("%+v, %v", c, err)
	}
	for i := range p.Certificate {
		b := bytes.Clone(p.Certificate)
		b[i] ^= 1
		if _, err := (Present{b, p.Signature}).Open(site); !errors.Is(err, ErrCertificate) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := (Present{p.Certificate[:i], p.Signature}).Open(site); !errors.Is(err, ErrCertificate) {
			t.Fatalf("cut off at %d: %v", i, err)
		}
	}
	other := ed25519.NewKeyFromSeed(seq(32, 1))
	if _, err := p.Open(other.Public().(ed25519.PublicKey)); !errors.Is(err, ErrCertificate) {
		t.Errorf("of another site: %v", err)
	}
	if _, err := p.Open(nil); !errors.Is(err, ErrCertificate) {
		t.Errorf("a lock that has no site: %v", err)
	}
	later := append(bytes.Clone(p.Certificate), 0x18, 0x63, 0x01) // key 99: 1
	later[0]++
	if _, err := (Present{later, ed25519.Sign(testSite(), signed(later))}).Open(site); !errors.Is(err, ErrCertificate) {
		t.Errorf("with a restriction that nobody knows: %v", err)
	}
}

// TestCertificateHasAnEnd: nothing is signed that no lock would take, least of all a key for ever.
func TestCertificateHasAnEnd(t *testing.T) {
	for name, spoil := range map[string]func(*Certificate){
		"no end":           func(c *Certificate) { c.Until = 0 },
		"over at once":     func(c *Certificate) { c.Until = c.From },
		"no name":          func(c *Certificate) { c.Ref = nil },
		"no opening":       func(c *Certificate) { c.OpenFor = 0 },
		"hours, no zone":   func(c *Certificate) { c.Zone = nil },
		"zone, no hours":   func(c *Certificate) { c.Schedules = nil },
		"zone from within": func(c *Certificate) { c.Zone[0].From = 1 },
		"too many hours": func(c *Certificate) {
			for range MaxRowSchedules {
				c.Schedules = append(c.Schedules, TableSchedule{})
			}
		},
		"too long": func(c *Certificate) {
			for range MaxRowSchedules - 2 {
				c.Schedules = append(c.Schedules, TableSchedule{Windows: []TableWindow{{1, 600, 700}, {2, 600, 700}, {4, 600, 700}}})
			}
		},
	} {
		c := testCertificate(t)
		spoil(&c)
		if p, err := c.Sign(testSite()); err == nil {
			t.Errorf("%s: %x", name, p.Certificate)
		}
	}
}

// FuzzCertificate: whatever comes, nothing panics, and what reads is written the same again.
func FuzzCertificate(f *testing.F) {
	c := Certificate{Lock: testSerial, Ref: []byte("k"), Holder: PublicKey{1}, Until: 9, OpenFor: 6000, Schedules: []TableSchedule{{}}, Zone: []TableOffset{{0, 3600}}}
	p, err := c.Sign(testSite())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Certificate, p.Signature)
	f.Add([]byte{0xf6}, []byte{})
	f.Fuzz(func(t *testing.T, cert, signature []byte) {
		m := Present{cert, signature}
		if c, err := m.Read(); err == nil && !bytes.Equal(written(c), cert) {
			t.Errorf("%x reads as %+v", cert, c)
		}
		if _, err := m.Open(testSite().Public().(ed25519.PublicKey)); err == nil && !bytes.Equal(cert, p.Certificate) {
			t.Errorf("nobody signed %x", cert)
		}
	})
}

func newVisit(t *testing.T, phoneWord, lockWord []byte, known func(PublicKey) bool) *talk {
	t.Helper()
	phone, err := OpenVisit(testKey(t, "phone"), phoneWord, known, 23, nil)
	if err != nil {
		t.Fatal(err)
	}
	side := vectorLock(t)
	side.Word, side.Random = lockWord, nil
	lock, err := Answer(side, 23)
	if err != nil {
		t.Fatal(err)
	}
	return &talk{t: t, hub: phone, lock: lock}
}

func anyLock(PublicKey) bool { return true }

// TestVisit: both prove their keys, and the certificate arrives as it was.
func TestVisit(t *testing.T) {
	l := newVisit(t, testWord, testWord, func(k PublicKey) bool { return k == testKey(t, "lock").Public })
	if err := l.run(); err != nil || !l.hub.Open() || !l.lock.Open() || l.lock.Role() != RolePhone || l.lock.Peer() != testKey(t, "phone").Public {
		t.Fatalf("%v, role %d", err, l.lock.Role())
	}
	if err := l.hub.Send(testPresent(t)); err != nil {
		t.Fatal(err)
	}
	if err := l.run(); err != nil || len(l.atLock) != 1 || mustEncode(t, l.atLock[0]) != mustEncode(t, testPresent(t)) {
		t.Fatalf("%v, %v", err, l.atLock)
	}
	if err := l.lock.Send(Outcome{Granted: true, Reason: core.Granted}); err != nil {
		t.Fatal(err)
	}
	if err := l.lock.Send(testState); err != nil {
		t.Fatal(err)
	}
	if err := l.run(); err != nil || len(l.atHub) != 1 || l.atHub[0] != (Outcome{Granted: true, Reason: core.Granted}) {
		t.Errorf("a phone hears its outcome and nothing more: %v, %v", err, l.atHub)
	}
}

// TestVisitOfAStranger: without the site's word neither end tells its key; a phone tells its own to no
// lock that it does not know.
func TestVisitOfAStranger(t *testing.T) {
	for name, l := range map[string]*talk{"another word": newVisit(t, seq(32, 1), testWord, anyLock), "no phones here": newVisit(t, testWord, nil, anyLock)} {
		if err := l.run(); !errors.Is(err, ErrRefused) || l.lock.Open() || l.hub.Peer() != (PublicKey{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l := newVisit(t, testWord, testWord, func(PublicKey) bool { return false })
	if err := l.run(); !errors.Is(err, ErrStranger) || l.lock.Peer() != (PublicKey{}) || len(l.hub.Outgoing()) != 0 {
		t.Errorf("a lock of others: %v", err)
	}
}

// TestVisitIsNotReplayed: what a phone said to a lock says nothing to it a second time, and nothing of
// it can be read on the air.
func TestVisitIsNotReplayed(t *testing.T) {
	l := newVisit(t, testWord, testWord, anyLock)
	var said [][]byte
	tap := func(vs [][]byte, to *Channel) {
		for _, v := range vs {
			if _, err := to.Receive(v); err != nil {
				t.Fatal(err)
			}
		}
	}
	phone := func() {
		vs := l.hub.Outgoing()
		said = append(said, vs...)
		tap(vs, l.lock)
	}
	phone()
	tap(l.lock.Outgoing(), l.hub)
	phone()
	if err := l.hub.Send(testPresent(t)); err != nil {
		t.Fatal(err)
	}
	for len(l.hub.queue)+len(l.hub.values) > 0 {
		phone()
		tap(l.lock.Outgoing(), l.hub)
	}
	if bytes.Contains(bytes.Join(said, nil), []byte("k-0044")) {
		t.Error("the certificate crossed in clear")
	}
	again := newVisit(t, testWord, testWord, anyLock).lock
	var heard []Message
	for _, v := range said {
		ms, err := again.Receive(v)
		heard = append(heard, ms...)
		if err != nil {
			break
		}
		again.Outgoing()
	}
	if len(heard) > 0 || again.Open() || !errors.Is(again.Err(), ErrRefused) {
		t.Errorf("a recording: %v, %v", heard, again.Err())
	}
}

// visitMessages came with digital keys.
func visitMessages() []Message {
	c := Certificate{Lock: testSerial, Ref: []byte("k-0044"), Holder: PublicKey(seq(32, 0x20)), Until: 1797931800000, OpenFor: 6000, HubOnly: true}
	p, err := c.Sign(testSite())
	if err != nil {
		panic(err)
	}
	return []Message{
		SetSite{Key: testSite().Public().(ed25519.PublicKey), Word: testWord}, p,
		Outcome{Granted: true, Reason: core.Granted}, Outcome{Reason: core.Expired},
		Hello{Journal: testJournal, State: testState, Can: CanTable | CanDigital, Site: SetSite{Key: testSite().Public().(ed25519.PublicKey), Word: testWord}.SiteCheck()},
	}
}

type visitVector struct {
	SitePrivate, SitePublic, Word string // of SitePrivate the seed
	PhonePrivate, PhonePublic     string
	PhoneEphemeral                string
	Prologue, Signed, Check       string
	Certificate, Means, Signature string
	Visit                         []step // at MTU 247; the lock's keys are those of Keys
}

func makeVisit(t *testing.T) (v visitVector) {
	site, phone, p := testSite(), testKey(t, "phone"), testPresent(t)
	v.SitePrivate, v.SitePublic, v.Word = h(site.Seed()), h(site.Public().(ed25519.PublicKey)), h(testWord)
	v.PhonePrivate, v.PhonePublic, v.PhoneEphemeral = PublicKey(phone.Private()).String(), phone.Public.String(), h(firstBytes("phone"))
	v.Prologue, v.Signed, v.Certificate, v.Signature = h(visitPrologue), h(signed(p.Certificate)), h(p.Certificate), h(p.Signature)
	check := SetSite{Key: site.Public().(ed25519.PublicKey), Word: testWord}.SiteCheck()
	v.Check, v.Means = h(check[:]), diagnose(t, p.Certificate)
	ch, err := OpenVisit(phone, testWord, anyLock, 247, &counted{name: "phone"})
	if err != nil {
		t.Fatal(err)
	}
	side := vectorLock(t)
	side.Word = testWord
	lock, err := Answer(side, 247)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, hub: ch, lock: lock}
	r.pass("hub", "visit 1", nil)
	r.pass("lock", "visit 2", nil)
	r.pass("hub", "visit 3", nil)
	r.say("hub", p)
	r.say("lock", Outcome{Granted: true, Reason: core.Granted})
	for i := range r.steps {
		if r.steps[i].From == "hub" {
			r.steps[i].From = "phone"
		}
	}
	v.Visit = r.steps
	return v
}

// TestVisitVector: each end alone, fed with the other's recorded bytes, says what the file says.
func TestVisitVector(t *testing.T) {
	v := readVectors(t)
	own, err := KeyPairFrom([32]byte(unh(t, v.Digital.PhonePrivate)))
	if err != nil {
		t.Fatal(err)
	}
	phone, err := OpenVisit(own, unh(t, v.Digital.Word), anyLock, 247, &counted{name: "phone"})
	if err != nil {
		t.Fatal(err)
	}
	side := vectorLock(t)
	side.Word = unh(t, v.Digital.Word)
	lock, err := Answer(side, 247)
	if err != nil {
		t.Fatal(err)
	}
	replay(t, "as the phone", phone, "phone", v.Digital.Visit)
	replay(t, "as the lock", lock, "lock", v.Digital.Visit)
}

// TestVisitByHand: the vectors open with the document and the keys alone, without the library that
// the code uses.
func TestVisitByHand(t *testing.T) {
	v := readVectors(t)
	d := v.Digital
	lock, eLock, phone := unh(t, v.Keys.LockPrivate), unh(t, v.Keys.LockEphemeral), unh(t, d.PhonePublic)
	s := startByHand(t, "Noise_XXpsk0_25519_ChaChaPoly_SHA256", []byte("Local IQ digital key\x01"))
	s.mixKeyAndHash(unh(t, d.Word))
	m := unh(t, d.Visit[0].Body)
	e := m[:32]
	s.mixHash(e)
	s.mixKey(e)
	s.open(m[32:])
	m = unh(t, d.Visit[1].Body)
	s.mixHash(m[:32])
	s.mixKey(m[:32])
	s.mixKey(s.dh(eLock, e))
	if got := s.open(m[32:80]); h(got) != v.Keys.LockPublic {
		t.Errorf("the lock's key is %x", got)
	}
	s.mixKey(s.dh(lock, e))
	s.open(m[80:])
	m = unh(t, d.Visit[2].Body)
	if got := s.open(m[:48]); h(got) != h(phone) {
		t.Errorf("the phone's key is %x", got)
	}
	s.mixKey(s.dh(eLock, phone))
	s.open(m[48:])
	keys, n := s.expand(nil, 2), 0
	for _, st := range d.Visit[3:] {
		k := keys[0]
		if st.From == "lock" {
			k, n = keys[1], 0
		}
		if st.Body == "" {
			continue
		}
		if got := h(openWith(t, k, uint64(n), nil, unh(t, st.Body))); got != st.Plain {
			t.Errorf("%s: %s", st.Name, got)
		}
		n++
	}
	text := append([]byte("Local IQ digital key\x01"), unh(t, d.Certificate)...)
	if !ed25519.Verify(unh(t, d.SitePublic), text, unh(t, d.Signature)) || h(text) != d.Signed {
		t.Error("the signature is over something else than the document says")
	}
}
