package softlock

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// TestLabel: the first line says who the lock is, the next how it is paired; a start later it is the
// same lock.
func TestLabel(t *testing.T) {
	for model, want := range map[string]string{
		"nuki":  `^nuki [0-9A-F]{8}\nsetup code nuki [0-9A-F]{8} [0-9]{4}\n`,
		"nuki5": `^nuki [0-9A-F]{8}\nsetup code nuki [0-9A-F]{8} [0-9]{6}\n`,
		"":      `^serial `,
	} {
		state := t.TempDir() + "/lock"
		var first, again bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &again} {
			Run(t.Context(), Config{Adapter: "eth0", State: state, Model: model}, strings.NewReader(""), out)
		}
		if !regexp.MustCompile(want).Match(first.Bytes()) || first.String() != again.String() {
			t.Errorf("%s: %q, then %q", model, &first, &again)
		}
	}
}
