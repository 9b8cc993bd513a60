package sitefile

import "flag"

// The random lives are the same ones every time; -rapid.seed=0 draws others.
func init() {
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		panic(err)
	}
}
