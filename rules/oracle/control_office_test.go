package oracle

import (
	"testing"

	"localiq/core"
)

// TestOracleOfOfficeModeNotices: an oracle that is wrong in one thing is caught.
func TestOracleOfOfficeModeNotices(t *testing.T) {
	for name, wrong := range map[string]amiss{
		"a clock that nobody believes opens": {believes: true},
		"what has ended begins again":        {again: true},
		"locked by hand, it begins again":    {stubborn: true},
	} {
		caught := false
		for n := 0; n < 10_000 && !caught; n++ {
			c := newChance(20261122, uint64(n))
			s, at := c.officeSite(func(es []core.Edit) *core.Config { return config(t, c, es) })
			caught = hold(s, 0, at, wrong).differs(s, at) != ""
		}
		if !caught {
			t.Errorf("%s: not noticed", name)
		}
	}
}
