package radio

import (
	"context"
	"runtime/debug"
	"time"
)

// memoryAim is what the runtime keeps its memory under where it can: a radio holds a few kilobytes.
const memoryAim = 12 << 20

// frugal is for a process that only serves: what starting the whole program took is given back.
func frugal() {
	debug.SetGCPercent(25)
	debug.SetMemoryLimit(memoryAim)
	GiveBack()
}

const (
	restAfter = 3 * time.Second  // without anything to do
	restEvery = 15 * time.Second // at most
)

// GiveBackAtRest gives memory back soon after a time in which there was something to do, until ctx
// ends. The start of a program was such a time.
func GiveBackAtRest(ctx context.Context, busy func() bool) error {
	t := time.NewTicker(restAfter)
	defer t.Stop()
	last := time.Now()
	for worked := true; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
		if busy() {
			worked = true
		} else if worked && time.Since(last) >= restEvery {
			GiveBack()
			last, worked = time.Now(), false
		}
	}
}

// GiveBack lets the system have the memory that this process does not need now, the pages of
// files that it only reads among it: what is needed again comes back by itself.
func GiveBack() {
	debug.FreeOSMemory()
	dropFiles()
}
