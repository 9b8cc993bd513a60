package virtual

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"localiq/core/durable"
)

// Memory is what a power cut leaves.
type Memory interface {
	// Load returns nil when nothing was ever saved.
	Load() ([]byte, error)
	// Save returns once b would survive a power cut. On an error the former is still there.
	Save(b []byte) error
}

// File is a memory in one file, readable by its owner alone: it holds keys.
type File string

// Load also sweeps away what a Save that was cut off left half written.
func (f File) Load() ([]byte, error) {
	_ = durable.Sweep(string(f))
	b, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("virtual: read the lock's memory: %w", err)
	}
	return b, nil
}

func (f File) Save(b []byte) error {
	if err := durable.WriteFile(string(f), b); err != nil {
		return fmt.Errorf("virtual: write the lock's memory: %w", err)
	}
	return nil
}

// RAM is a memory for tests and the demo; it outlives the Lock, not the process. The zero RAM
// is empty.
type RAM struct {
	mu     sync.Mutex
	b      []byte
	broken error
}

func (r *RAM) Load() ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b, nil
}

func (r *RAM) Save(b []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return r.broken
	}
	r.b = append([]byte(nil), b...)
	return nil
}

// Break makes every Save fail with err; nil mends it.
func (r *RAM) Break(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.broken = err
}

// None is the memory of a lock that is never made again: nothing is written into it, which is most of
// what a lock in software costs.
type None struct{}

func (None) Load() ([]byte, error) { return nil, nil }
func (None) Save([]byte) error     { return nil }
