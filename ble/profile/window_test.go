package profile

import (
	"errors"
	"testing"
)

// TestWindow: however slow the hub, no more than 16 notifications are ever on their way, and
// everything arrives.
func TestWindow(t *testing.T) {
	for _, perTurn := range []int{1, 3, 7, 16, 100} {
		l := newTalk(t, 23)
		l.slow(perTurn, 200)
		if !l.hub.Open() {
			t.Fatal("no session")
		}
		for i := range 100 {
			if err := l.lock.Send(Entry{Index: uint32(i + 1), Boot: 1, Kind: EntryDoorOpened}); err != nil {
				t.Fatal(err)
			}
		}
		l.slow(perTurn, 2000)
		if l.most > Window {
			t.Errorf("%d at a time: %d notifications on their way", perTurn, l.most)
		}
		if l.most < Window && perTurn < Window {
			t.Errorf("%d at a time: only %d on their way, the test tests nothing", perTurn, l.most)
		}
		if len(l.atHub) != 101 {
			t.Errorf("%d at a time: %d messages of 101 arrived", perTurn, len(l.atHub))
		}
	}
}

// TestFalseAck: a count that is ahead of what was sent, or goes back, ends the session.
func TestFalseAck(t *testing.T) {
	f := flow{sent: 3, acked: 1}
	for n, ok := range map[uint16]bool{0: false, 1: true, 3: true, 4: false, 65535: false} {
		g := f
		if err := g.acknowledged(n); (err == nil) != ok {
			t.Errorf("%d: %v", n, err)
		}
	}
	over := flow{sent: 2, acked: 65530}
	if err := over.acknowledged(1); err != nil || over.acked != 1 {
		t.Errorf("past 65535: %v", err)
	}
}

// TestQueueIsBounded: a peer that does not listen costs a bounded amount of memory.
func TestQueueIsBounded(t *testing.T) {
	l := newTalk(t, 23)
	l.run()
	var err error
	for range maxQueue + 1 {
		err = l.lock.Send(Entry{Index: 1})
	}
	if !errors.Is(err, ErrFull) {
		t.Errorf("%v", err)
	}
}
