package vault

import (
	"errors"
	"testing"

	"localiq/core"
)

// What people try first is never chosen [pin.generated].
func TestTrivialPINs(t *testing.T) {
	for _, p := range []string{"123456", "128475", "111111", "747474", "365365", "111748", "748111", "981234", "984321", "567849",
		"741985", "194877", "448484", "7417417417", "4848484848"} {
		if !trivial([]byte(p)) {
			t.Errorf("%s would be given out", p)
		}
	}
	for _, p := range []string{"748159", "963147", "881463", "1849375", "8474619"} {
		if trivial([]byte(p)) {
			t.Errorf("%s would be refused", p)
		}
	}
}

// Every PIN is one that all families of locks take: 6 to 10 digits of 1 to 9, not beginning
// with 12.
func TestPINsAreAcceptedEverywhere(t *testing.T) {
	v := open(t)
	seen := map[string]bool{}
	for i := range 5000 {
		n := 6 + i%5
		s, err := v.NewPIN(n, func(core.Digest) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		p := s.Reveal()
		if len(p) != n || p[:2] == "12" || trivial([]byte(p)) {
			t.Fatal(p)
		}
		for _, c := range p {
			if c < '1' || c > '9' {
				t.Fatal(p)
			}
		}
		seen[p] = true
	}
	if len(seen) < 4900 { // 1,000 of 6 digits among some 440,000
		t.Fatalf("%d of 5000 differ", len(seen))
	}
}

// Unique on the site, over the duress variants too: neither a PIN nor its neighbours are taken
// (OUR RULE L-2).
func TestPINsAreUniqueWithTheirDuressVariant(t *testing.T) {
	v := open(t)
	free := map[core.Digest]bool{}
	asked := 0
	s, err := v.NewPIN(6, func(d core.Digest) bool { asked++; free[d] = true; return false })
	if err != nil || asked != 3 {
		t.Fatal(asked, err)
	}
	p := []byte(s.Reveal())
	for _, by := range []int{-1, 0, 1} {
		if !free[v.Digest(core.KeyPIN, []byte(core.NextPIN(string(p), by)))] {
			t.Errorf("nobody asked about %+d", by)
		}
	}
	for last, want := range map[byte][2]byte{'9': {'8', '1'}, '1': {'9', '2'}, '5': {'4', '6'}} {
		p := []byte{'7', last}
		if core.NextPIN(string(p), -1)[1] != want[0] || core.NextPIN(string(p), 1)[1] != want[1] {
			t.Errorf("the neighbours of %c are %c and %c", last, core.NextPIN(string(p), -1)[1], core.NextPIN(string(p), 1)[1])
		}
	}
	for taken := range 3 { // one of the three is somebody's: try again
		n := 0
		_, err := v.NewPIN(6, func(core.Digest) bool { n++; return n == taken+1 })
		if err != nil || n != taken+1+3 {
			t.Errorf("with place %d taken: %d questions, %v", taken, n, err)
		}
	}
}

// A full site, and a length that cannot be, are clear errors.
func TestNoPIN(t *testing.T) {
	v := open(t)
	var told *core.Error
	if _, err := v.NewPIN(6, func(core.Digest) bool { return true }); !errors.As(err, &told) || told.Do != "use more digits" {
		t.Error(err)
	}
	for _, n := range []int{-1, 0, 5, 11} {
		if _, err := v.NewPIN(n, func(core.Digest) bool { return false }); !errors.As(err, &told) || told.Code != core.CodeInvalid {
			t.Errorf("%d digits: %v", n, err)
		}
	}
}
