package oracle

import (
	"slices"
	"testing"

	"localiq/core"
	"localiq/rules"
)

// TestOracleOfAccessNotices: an oracle that leaves one question out, or asks two that follow each
// other the wrong way round, is caught. So every question decides somewhere, and so does every place
// in the order [decide.order].
func TestOracleOfAccessNotices(t *testing.T) {
	wrong := map[string][]question{}
	for i, o := range order {
		wrong["without "+o.check.String()] = slices.Delete(slices.Clone(order), i, i+1)
		if i > 0 {
			swapped := slices.Clone(order)
			swapped[i-1], swapped[i] = o, order[i-1]
			wrong[o.check.String()+" before "+order[i-1].check.String()] = swapped
		}
	}
	for n := 0; n < 10_000 && len(wrong) > 0; n++ {
		c := newChance(20261122, uint64(n))
		s, at := c.site(func(es []core.Edit) *core.Config { return config(t, c, es) })
		for range 6 {
			q := c.request(s, at)
			got := rules.Access(s, q)
			for name, order := range wrong {
				if granted, reason := judge(s, q, order); granted != got.Granted || reason != got.Reason {
					delete(wrong, name)
				}
			}
		}
	}
	for name := range wrong {
		t.Errorf("%s: not noticed", name)
	}
}
