package sealed

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"localiq/core"
)

var phrase = core.NewSecret("four blue doors sing")

func sealed(t testing.TB) []byte {
	t.Helper()
	text, err := Seal([]byte("pin: \"739214\"\n"), phrase)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestOnlyThePassphraseOpensIt: nothing of the file is to be read in the text, two of the same are not
// alike, and a wrong passphrase is a clear error.
func TestOnlyThePassphraseOpensIt(t *testing.T) {
	text := sealed(t)
	if !Is(text) || bytes.Contains(text, []byte("739214")) || bytes.Equal(text, sealed(t)) {
		t.Fatalf("%s", text)
	}
	if plain, err := Open(text, phrase); err != nil || string(plain) != "pin: \"739214\"\n" {
		t.Errorf("%q %v", plain, err)
	}
	for _, wrong := range []string{"", "four blue doors sink", "four blue doors sing "} {
		if plain, err := Open(text, core.NewSecret(wrong)); err == nil || plain != nil || !strings.Contains(err.Error(), "passphrase is wrong") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := Seal(nil, core.NewSecret("short words")); core.AsError(err).Code != core.CodeInvalid || err == nil {
		t.Errorf("a short passphrase: %v", err)
	}
}

// TestSealedFileIsWholeOrNothing: no header and no byte can be another, and nothing can be missing.
func TestSealedFileIsWholeOrNothing(t *testing.T) {
	text := string(sealed(t))
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, l := range lines {
		if l == "" {
			continue
		}
		for _, other := range []string{"", l[:len(l)-1], strings.ToLower(l), l + "A"} {
			with := append([]string{}, lines...)
			if with[i] = other; other == l {
				continue
			}
			if plain, err := Open([]byte(strings.Join(with, "\n")), phrase); err == nil && string(plain) != "pin: \"739214\"\n" {
				t.Errorf("line %d as %q gives %q", i, other, plain)
			} else if err != nil && core.AsError(err).Do == "" {
				t.Errorf("line %d as %q: %v says nothing to do", i, other, err)
			}
		}
	}
}

// TestHostileCostIsNotPaid: a file cannot have the box spend its memory.
func TestHostileCostIsNotPaid(t *testing.T) {
	for _, key := range []string{"argon2id 3 4194304 1", "argon2id 4000000000 32768 1", "argon2id 0 32768 1", "argon2id 3 32768 0", "argon2id 3 32768 255", "scrypt 1 2 3", "", "argon2id 3 32768 1 "} {
		if _, ok := parseCost(key); ok {
			t.Errorf("%q is paid", key)
		}
	}
	if c, ok := parseCost(usual.String()); !ok || c != usual {
		t.Errorf("%v %v", c, ok)
	}
}

// FuzzOpen: any bytes are an error with a code, or what was sealed.
func FuzzOpen(f *testing.F) {
	f.Add(sealed(f))
	f.Add([]byte("-----BEGIN LOCAL IQ SITE-----\nVersion: 1\n\n-----END LOCAL IQ SITE-----\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, text []byte) {
		plain, err := Open(text, phrase)
		if _, known := errors.AsType[*core.Error](err); err != nil && !known {
			t.Fatalf("%T %v", err, err)
		}
		if err == nil && string(plain) != "pin: \"739214\"\n" {
			t.Fatalf("%q came out", plain)
		}
	})
}
