package driver

import (
	"slices"
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

func slotsOf(n int) *slots {
	return newSlots(n, func() int { return 0 }, func() int { return 16 })
}

func (s *slots) at0(n need) *claim { return s.ask(n, 0, 0) }

// The order of service is the issue's: relock, open, access request, what became of a command,
// revocation, table, journal, poll, stay; among equals who came first.
func TestSlotsGoByNeed(t *testing.T) {
	s := slotsOf(1)
	holder := s.at0(needLock)
	order := []need{needLock, needOpen, needAnswer, needAsk, needRevoke, needTable, needJournal, needPoll, needUpdate, needStay}
	var want []*claim
	for _, n := range slices.Backward(order) {
		want = append([]*claim{s.at0(n)}, want...)
	}
	want = slices.Insert(want, 2, s.at0(needOpen)) // a second one, that came later
	if !holder.has() || holder.asked() {
		t.Fatal("the first has it, and nothing is greater than its need")
	}
	for i, next := range want {
		if next.has() {
			t.Fatalf("%d, %s, has it before its turn", i, next.need)
		}
		s.drop(holder, 0)
		if !next.has() {
			t.Fatalf("%d, %s, does not have it", i, next.need)
		}
		holder = next
	}
	s.drop(holder, 0)
	if len(s.waiting)+len(s.holding) != 0 {
		t.Errorf("left: %+v", s)
	}
}

// A radio that calls one after the other is given one call at a time, the greatest need first; a
// call that nobody has taken gives way, and no link that stands does for it.
func TestCallsAreMadeOneByOne(t *testing.T) {
	s := newSlots(5, func() int { return 0 }, func() int { return 1 })
	stands := s.at0(needStay)
	s.made(stands, 0)
	journal, table, relock := s.at0(needJournal), s.at0(needTable), s.at0(needLock)
	if !journal.has() || table.has() || relock.has() {
		t.Fatal("more than one call at a time")
	}
	if !journal.asked() || stands.asked() {
		t.Error("the call is to give way, and the link is not")
	}
	s.drop(journal, 0)
	if !relock.has() || table.has() {
		t.Fatal("not by need")
	}
	s.made(relock, 0)
	if !table.has() {
		t.Error("the next one waits although nobody is called")
	}
}

// Only the least needy is asked to give way, and only for a greater need.
func TestLeastNeedyGivesWay(t *testing.T) {
	s := slotsOf(2)
	stay, journal := s.at0(needStay), s.at0(needJournal)
	equal := s.at0(needStay)
	if stay.asked() || journal.asked() {
		t.Error("asked for an equal need")
	}
	s.drop(equal, 0)
	person := s.at0(needAnswer)
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
	s := slotsOf(1)
	busy, poll := s.at0(needOpen), s.at0(needPoll)
	for now := time.Duration(0); !busy.asked(); now += time.Second {
		if now > time.Minute {
			t.Fatal("a poll waits for ever behind openings")
		}
		s.update(poll, needPoll, now)
	}
	open := s.ask(needOpen, 40*time.Second, 40*time.Second)
	s.drop(busy, 40*time.Second)
	if !poll.has() || open.has() {
		t.Error("one that came later went first")
	}
}

// A radio that is full has as many connections as stand; an hour later one more is tried. What a
// radio says of itself is believed, and the owner's limit holds.
func TestSlotsAreLearnt(t *testing.T) {
	s := slotsOf(0)
	var held []*claim
	for range 3 {
		c := s.at0(needJournal)
		s.made(c, 0)
		held = append(held, c)
	}
	fourth := s.at0(needJournal)
	if !fourth.has() {
		t.Fatal("the fourth of five waits")
	}
	s.full(time.Minute)
	s.drop(fourth, time.Minute)
	again := s.ask(needLock, 0, time.Minute)
	if again.has() || s.count().Slots != 3 || s.count().Waits != 1 || s.count().Links != 3 {
		t.Errorf("after it was full: %+v", s.count())
	}
	s.drop(held[0], time.Hour)
	s.made(again, time.Hour)
	if s.count().Slots != 3 {
		t.Errorf("it grew before an hour had gone: %+v", s.count())
	}
	s.made(again, time.Hour+time.Minute)
	if s.count().Slots != 4 {
		t.Errorf("an hour later: %+v", s.count())
	}
	for _, c := range []struct{ limit, room, want int }{{0, 0, 5}, {0, 10, 10}, {7, 0, 7}, {7, 3, 3}, {3, 7, 3}} {
		if got := newSlots(c.limit, func() int { return c.room }, func() int { return 1 }).count().Slots; got != c.want {
			t.Errorf("limit %d, room %d: %d connections", c.limit, c.room, got)
		}
	}
}
