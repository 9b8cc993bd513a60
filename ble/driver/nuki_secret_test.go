package driver_test

import (
	"fmt"
	"strings"
	"testing"
)

// A session that is printed, by whatever, tells nothing of the admin PIN (1234) or the key.
func TestNukiSessionPrintsNoSecret(t *testing.T) {
	b := readyNuki(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%x"} {
		if said := fmt.Sprintf(verb, b.session); strings.Contains(said, "1234") || len(said) > 40 {
			t.Errorf("%s: %s", verb, said)
		}
	}
}
