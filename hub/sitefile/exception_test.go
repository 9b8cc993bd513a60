package sitefile

import (
	"reflect"
	"testing"
)

// FuzzException: a line that is read is written so that it reads back as the same; and so is a line of
// a holiday.
func FuzzException(f *testing.F) {
	for _, s := range []string{"2026-12-25 closed", "2026-12-24 08:00-12:00, 13:00-15:00", "2026-12-24..2026-12-31 Mon-Fri 10:00-12:00,22:00-06:00, Sat,Sun 10:00-11:00, Mon-Sun 00:00-24:00",
		"2026-12-25", "2026-12-25 closed closed", "..2026-12-25 closed", "2026-12-25 Christmas Day", " 2026-12-25  closed "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := new(planner)
		e, ok := p.exception(text{s: s, at: place{1, 1}, set: true})
		if !ok && len(p.faults) == 0 {
			t.Fatalf("%q is not read, and nothing is told", s)
		}
		if len(p.faults) == 0 {
			back, again := p.exception(text{s: exceptionText(e), at: place{1, 1}, set: true})
			if !again || !reflect.DeepEqual(e, back) {
				t.Fatalf("%q reads as %+v; %q as %+v", s, e, exceptionText(e), back)
			}
		}
		p = new(planner)
		days := p.holidays([]text{{s: s, at: place{1, 1}, set: true}})
		if len(days) == 1 && len(p.faults) == 0 {
			back := p.holidays([]text{{s: dayTexts(days)[0], set: true}})
			if !reflect.DeepEqual(days, back) {
				t.Fatalf("%q reads as %+v, then as %+v", s, days, back)
			}
		}
	})
}
