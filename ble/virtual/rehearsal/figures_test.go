package rehearsal

import (
	"flag"
	"fmt"
	"slices"
	"time"
)

// long is `make soak`: more seeds, and more time.
var long = flag.Bool("soak", false, "play for long")

func seeds(short int) int {
	if *long {
		return 20 * short
	}
	return short
}

func percentiles(ds []time.Duration) string {
	return fmt.Sprintf("n %d p50 %v p90 %v p99 %v max %v", len(ds), at(ds, 0.5), at(ds, 0.9), at(ds, 0.99), at(ds, 1))
}

// at is the value below which that share is.
func at(ds []time.Duration, share float64) time.Duration {
	if len(ds) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(ds))
	return s[min(int(share*float64(len(s))), len(s)-1)].Round(time.Millisecond)
}
