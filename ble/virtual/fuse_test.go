package virtual

import (
	"errors"
	"testing"
)

// fuse is a memory that loses power at one of its saves, before it or after it. What the lock does
// from then on is done by one that keeps nothing, until the power is given back.
type fuse struct {
	RAM
	at    int // the save, counted from arm
	late  bool
	left  int // 0: not armed
	blown bool
	used  bool
}

var errNoPower = errors.New("no power")

func (f *fuse) Save(b []byte) error {
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

func (f *fuse) arm()    { f.left = f.at }
func (f *fuse) disarm() { f.left = 0 }

// mend gives the power back, if it is gone.
func (f *fuse) mend(s *scene) bool {
	if !f.blown {
		return false
	}
	s.hands("power off")
	f.blown = false
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
			if used = used || f.used; t.Failed() {
				t.Fatalf("at save %d, after it: %v", at, late)
			}
		}
		if !used && at <= least {
			t.Errorf("the story has %d saves only", at-1)
		}
	}
}
