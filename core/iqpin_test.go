package core

import (
	"errors"
	"strings"
	"testing"
)

// [iq.pin]: 4 to 8 digits, and not what everybody tries first.
func TestIQPINIsNotTrivial(t *testing.T) {
	for _, ok := range []string{"4711", "0815", "58294613", "35791", "90210"} {
		if s, err := ParseIQPIN(ok); err != nil || s.Reveal() != ok {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{"", "471", "582946130", "0000", "1234", "98765", "1212", "474747", "123123", "1122", "1987", "2026", "47a1", "４７１１"} {
		_, err := ParseIQPIN(bad)
		if e := AsError(err); e == nil || e.Code != CodeInvalid || len(bad) > 3 && strings.Contains(e.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestInviteIsReadAsPeopleTypeIt(t *testing.T) {
	for _, typed := range []string{"ABIOB-23456", "abiob23456", " ab10 8-234 56"} {
		if code, err := ParseInvite(typed); err != nil || InviteText(code) != "ABIOB-23456" {
			t.Errorf("%s: %v", typed, err)
		}
	}
	for _, bad := range []string{"", "ABIOB", "ABIOB-234567", "ABIOB-2345!"} {
		if _, err := ParseInvite(bad); AsError(err) == nil || AsError(err).Code != CodeActivation {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// What two people chose does not look alike, nor at two IQs, nor does a code look like a PIN.
func TestIQDigestsAreApart(t *testing.T) {
	pin := NewSecret("4711")
	seen := map[string]bool{}
	for _, b := range [][]byte{ForIQ("a", "p", pin), ForIQ("a", "q", pin), ForIQ("b", "p", pin), ForInvite("a", pin), ForInvite("b", pin)} {
		if seen[string(b)] {
			t.Errorf("%q comes twice", b)
		}
		seen[string(b)] = true
	}
}

// FuzzInvite: whatever is typed is a code of the alphabet that reads the same again, or is refused
// without being repeated.
func FuzzInvite(f *testing.F) {
	f.Add("ABIOB-23456")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := ParseInvite(text)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Code != CodeActivation {
				t.Fatal(err)
			}
			return
		}
		again, err := ParseInvite(InviteText(code))
		if err != nil || again != code || strings.Trim(code.Reveal(), inviteAlphabet) != "" || len(code.Reveal()) != InviteLetters {
			t.Fatalf("%v", err)
		}
	})
}
