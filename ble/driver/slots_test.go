package driver

import (
	"testing"
	"time"
)

func (c *claim) has() bool {
	select {
	case <-c.granted:
		return true
	default:
		return false
	}
}

func (c *claim) asked() bool {
	select {
	case <-c.yield:
		return true
	default:
		return false
	}
}

// A connection goes to the greatest need, among equals to who came first.
func TestSlotsGoByNeed(t *testing.T) {
	s := newSlots(1)
	holder := s.ask(needLock, 0)
	look, open, ask, open2, relock := s.ask(needLook, 0), s.ask(needOpen, 0), s.ask(needAsk, 0), s.ask(needOpen, 0), s.ask(needLock, 0)
	if !holder.has() || holder.asked() {
		t.Fatal("the first has it, and nothing is greater than its need")
	}
	for i, next := range []*claim{relock, open, open2, ask, look} {
		if next.has() {
			t.Fatalf("%d: has it before its turn", i)
		}
		s.drop(holder, 0)
		if !next.has() {
			t.Fatalf("%d: does not have it", i)
		}
		holder = next
	}
	s.drop(holder, 0)
	if s.free != 1 || len(s.waiting)+len(s.holding) != 0 {
		t.Errorf("left: %+v", s)
	}
}

// Only the least needy is asked to give way, and only for a greater need.
func TestLeastNeedyGivesWay(t *testing.T) {
	s := newSlots(2)
	stay, journal := s.ask(needStay, 0), s.ask(needJournal, 0)
	equal := s.ask(needStay, 0)
	if stay.asked() || journal.asked() {
		t.Error("asked for an equal need")
	}
	s.drop(equal, 0)
	person := s.ask(needAnswer, 0)
	if !stay.asked() || journal.asked() {
		t.Error("the one that only stays is to give way")
	}
	s.drop(stay, 0)
	if !person.has() {
		t.Error("the person waits")
	}
}

// Who waits gains need: nobody waits for ever (contract 14, fair between locks).
func TestPatienceRunsOut(t *testing.T) {
	s := newSlots(1)
	busy, look := s.ask(needOpen, 0), s.ask(needLook, 0)
	for now := time.Duration(0); !busy.asked(); now += time.Second {
		if now > time.Minute {
			t.Fatal("a look waits for ever behind openings")
		}
		s.update(look, needLook, now)
	}
	open := s.ask(needOpen, 30*time.Second)
	s.drop(busy, 30*time.Second)
	if !look.has() || open.has() {
		t.Error("one that came later went first")
	}
}
