package driver_test

import (
	"flag"
	"runtime/debug"
)

// The random lives are the same ones every time, so that a change is judged by what it changed.
// -rapid.seed=0 draws others (make soak).
func init() {
	debug.SetGCPercent(400)
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		panic(err)
	}
}
