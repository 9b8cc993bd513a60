package oracle

import "testing"

// TestOracleOfHoursNotices: an oracle that is wrong in one thing is caught within the sites that are
// looked at, so the agreement of the right one says something.
func TestOracleOfHoursNotices(t *testing.T) {
	for name, wrong := range map[string]wrongly{
		"the end of a window is in":            {endIn: true},
		"exceptions: any for all, all for any": {swapped: true},
		"boundaries by time.Date":              {timeDate: true},
		"a night runs on into an exception":    {nightsRun: true},
		"the last day of an exception is out":  {lastOut: true},
	} {
		n, caught := 0, false
		for ; n < 10_000 && !caught; n++ {
			c := newChance(20261122, uint64(n))
			edits, ids := c.schedules()
			h := hours{cfg: config(t, c, edits), id: pick(c, ids...), all: c.odds(1, 2)}
			edges := h.edges(c)
			h.wrong = wrong
			for range 4 {
				caught = caught || h.differs(c.instant(edges)) != ""
			}
		}
		if !caught {
			t.Errorf("%s: not noticed at %d sites", name, n)
		}
		t.Logf("%s: noticed at site %d", name, n)
	}
}
