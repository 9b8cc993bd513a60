package oracle

import (
	"flag"
	"math/rand/v2"
	"runtime/debug"
	"testing"
	_ "time/tzdata" // the zones of the binary, whatever the box has

	"localiq/core"
)

var (
	seedFlag  = flag.Uint64("oracle.seed", 20261122, "of the random sites; 0 draws others")
	sitesFlag = flag.Int("oracle.sites", 10_000, "how many random sites")
	onlyFlag  = flag.Int("oracle.only", -1, "look at that one alone")
)

func init() { debug.SetGCPercent(400) } // the collector has a third of the time otherwise

// eachSite calls f with every random site's chance until one fails, and says which.
func eachSite(t *testing.T, f func(c *chance)) {
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	for n := range *sitesFlag {
		if *onlyFlag >= 0 && n != *onlyFlag {
			continue
		}
		if f(newChance(seed, uint64(n))); t.Failed() {
			t.Fatalf("again: go test ./rules/oracle -run %s -oracle.seed=%d -oracle.only=%d", t.Name(), seed, n)
		}
	}
}

// config is what edits make of nothing; the version is such that an earlier one exists.
func config(t testing.TB, c *chance, edits []core.Edit) *core.Config {
	all := append([]core.Edit{core.Put(core.Settings{Name: "site", Zone: c.zone.String(), Amnesty: pick[core.Minute](c, 0, 0, 150, 240), Installing: c.odds(1, 20)})}, edits...)
	cfg, err := core.NewConfig().With(9, all, c.zone)
	if err != nil {
		t.Fatalf("a site was drawn that cannot be: %v", err)
	}
	return cfg
}
