package radio

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"
)

func (s *server) health(ctx context.Context) reply {
	t0 := time.Now()
	err := s.dev.Probe(ctx)
	if err != nil {
		return failure(err)
	}
	h := Health{RoundTrip: time.Since(t0), Goroutines: runtime.NumGoroutine(), Descriptors: descriptors(), Memory: resident()}
	h.Reports, h.Missed = s.air.counts()
	s.mu.Lock()
	defer s.mu.Unlock()
	h.Pending, h.Links = len(s.pending)-1, len(s.links)
	for _, r := range s.pending {
		h.Oldest = max(h.Oldest, time.Since(r.since))
	}
	return reply{Health: &h}
}

// descriptors counts open files, the one that counts them left out; -1 where nobody can tell.
func descriptors() int {
	es, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(es) - 1
}

// resident is the memory that the process holds; -1 where nobody can tell.
func resident() int {
	b, err := os.ReadFile("/proc/self/statm")
	var size, pages int
	if n, _ := fmt.Sscan(string(b), &size, &pages); err != nil || n != 2 {
		return -1
	}
	return pages * os.Getpagesize()
}
