package nuki

import (
	"crypto/rand"
	"slices"
	"testing"
)

// TestRecordingIsNotHeard: a frame counts once, in its session and in later ones; what stands behind it
// is heard, and so is the same word in a frame of its own.
func TestRecordingIsNotHeard(t *testing.T) {
	key := NewSharedKey([32]byte{1})
	lock, seen := NewChannel(key, 7, rand.Reader), &Seen{}
	hub := func() *Channel {
		c := NewChannel(key, 7, rand.Reader)
		c.Seen = seen
		return c
	}
	locked, err := lock.Seal(States{Lock: Locked, Size: 19})
	if err != nil {
		t.Fatal(err)
	}
	open, err := lock.Seal(States{Lock: Unlocked, Size: 19})
	if err != nil {
		t.Fatal(err)
	}
	hears := func(c *Channel, want int, fs ...Frame) {
		t.Helper()
		ms, err := c.Feed(slices.Concat(fs...))
		if err != nil || len(ms) != want || c.Partly() {
			t.Errorf("%d messages, %v", len(ms), err)
		}
	}
	first := hub()
	hears(first, 1, locked)
	hears(first, 0, locked)
	hears(first, 1, locked, open, locked)
	hears(hub(), 0, locked, open)
	again, err := lock.Seal(States{Lock: Locked, Size: 19})
	if err != nil {
		t.Fatal(err)
	}
	hears(hub(), 1, again)
	if bare := NewChannel(key, 7, rand.Reader); true {
		hears(bare, 1, locked, locked)
	}
}

// TestSeenIsBounded: it forgets the oldest, and nothing else.
func TestSeenIsBounded(t *testing.T) {
	s := &Seen{}
	frame := func(i int) Frame {
		f := make(Frame, headSize+leastBox)
		f[headSize], f[headSize+1] = byte(i), byte(i>>8)
		return f
	}
	for i := range 3 * seenMost {
		if !s.admit(frame(i)) {
			t.Fatalf("%d came once", i)
		}
	}
	if s.admit(frame(2*seenMost)) || s.admit(frame(3*seenMost-1)) || !s.admit(frame(0)) {
		t.Error("not the oldest was forgotten")
	}
	if len(s.tags) != seenMost || len(s.ring) != seenMost {
		t.Errorf("%d and %d are held", len(s.tags), len(s.ring))
	}
}
