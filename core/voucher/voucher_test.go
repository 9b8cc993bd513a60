package voucher

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// key is a dealer's, made of one letter.
func key(letter byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{letter}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

var sold = core.Voucher{Users: 25, IQs: 1, Days: 365, Issued: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC).UnixNano()}

func signed(t testing.TB, k ed25519.PrivateKey, v core.Voucher) string {
	t.Helper()
	text, err := Sign(k, v, [SerialSize]byte{1, 2, 3, 4, 5, 6, 7, 8})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestVoucherSurvivesItsWay [sub.voucher]: what was signed is read again, from a file, an e-mail that
// quotes and wraps it, and from paper.
func TestVoucherSurvivesItsWay(t *testing.T) {
	for _, site := range []core.HubID{"", "0badf00d"} {
		v := sold
		v.Site = site
		text := signed(t, key('a'), v)
		v.ID = core.VoucherID(core.DealerOf(public(key('a')))) + "-0102030405060708"
		code := strings.Split(strings.TrimSpace(text), "\n")
		for way, got := range map[string]string{
			"as it was":     text,
			"windows":       strings.ReplaceAll(text, "\n", "\r\n"),
			"quoted e-mail": "Hello,\n> here it is:\n> " + strings.ReplaceAll(text, "\n", "\n> ") + "\n> Regards, 1089 \u00fc\n",
			"typed":         strings.ToLower(strings.Join(code[1:len(code)-1], " ")),
			"on one line":   strings.ReplaceAll(strings.Join(code[1:len(code)-1], ""), "-", ""),
			"set nicely":    strings.ReplaceAll(strings.Join(code[1:len(code)-1], "\u00a0"), "-", "\u2013"),
		} {
			s, err := Parse(got)
			if err != nil || s.Voucher != v || !s.By(public(key('a'))) {
				t.Errorf("%s: %+v, %v", way, s.Voucher, err)
			}
		}
	}
}

// TestForgedVoucher [sub.voucher]: no byte can be changed, with the sum made right again or not, and
// nobody else's key signs for a dealer.
func TestForgedVoucher(t *testing.T) {
	v := sold
	v.Site = "0badf00d"
	s, err := Parse(signed(t, key('a'), v))
	if err != nil {
		t.Fatal(err)
	}
	whole := append(append([]byte{}, s.body...), s.signature...)
	for i := range whole {
		b := append([]byte{}, whole...)
		b[i] ^= 1
		forged, err := Parse(letters.EncodeToString(summed(b)))
		if err == nil && (forged.By(public(key('a'))) || forged.By(public(key('b')))) {
			t.Errorf("byte %d was changed, and it counts: %+v", i, forged.Voucher)
		}
		if _, err := Parse(letters.EncodeToString(append(b, summed(whole)[len(whole):]...))); err == nil {
			t.Errorf("byte %d was changed, and nobody saw it", i)
		}
	}
	if s.By(public(key('b'))) || s.By(nil) {
		t.Error("another dealer's key signed it")
	}
	// Signed by b, said to be of a.
	b := append([]byte{}, s.body...)
	b = append(b, ed25519.Sign(key('b'), append([]byte(domain), b...))...)
	if forged, err := Parse(letters.EncodeToString(summed(b))); err != nil || forged.By(public(key('a'))) || forged.By(public(key('b'))) {
		t.Errorf("b signed for a, and it counts (%v)", err)
	}
	if ed25519.Verify(public(key('a')), s.body, s.signature) {
		t.Error("the signature is good for other texts as well")
	}
}

// TestTruncatedVoucher: whatever is missing, it is said and nothing is read.
func TestTruncatedVoucher(t *testing.T) {
	text := signed(t, key('a'), sold)
	code, _ := between(text)
	code, _ = stripped(code)
	for n := range len(code) {
		if _, err := Parse(code[:n]); err == nil || core.AsError(err).Code != core.CodeInvalid {
			t.Fatalf("%d characters are a voucher (%v)", n, err)
		}
	}
	for _, c := range []struct{ text, says string }{
		{strings.TrimSuffix(text, ends+"\n"), "its end is missing"},
		{text + text, "more than one"},
		{code + "AAAAAAAAAAAA", "none has more than"},
		{code[:len(code)-9], "cut off: 148 characters"},
		{"", "no voucher in this"},
		{code[:9] + "1" + code[10:], `'1' is in no voucher`},
		{code[:9] + string(code[9]^3) + code[10:], "mistyped"},
		{strings.Repeat("A", maxText+1), "too long"},
		{letters.EncodeToString(summed(make([]byte, anySite+ed25519.SignatureSize))), "version 0"},
	} {
		if _, err := Parse(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want %q", err, c.says)
		}
	}
}

// TestVoucherThatNobodyCanSign: out of its bounds.
func TestVoucherThatNobodyCanSign(t *testing.T) {
	for _, v := range []core.Voucher{{Users: -1}, {Users: core.MaxUsers + 1}, {IQs: core.MaxIQs + 1}, {Days: core.MaxVoucherDays + 1},
		{Site: "here"}, {Site: "0BADF00D"}, {Issued: -1e9}, {Issued: 1 << 62}} {
		if _, err := Sign(key('a'), v, [SerialSize]byte{}); err == nil {
			t.Errorf("%+v was signed", v)
		}
	}
}

// TestVoucherGolden: what an older release signed is read for ever.
func TestVoucherGolden(t *testing.T) {
	const text = `-----BEGIN LOCALIQ VOUCHER-----
AGR4O-YPFNV-K7IXQ-BAIBQ-IBIGA-4EAAA
AADEA-ACALN-NMBS3-IAACD-HTEKE-UGE7V
PM4VT-SMKJP-LO3EV-ZGPA2-IXDRJ-AIMMY
7Q2E5-56B4X-2XHQS-YGNQI-KZ6KJ-TPWV4
RZXKT-3VDNW-55EHA-WDBIW-5ECAG-42NMB
JBDAG-U6
-----END LOCALIQ VOUCHER-----
`
	if got := signed(t, key('a'), sold); got != text {
		t.Errorf("the text became another:\n%s", got)
	}
	s, err := Parse(text)
	if err != nil || !s.By(public(key('a'))) || hex.EncodeToString(s.body[:1]) != "01" {
		t.Errorf("%+v, %v", s.Voucher, err)
	}
}

// FuzzParse: whatever is read was written so, and says only what a voucher can say.
func FuzzParse(f *testing.F) {
	f.Add(signed(f, key('a'), sold))
	v := sold
	v.Site = "0badf00d"
	f.Add(signed(f, key('b'), v))
	f.Add(begins + ends)
	f.Add(letters.EncodeToString(summed(append([]byte{1}, make([]byte, anySite+ed25519.SignatureSize-1)...))))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			if e := core.AsError(err); e.Code != core.CodeInvalid || e.Do == "" {
				t.Fatalf("%v has code %d and no advice", err, e.Code)
			}
			return
		}
		if s.Users < 0 || s.Users > core.MaxUsers || s.Days > core.MaxVoucherDays || len(s.ID) != 33 {
			t.Fatalf("%+v", s.Voucher)
		}
		again, err := Parse(written(letters.EncodeToString(summed(append(s.body[:len(s.body):len(s.body)], s.signature...)))))
		if err != nil || again.Voucher != s.Voucher {
			t.Fatalf("%+v was read, and then %+v (%v)", s.Voucher, again.Voucher, err)
		}
	})
}
