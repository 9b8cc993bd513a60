package driver_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/virtual"
	"localiq/core"
)

var (
	unlock = core.Turn{Move: core.Move{To: core.BoltUnlocked, For: 6 * time.Second}}
	lock   = core.Turn{Move: core.Move{To: core.BoltLocked}}
	hold   = core.Turn{Move: core.Move{To: core.BoltOffice, For: time.Hour}}
)

// turns lists where the bolt turned, as the lock itself wrote it down.
func turns(d *door) (to []core.Bolt) {
	for _, l := range d.journal() {
		if l.Bolt != core.BoltUnknown {
			to = append(to, l.Bolt)
		}
	}
	return to
}

// A command is void after its not-after: here nobody was within earshot in time (contract 7).
func TestExpiredCommandNeverMovesTheBolt(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(20 * time.Second)
		d.hands("power off")
		id := d.do(unlock, 5*time.Second)
		start := time.Now()
		if a := d.answered(id); a.Result != core.ResultExpired {
			t.Errorf("answered %+v", a)
		}
		if took := time.Since(start); took < 5*time.Second || took > 5*time.Second+10*time.Millisecond {
			t.Errorf("told after %v", took)
		}
		d.hands("power on")
		s.quiet(30 * time.Second)
		if got := turns(d); len(got) != 0 {
			t.Errorf("the bolt turned: %v", got)
		}
	})
}

// The lock itself refuses what reaches it late, by its own uptime (contract 7): here the bytes
// were under way when the time was over, so what came of them was unknown to us at first.
func TestCommandThatIsLateUnderWayNeverMovesTheBolt(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Stall(d.addr)
		id := d.do(unlock, 2*time.Second)
		s.quiet(3 * time.Second)
		s.air.Flow(d.addr)
		if a := d.answered(id); a.Result != core.ResultExpired {
			t.Errorf("answered %+v", a)
		}
		s.quiet(30 * time.Second)
		if got := turns(d); len(got) != 0 {
			t.Errorf("the bolt turned: %v", got)
		}
	})
}

// The lock's limit is never later than ours: its clock is read to the early side (contract 7).
func TestCommandInTimeIsDone(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		if a := d.answered(d.do(unlock, 50*time.Millisecond)); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
	})
}

// What the lock owes us counts from when we asked, not from the last byte of an idle link.
func TestCommandOnAnIdleLink(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(8 * time.Second) // longer than a lock may owe us an answer, and the link still stands
		if s.air.Links(d.addr) != 1 {
			t.Fatal("the link is gone: this test tests nothing")
		}
		if a := d.answered(d.do(unlock, 5*time.Second)); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
	})
}

// A link lost after the command was written leaves it unknown. It is asked about by its id, in
// the next session, and never repeated (contract 7).
func TestLostCommandIsUnknown(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{Motor: time.Second})
		id := d.do(unlock, 5*time.Second)
		s.until(d, func(in core.Input) bool {
			a, ok := in.Event.(core.CommandAnswered)
			return ok && a.Command == id && a.Result == core.ResultAccepted
		})
		s.air.Drop(d.addr)
		if a := d.answered(id); a.Result != core.ResultUnknown {
			t.Fatalf("answered %+v", a)
		}
		s.quiet(2 * time.Second)
		d.do(core.AskResult{Of: id}, 0)
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("asked: %+v", a)
		}
		s.quiet(30 * time.Second)
		if got := turns(d); !slices.Equal(got, []core.Bolt{core.BoltUnlocked, core.BoltLocked}) {
			t.Errorf("the bolt turned: %v", got)
		}
		if n := count[core.CommandAnswered](d); n != 3 {
			t.Errorf("%d answers: want accepted, unknown, done\n%s", n, s.story())
		}
	})
}

// An answer that came before the link went is an answer, though the hub was busy just then.
func TestAnswerOfALostLinkIsHeard(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open") // which the hub does not read
		synctest.Wait()
		id := d.do(unlock, 5*time.Second)
		synctest.Wait()
		s.air.Drop(d.addr)
		synctest.Wait()
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
	})
}

