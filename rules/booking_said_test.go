package rules

import (
	"strings"
	"testing"

	"localiq/core"
)

// [explain] [booking]: by which booking is said with its day once, and with both where it goes over midnight.
func TestExplanationSaysTheBooking(t *testing.T) {
	s := tellStory(t, `site Europe/Amsterdam 2026-11-23 09:00:00
door room
person Gus
booking b1 Gus room 2026-11-23T14:00 2026-11-23T15:00
booking b2 Gus room 2026-11-23T22:00 2026-11-24T02:00

09:00:00 start
`).s
	for when, want := range map[string]string{
		"2026-11-23T13:30:00": "by a booking from Mon 23 Nov 14:00 to 15:00.",
		"2026-11-24T00:30:00": "by a booking from Mon 23 Nov 22:00 to Tue 24 Nov 02:00.",
	} {
		x := Explain(s, core.Request{Door: "room", Person: "Gus", At: at(when)}, nil)
		if !strings.HasSuffix(x.Because, want) {
			t.Errorf("at %s: %s, want …%s", when, x.Because, want)
		}
	}
}
