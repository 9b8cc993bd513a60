package nuki

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// TestSecretsPrintAsDots: in every format, alone and inside of what carries them, and in JSON.
func TestSecretsPrintAsDots(t *testing.T) {
	raw := [32]byte([]byte("0123456789abcdef0123456789abcdef"))
	whole := []any{
		code, pin4, pin6, NewSharedKey(raw), NewPrivateKey(raw),
		KeypadAdd{Code: code, PIN: pin4}, KeypadEntry{Code: code}, KeypadUpdate{Code: code, PIN: pin6}, AuthDataPIN{PIN: pin6},
		NewChannel(NewSharedKey(raw), 7, nil), &Pairing{Own: NewPrivateKey(raw), PIN: pin4, bond: Bond{Key: NewSharedKey(raw)}},
		Bond{Key: NewSharedKey(raw)}, PairedClient{Shared: NewSharedKey(raw)},
	}
	for _, v := range whole {
		said := []string{fmt.Sprint(v), fmt.Sprint(&v)}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%o", "%T"} {
			said = append(said, fmt.Sprintf(verb, v), fmt.Sprintf(verb, []any{v}))
		}
		j, err := json.Marshal(v)
		if err != nil {
			t.Errorf("%T: %v", v, err)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		said = append(said, string(j), log.String())
		for _, s := range said {
			for _, secret := range []string{"345678", "5464e", "1234", "4d2", "654321", "9fbf1", "0123456789abcdef", "3031323334", "0x30, 0x31", "48 49 50"} {
				if strings.Contains(s, secret) {
					t.Errorf("%T says %q", v, s)
				}
			}
		}
	}
}

// TestLockSidePrintsAsDots: it has no JSON.
func TestLockSidePrintsAsDots(t *testing.T) {
	if said := fmt.Sprintf("%+v", &PairingLock{PIN: pin4, client: PairedClient{Shared: NewSharedKey([32]byte{})}}); said != dots {
		t.Error(said)
	}
}

// TestCodeRule: what a keypad takes, and that an error never says what was typed.
func TestCodeRule(t *testing.T) {
	for _, good := range []string{"111111", "345678", "999999", "211212", "131212"} {
		if c, err := ParseCode(good); err != nil || c.Reveal() != good || !c.Valid() {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "34567", "3456789", "345670", "305678", "123456", "129999", "34567a", "３45678", "+45678", " 345678", "034567", "000000"} {
		_, err := ParseCode(bad)
		if !errors.Is(err, ErrCode) || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for v := range uint32(1_000_000) { // the rule as arithmetic is the rule as text
		s := fmt.Sprintf("%06d", v)
		_, err := ParseCode(s)
		if want := !strings.Contains(s, "0") && !strings.HasPrefix(s, "12"); want != (Code{v}).Valid() || want != (err == nil) {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestPIN(t *testing.T) {
	for s, g := range map[string]Generation{"0000": Classic, "1234": Classic, "9999": Classic, "000000": Fifth, "654321": Fifth} {
		p, err := ParsePIN(s)
		if err != nil || p.Generation() != g {
			t.Errorf("%s: %v %v", s, p.Generation(), err)
		}
		kept, err := NewPIN(g, p.Number())
		if err != nil || !kept.Same(p) {
			t.Errorf("%s was not kept: %v", s, err)
		}
	}
	for _, bad := range []string{"", "123", "12345", "1234567", "12a4", "-123", "12 4", "１234"} {
		if _, err := ParsePIN(bad); !errors.Is(err, ErrPIN) || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, c := range []struct {
		g Generation
		v uint32
	}{{Classic, 10000}, {Fifth, 1000000}, {GenerationUnknown, 1}} {
		if _, err := NewPIN(c.g, c.v); err == nil {
			t.Errorf("%v %d", c.g, c.v)
		}
	}
	narrow, _ := NewPIN(Classic, 1234)
	wide, _ := NewPIN(Fifth, 1234)
	if narrow.Same(wide) || (PIN{}).Same(PIN{}) || !narrow.Same(pin4) {
		t.Error("the same")
	}
	if other, _ := ParseCode("345679"); code.Same(other) || !code.Same(code) {
		t.Error("the same code")
	}
}
