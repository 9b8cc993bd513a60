package sitefile

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// FuzzCut: a list of people in pieces is read as the whole file is, with the same faults at the same places.
// Where the whole is no YAML at all, the pieces have a fault too.
func FuzzCut(f *testing.F) {
	office, err := os.ReadFile("../../testdata/site.yaml")
	if err != nil {
		f.Fatal(err)
	}
	crowd := base + strings.Repeat("  - first: Ben # no\n\n    groups: [Staff, 'A b']\n    from: 2026-12-31T18:00\n    keys:\n    - pin: new\n", 3)
	for _, y := range []string{base, dated, string(office), crowd, crowd + "bookings: []\n", strings.ReplaceAll(crowd, "  - first", "- first"),
		crowd + "  - first: \"a\n  - b: c\"\n", crowd + "  - first: >\n      a\n", crowd + "  - wrong: 7\n    tag: '04'\n", crowd + "    - first: C\n", crowd + " - first: C\n",
		crowd + "  - first: a: b\n", crowd + "  - first: [a,\n  - b]\n", crowd + "  - &a\n", crowd + "---\n", crowd + "people:\n  - first: C\n", crowd + "  # no\n# no\n\tx\n", crowd + "  - first: C\r\n"} {
		f.Add([]byte(y))
	}
	f.Fuzz(func(t *testing.T, y []byte) {
		whole, all := readBy(y, len(y))
		pieces, some := readBy(y, 1)
		switch {
		case all != nil && some != nil && strings.Contains(all.Error(), "YAML"):
		case fmt.Sprint(all) != fmt.Sprint(some):
			t.Fatalf("whole: %v\nin pieces: %v\n%q", all, some, y)
		case all == nil && !reflect.DeepEqual(whole, pieces):
			t.Fatalf("whole: %+v\nin pieces: %+v\n%q", whole, pieces, y)
		}
	})
}

// TestLongListIsCut: what we write ourselves, and people write plainly, is read in pieces.
func TestLongListIsCut(t *testing.T) {
	for what, y := range map[string]string{"an export": full(t).whole(), "by hand": base + "  - first: Ben\n    groups: [Staff]\n"} {
		if rest, pieces := cut([]byte(y), 1); len(pieces) < 2 || strings.Contains(string(rest), "first:") {
			t.Errorf("%s: %d pieces\n%s", what, len(pieces), rest)
		}
	}
}
