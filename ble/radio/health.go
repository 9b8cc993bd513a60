package radio

import (
	"os"
	"runtime"
)

func goroutines() int { return runtime.NumGoroutine() }

// descriptors counts open files, the one that counts them left out; -1 where nobody can tell.
func descriptors() int {
	es, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(es) - 1
}
