package vault

import (
	"crypto/rand"
	"math/big"
	"strings"

	"localiq/core"
)

// NewPIN chooses a PIN of 6 to 10 digits [pin.generated]: digits 1 to 9 and not beginning with
// 12, so that every family of locks takes it. taken says whether a digest is in use on the
// site; a PIN is free only if its neighbours are too, because last digit + 1 is the duress
// variant of a PIN (OUR RULE L-2). Above 200 people on a site, ask for 7 digits or more.
func (v *Vault) NewPIN(digits int, taken func(core.Digest) bool) (core.Secret, error) {
	if digits < 6 || digits > 10 {
		return core.Secret{}, core.Errorf(core.CodeInvalid, "a PIN has 6 to 10 digits, not %d", digits)
	}
	for range 1000 {
		p := randomDigits(digits)
		if !trivial(p) && !v.any(taken, string(p), core.NextPIN(string(p), 1), core.NextPIN(string(p), -1)) {
			return core.NewSecret(string(p)), nil
		}
	}
	return core.Secret{}, core.Errorf(core.CodeRefused, "no free PIN of %d digits was found", digits).
		Advise("use more digits")
}

func (v *Vault) any(taken func(core.Digest) bool, pins ...string) bool {
	for _, p := range pins {
		if taken(v.Digest(core.KeyPIN, []byte(p))) {
			return true
		}
	}
	return false
}

var nine = big.NewInt(9)

func randomDigits(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		d, err := rand.Int(rand.Reader, nine)
		if err != nil {
			panic("vault: no randomness") // the runtime ends the process before
		}
		p[i] = '1' + byte(d.Int64())
	}
	return p
}

// trivial is true for what people try first: runs, repeats, years.
func trivial(p []byte) bool {
	return strings.HasPrefix(string(p), "12") || distinct(p) < 4 || stepping(p, 0, 3) ||
		stepping(p, 1, 4) || stepping(p, -1, 4) || periodic(p) || year(p)
}

func distinct(p []byte) int {
	seen := map[byte]bool{}
	for _, c := range p {
		seen[c] = true
	}
	return len(seen)
}

// stepping finds n digits in a row that are each by above the one before.
func stepping(p []byte, by, n int) bool {
	run := 1
	for i := 1; i < len(p); i++ {
		if int(p[i])-int(p[i-1]) != by {
			run = 0
		}
		if run++; run >= n {
			return true
		}
	}
	return false
}

// periodic finds a block that fills the whole PIN: 474747, 365365.
func periodic(p []byte) bool {
	for n := 2; n <= len(p)/2; n++ {
		if len(p)%n == 0 && strings.Repeat(string(p[:n]), len(p)/n) == string(p) {
			return true
		}
	}
	return false
}

// year finds 19xx; 20xx cannot be, without a zero.
func year(p []byte) bool {
	i := strings.Index(string(p), "19")
	return i >= 0 && i <= len(p)-4
}
