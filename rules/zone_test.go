package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// ruled is a zone that goes by a rule alone, as of whatever zone data.
func ruled(t *testing.T, rule string) *time.Location {
	t.Helper()
	block := "TZif2" + string(make([]byte, 15+12)) + // no leap seconds
		"\x00\x00\x00\x00" + "\x00\x00\x00\x01" + "\x00\x00\x00\x04" + // no changes, one offset, its name
		"\x00\x00\x0e\x10\x00\x00" + "CET\x00"
	z, err := time.LoadLocationFromTZData(rule, []byte(block+block+"\n"+rule+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// V-16: what a site was set up with was kept by an older release; the same zone has the same fingerprint
// in this one. It counts what a zone does in 2000, and all of 2049, and nothing after it.
func TestFingerprintsOfOlderReleases(t *testing.T) {
	for _, c := range []struct {
		zone *time.Location
		want string
	}{
		{time.UTC, "e9c5ce5dafa771ee"},
		{ruled(t, "CET-1CEST,M3.5.0,M10.5.0/3"), "b5217954c22b1f68"},
	} {
		if got := ZoneFingerprint(c.zone); got != c.want {
			t.Errorf("%s has the fingerprint %s, and had %s", c.zone, got, c.want)
		}
	}
}

// OM-3: a clock that jumps at midnight jumps on the day that begins then.
func TestJumpAtMidnightIsOfTheDayThatBegins(t *testing.T) {
	z := ruled(t, "EET-2EEST,M3.5.0/0,M10.5.0/0")
	for on, want := range map[string]core.Jump{
		"2026-03-28": {},
		"2026-03-29": {From: 0, To: 60},
		"2026-03-30": {},
		"2026-10-24": {From: 0, To: 23 * 60}, // it goes back to 23:00 of the day that it would end
		"2026-10-25": {},
	} {
		if got := jumpOn(z, date(t, on)); got != want {
			t.Errorf("%s: the clock jumps %+v, want %+v", on, got, want)
		}
	}
}

// [lock.sync]: a lock's zone counts from the year in which its table is made, to the last instant of it.
func TestTableOfNewYearsEve(t *testing.T) {
	z := ruled(t, "CET-1CEST,M3.5.0,M10.5.0/3")
	for at, years := range map[string]int{"2026-12-31T22:59:59.5Z": 2026, "2026-12-31T23:00:00Z": 2027} {
		wall, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			t.Fatal(err)
		}
		offsets := zoneOffsets(z, wall.UnixNano())
		first := time.Unix(0, offsets[1].From).In(z).Year()
		last := time.Unix(0, offsets[len(offsets)-1].From).In(z).Year()
		if first != years || last != years+zoneYears-1 || len(offsets) != 2*zoneYears+1 {
			t.Errorf("at %s: %d changes from %d to %d", at, len(offsets), first, last)
		}
	}
}
