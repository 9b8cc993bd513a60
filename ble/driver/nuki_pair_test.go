package driver_test

import (
	"errors"
	"strings"
	"testing"

	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// Both ways of pairing: the lock that comes of it has no secret but the code that was typed, which
// stands beside it.
func TestPairNuki(t *testing.T) {
	for _, g := range []nuki.Generation{nuki.Classic, nuki.Fifth} {
		inNukis(t, func(s *site) {
			d := s.nuki(softnuki.Config{Generation: g})
			d.hands("pairing on")
			l, pin, err := s.driver.Pair(s.t.Context(), " "+d.SetupCode()+" ")
			if err != nil {
				t.Fatal(err)
			}
			typed := strings.Fields(d.SetupCode())[2]
			if l.Family != "nuki" || l.Serial != d.ID().String() || l.Address != d.addr.String() || pin.Reveal() != typed || l.Admin != nil || l.Journal != "" ||
				string(l.PublicKey) != string(pub(d)) || len(l.Peer) != 42 || l.Lacks.Has(core.LackAdmin) || !l.Lacks.Has(core.LackRequests|core.LackTimes) {
				t.Errorf("%v: %+v", g, l)
			}
			if !d.Paired() || s.air.Links(d.addr) != 0 {
				t.Errorf("%v: paired %v, %d links", g, d.Paired(), s.air.Links(d.addr))
			}
			d.core = l
			d.core.Admin = sealPIN(pin)
			d.begin(core.Cursor{})
		})
	}
}

func pub(d *nukiDoor) []byte { k := d.PublicKey(); return k[:] }

// A setup code forgives how it is written, and an error repeats nothing of it.
func TestNukiSetupCode(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.nuki(softnuki.Config{})
		pin := strings.Fields(d.SetupCode())[2]
		id := d.ID().String()
		for _, code := range []string{"nuki " + id, "NUKI_" + id, "nuki Nuki_" + id, "nuki:" + id[:2] + ":" + id[2:4] + ":" + id[4:6] + ":" + id[6:], "Nuki " + id[:4] + " " + id[4:] + " " + pin} {
			d.hands("pairing on")
			if _, p, err := s.driver.Pair(s.t.Context(), code); err != nil || p.Reveal() != "" && p.Reveal() != pin {
				t.Errorf("%q: %v", code, err)
			}
		}
		for _, code := range []string{"nuki", "nuki 2F3A6B0", "nuki 2F3A6B0X 1234", "nuki 2F3A6B01 12345", "nuki 2F3A6B01 12a4", "nuki 2F3A6B01 1234567"} {
			_, _, err := s.driver.Pair(s.t.Context(), code)
			var told *core.Error
			if !errors.As(err, &told) || told.Code != core.CodeInvalid || told.Do == "" {
				t.Errorf("%q: %v", code, err)
				continue
			}
			for _, word := range strings.Fields(code)[1:] {
				if strings.Contains(told.Text+told.Do, word) {
					t.Errorf("%q: the error says %q", code, told.Text+told.Do)
				}
			}
		}
		if _, _, err := s.driver.Pair(s.t.Context(), "12345"); err == nil || strings.Contains(err.Error(), "Nuki") {
			t.Errorf("what is no Nuki's: %v", err)
		}
	})
}

// What stands in the way is told so that a person can do something about it.
func TestPairNukiFails(t *testing.T) {
	for name, c := range map[string]struct {
		generation nuki.Generation
		hands      string
		code       func(d *nukiDoor) string
		want       string
	}{
		"away":               {nuki.Classic, "power off", (*nukiDoor).SetupCode, "within earshot"},
		"closed":             {nuki.Classic, "", (*nukiDoor).SetupCode, "does not let itself be paired"},
		"no PIN":             {nuki.Fifth, "pairing on", func(d *nukiDoor) string { return "nuki " + d.ID().String() }, "6 digits"},
		"six digits for old": {nuki.Classic, "pairing on", func(d *nukiDoor) string { return "nuki " + d.ID().String() + " 123456" }, "4 digits"},
		"wrong PIN":          {nuki.Fifth, "pairing on", wrongPIN, "does not take this PIN"},
	} {
		inNukis(t, func(s *site) {
			d := s.nuki(softnuki.Config{Generation: c.generation})
			d.hands(c.hands)
			_, _, err := s.driver.Pair(s.t.Context(), c.code(d))
			var told *core.Error
			if !errors.As(err, &told) || !strings.Contains(told.Text, c.want) || told.Do == "" {
				t.Errorf("%s: %#v", name, err)
			}
			if d.Paired() {
				t.Errorf("%s: it is paired", name)
			}
		})
	}
}

// wrongPIN is the setup code with another PIN.
func wrongPIN(d *nukiDoor) string {
	words := strings.Fields(d.SetupCode())
	last := words[2][len(words[2])-1]
	return "nuki " + words[1] + " " + words[2][:len(words[2])-1] + string('0'+(last-'0'+1)%10)
}