// What never reached the lock can be told from what did (contract 7).
func TestCommandThatTheLockNeverSaw(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Stall(d.addr)
		id := d.do(unlock, 2*time.Second)
		s.quiet(time.Second)
		s.air.Drop(d.addr)
		if a := d.answered(id); a.Result != core.ResultUnknown {
			t.Fatalf("answered %+v", a)
		}
		s.air.Flow(d.addr)
		d.do(core.AskResult{Of: id}, 0)
		if a := d.answered(id); a.Result != core.ResultNeverSeen {
			t.Errorf("asked: %+v", a)
		}
	})
}

// A lock that stands still while it owes an answer is given up after 5 s; its link too.
func TestStalledLockIsGivenUp(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Stall(d.addr)
		start := time.Now()
		if a := d.answered(d.do(unlock, time.Minute)); a.Result != core.ResultUnknown {
			t.Errorf("answered %+v", a)
		}
		if took := time.Since(start); took > 6*time.Second {
			t.Errorf("told after %v", took)
		}
	})
}

// A command that was not written when the link went is tried again until its time is over.
func TestUnwrittenCommandIsTriedAgain(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		s.air.Stall(d.addr) // connects, but no handshake comes through
		id := d.do(unlock, 20*time.Second)
		s.quiet(7 * time.Second)
		if n := count[core.CommandAnswered](d); n != 0 {
			t.Fatalf("answered before anything was written:\n%s", s.story())
		}
		s.air.Flow(d.addr)
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
	})
}

// Of two wanted states that wait the latest wins (contract 14).
func TestSupersededTurn(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		first, second := d.do(hold, 10*time.Second), d.do(lock, 10*time.Second)
		if a := d.answered(first); a.Result != core.ResultExpired || a.Detail != "superseded" {
			t.Errorf("first: %+v", a)
		}
		if a := d.answered(second); a.Result != core.ResultDone {
			t.Errorf("second: %+v", a)
		}
		if got := turns(d); len(got) != 0 { // it was locked, and stayed so
			t.Errorf("the bolt turned: %v", got)
		}
	})
}

// What the lock refuses is refused, with its word for it.
func TestRefusedCommand(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		past := core.Turn{Move: core.Move{To: core.BoltOffice, Until: s.clock.Now().Wall - int64(time.Minute)}}
		if a := d.answered(d.do(past, 5*time.Second)); a.Result != core.ResultRefused || a.Detail == "" {
			t.Errorf("answered %+v", a)
		}
		impossible := core.Turn{Move: core.Move{To: core.BoltPrivacy}}
		if a := d.answered(d.do(impossible, 5*time.Second)); a.Result != core.ResultRefused {
			t.Errorf("answered %+v", a)
		}
		d.hands("jam")
		if a := d.answered(d.do(unlock, 5*time.Second)); a.Result != core.ResultJammed {
			t.Errorf("answered %+v", a)
		}
	})
}

// A command for a lock that nobody tends is refused, not lost.
func TestCommandForNoLock(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{})
		if a := d.answered(d.do(unlock, 5*time.Second)); a.Result != core.ResultRefused {
			t.Errorf("answered %+v", a)
		}
	})
}

// Neglect stops everything: no link, no word, and what waited is answered.
func TestNeglect(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open")
		next[core.DoorOpened](d)
		d.hands("power off") // so that the command waits
		s.quiet(10 * time.Second)
		id := d.do(unlock, time.Minute)
		s.quiet(time.Second)
		d.do(core.Neglect{}, 0)
		if a := d.answered(id); a.Result != core.ResultExpired {
			t.Errorf("answered %+v", a)
		}
		d.hands("power on", "tag 04A1B2C3D4E5F6")
		if ins := s.quiet(2 * time.Minute); len(ins) != 0 || s.air.Links(d.addr) != 0 || len(s.driver.Signals()) != 0 {
			t.Errorf("after neglect: %+v, %d links, %v", ins, s.air.Links(d.addr), s.driver.Signals())
		}
		d.tend(core.Cursor{Journal: d.core.Journal}) // and again, from the beginning
		next[core.DoorOpened](d)
	})
}
