package store

import (
	"sync"
)

// keeper does after a commit what nobody should wait for: the copies of the configuration, and
// what erasing a person asks for. It runs until stop, which waits for it.
type keeper struct {
	s *Store

	mu      sync.Mutex
	dirty   bool // the copies are out of date
	erased  bool
	clean   chan struct{} // closed while nobody is being erased
	trouble error
	wake    chan struct{} // capacity 1; closed by stop
	done    chan struct{}
}

// keep also catches up with what a crash left undone.
func keep(s *Store) *keeper {
	k := &keeper{s: s, wake: make(chan struct{}, 1), done: make(chan struct{}), clean: make(chan struct{})}
	close(k.clean)
	newest, _ := s.newestCopy()
	k.after(newest.last.Copied != s.last.Copied, false)
	go k.run()
	return k
}

// after notes what a transaction left to do. It is not called after stop.
func (k *keeper) after(copied, erased bool) {
	if !copied && !erased {
		return
	}
	k.mu.Lock()
	if erased && !k.erased && isClosed(k.clean) {
		k.clean = make(chan struct{})
	}
	k.dirty, k.erased = k.dirty || copied, k.erased || erased
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *keeper) run() {
	defer close(k.done)
	for range k.wake {
		k.mu.Lock()
		dirty, erased := k.dirty, k.erased
		k.dirty, k.erased = false, false
		k.mu.Unlock()
		err := k.s.keepUp(dirty, erased)
		k.mu.Lock()
		k.trouble = err
		if k.erased = k.erased || erased && err != nil; !k.erased && !isClosed(k.clean) {
			close(k.clean)
		}
		k.mu.Unlock()
	}
}

// keepUp begins with the erasure, which writes both copies anew.
func (s *Store) keepUp(dirty, erased bool) error {
	switch {
	case erased:
		return s.finishErasure()
	case dirty:
		return s.writeCopy()
	}
	return nil
}

// cleaned is closed once nothing of whom was erased before is left.
func (k *keeper) cleaned() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.clean
}

func (k *keeper) stop() {
	close(k.wake)
	<-k.done
}

// Trouble is what went wrong when the copies were last written or somebody's traces removed; nil
// when nothing did. Commits are not concerned.
func (s *Store) Trouble() error {
	s.keeper.mu.Lock()
	defer s.keeper.mu.Unlock()
	return s.keeper.trouble
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
