package store

import (
	"errors"
	"sync"
)

// keeper does after a commit what nobody should wait for: the copies of the configuration, and
// what erasing a person asks for. It runs until stop, which waits for it.
type keeper struct {
	s *Store

	mu      sync.Mutex
	dirty   bool // the copies are out of date
	erased  bool
	trouble error
	wake    chan struct{} // capacity 1; closed by stop
	done    chan struct{}
}

// compactAtOnce is the size up to which compaction stays under a commit's patience (300 ms).
const compactAtOnce = 8 << 20

// keep also catches up with what a crash left undone.
func keep(s *Store) *keeper {
	k := &keeper{s: s, wake: make(chan struct{}, 1), done: make(chan struct{})}
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
		k.mu.Unlock()
	}
}

func (s *Store) keepUp(dirty, erased bool) error {
	switch {
	case erased && s.size() <= compactAtOnce:
		return s.Compact()
	case erased:
		return s.forget()
	case dirty:
		return s.writeCopy()
	}
	return nil
}

// forget removes what was erased from every file but the database itself.
func (s *Store) forget() error {
	return errors.Join(s.writeCopy(), s.writeCopy(), s.dropDamaged())
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
