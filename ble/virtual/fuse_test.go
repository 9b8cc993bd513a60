package virtual

import (
	"errors"
	"sync"
	"testing"
)

// fuse is a memory that loses power at one of its saves, before it or after it. What the lock does
// from then on is done by one that keeps nothing, until the power is given back.
type fuse struct {
	RAM
	at   int // the save, counted from arm
	late bool

	sync.Mutex
	left  int // 0: not armed
	blown bool
	used  bool
}

var errNoPower = errors.New("no power")

func (f *fuse) Save(b []byte) error {
	f.Lock()
	defer f.Unlock()
	if f.left > 0 && !f.blown {
		if f.left--; f.left == 0 {
			f.blown, f.used = true, true
			if f.late {
				f.RAM.Save(b)
			}
		}
	}
	if f.blown {
		return errNoPower
	}
	return f.RAM.Save(b)
}

func (f *fuse) arm() { f.set(func() { f.left = f.at }) }

func (f *fuse) disarm() { f.set(func() { f.left = 0 }) }

func (f *fuse) set(change func()) {
	f.Lock()
	defer f.Unlock()
	change()
}

// out tells whether the power is gone, and whether it ever was.
func (f *fuse) out() (now, ever bool) {
	f.Lock()
	defer f.Unlock()
	return f.blown, f.used
}

func (f *fuse) isOut() bool {
	now, _ := f.out()
	return now
}

// mend gives the power back, if it is gone.
func (f *fuse) mend(s *scene) bool {
	if !f.isOut() {
		return false
	}
	s.hands("power off")
	f.set(func() { f.blown = false })
	s.hands("power on")
	return true
}

// atEverySave plays a story once for each save in it that follows f.arm, with the power failing
// right before that save, and right after it.
func atEverySave(t *testing.T, cfg Config, least int, story func(*testing.T, *scene, *fuse)) {
	t.Helper()
	for at, used := 1, true; used; at++ {
		used = false
		for _, late := range []bool{false, true} {
			f := &fuse{at: at, late: late}
			cfg.Memory = f
			stage(t, cfg, func(t *testing.T, s *scene) { story(t, s, f) })
			_, ever := f.out()
			if used = used || ever; t.Failed() {
				t.Fatalf("at save %d, after it: %v", at, late)
			}
		}
		if !used && at <= least {
			t.Errorf("the story has %d saves only", at-1)
		}
	}
}
