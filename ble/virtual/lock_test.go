package virtual

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestRequestOpens: a tag, a verdict, an open door, and the bolt locks again by itself.
func TestRequestOpens(t *testing.T) {
	stage(t, Config{Model: "virtual", Firmware: "1"}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		s.hands("tag-hold 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		if q.Kind != core.KeyTag || string(q.Credential) != "\x04\xa1\xb2\xc3" || !q.Held {
			t.Fatalf("%+v", q)
		}
		id := s.id()
		h.send(profile.Verdict{Request: q.Request, Granted: true, Reason: core.Granted, Command: id, Move: unlock})
		e := expect[profile.Entry](h)
		if e.Kind != profile.EntryBoltTurned || e.Bolt != core.BoltUnlocked || e.By != core.ByHub || e.Command != id || e.Index != 1 {
			t.Errorf("%+v", e)
		}
		if r := expect[profile.Result](h); r.Command != id || r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		s.hands("open")
		if e := expect[profile.Entry](h); e.Kind != profile.EntryDoorOpened || e.Age.Duration() != 0 {
			t.Errorf("%+v", e)
		}
		time.Sleep(5999 * time.Millisecond)
		synctest.Wait()
		if b := s.lock.State().Bolt; b != core.BoltUnlocked {
			t.Errorf("%s before its time is over", b)
		}
		if e := expect[profile.Entry](h); e.Bolt != core.BoltLocked || e.By != core.ByRelock || e.Uptime.Duration() != 6*time.Second {
			t.Errorf("%+v", e)
		}
	})
}

// TestDenied: a refusal moves nothing, and is answered all the same.
func TestDenied(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		s.hands("pin 123456")
		q := expect[profile.AccessRequest](h)
		h.send(profile.Verdict{Request: q.Request, Reason: core.OutsideSchedule, Command: s.id()})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		time.Sleep(profile.RequestWait)
		synctest.Wait()
		if head := s.lock.hello().Head; head != 0 {
			t.Errorf("%d entries of a refusal that the hub knows of", head)
		}
	})
}

// TestNoVerdict: after 2.5 s, and not before, the lock refuses by itself and says so in its
// journal; what the hub says then is void. [lock.offline]
func TestNoVerdict(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		time.Sleep(profile.RequestWait - time.Millisecond)
		synctest.Wait()
		if a, _ := profile.ParseAdvert(s.lock.Advert()); !a.Flags.Has(profile.FlagRequest) {
			t.Error("the lock gave up early")
		}
		e := expect[profile.Entry](h)
		if e.Kind != profile.EntryKeyRefused || e.KeyKind != core.KeyTag || string(e.Credential) != "\x04\xa1\xb2\xc3" || e.Uptime.Duration() != profile.RequestWait {
			t.Errorf("%+v", e)
		}
		h.send(profile.Verdict{Request: q.Request, Granted: true, Command: s.id(), Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultExpired {
			t.Errorf("%+v", r)
		}
		if b := s.lock.State().Bolt; b != core.BoltLocked {
			t.Errorf("the bolt is %s", b)
		}
	})
}

// TestVerdictIsOfItsSession: a request that outlives its session gets another nonce, and the
// verdict for the former one is void.
func TestVerdictIsOfItsSession(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		s.hands("tag 04A1B2C3")
		first := expect[profile.AccessRequest](h)
		s.air.Drop(front)
		time.Sleep(time.Second)
		h, _ = s.call()
		second := expect[profile.AccessRequest](h)
		if second.Request == first.Request || second.Age.Duration() != time.Second {
			t.Errorf("%+v after %+v", second, first)
		}
		h.send(profile.Verdict{Request: first.Request, Granted: true, Command: s.id(), Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultExpired {
			t.Errorf("%+v", r)
		}
		h.send(profile.Verdict{Request: second.Request, Granted: true, Command: s.id(), Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
	})
}

// TestNotAfter: a command that comes late moves nothing, is answered, and stays so.
func TestNotAfter(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, hello := s.call()
		time.Sleep(2 * time.Second)
		late := profile.Do{Command: s.id(), NotAfter: hello.State.Uptime + 1999, Move: unlock}
		h.send(late)
		if r := expect[profile.Result](h); r.Result != core.ResultExpired || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
		late.NotAfter = 0
		h.send(late)
		if r := expect[profile.Result](h); r.Result != core.ResultExpired || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("the same command with another limit: %+v", r)
		}
		h.send(profile.Do{Command: s.id(), NotAfter: hello.State.Uptime + 2000, Move: unlock})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("in time: %+v", r)
		}
	})
}

// TestSameCommandTwice moves once: in one session, in the next, and after a power cut.
func TestSameCommandTwice(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		do := profile.Do{Command: s.id(), Move: unlock}
		for i := range 3 {
			h.send(do)
			if r := expect[profile.Result](h); r.Command != do.Command || r.Result != core.ResultDone {
				t.Fatalf("time %d: %+v", i+1, r)
			}
			if i == 0 {
				time.Sleep(10 * time.Second)
			}
			h.link.Close()
			if i == 1 {
				s.hands("power off")
				s.hands("power on")
			}
			h, _ = s.call()
		}
		if head := s.lock.hello().Head; head != 2 {
			t.Errorf("%d entries: unlocked and locked again are two", head)
		}
	})
}

// TestLast16Results: the sixteenth back is still told, the seventeenth was never seen.
func TestLast16Results(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		for range profile.Remembered + 1 {
			h.do(profile.Move{To: core.BoltLocked})
		}
		for id, want := range map[byte]core.Result{1: core.ResultNeverSeen, 2: core.ResultDone, profile.Remembered + 1: core.ResultDone, 99: core.ResultNeverSeen} {
			h.send(profile.AskResult{Command: profile.CommandID{15: id}})
			if r := expect[profile.Result](h); r.Result != want || r.Command[15] != id {
				t.Errorf("command %d: %+v", id, r)
			}
		}
	})
}

// TestHoldEnds: by its duration or at its end, whichever is first, with no hub about. [eom]
func TestHoldEnds(t *testing.T) {
	minute := profile.MillisOf(time.Minute)
	for name, c := range map[string]struct {
		move  func(now int64) profile.Move
		clock bool
		after time.Duration // 0: never
	}{
		"duration":       {func(int64) profile.Move { return profile.Move{For: minute} }, false, time.Minute},
		"end":            {func(now int64) profile.Move { return profile.Move{Until: now + 30_000} }, true, 30 * time.Second},
		"end first":      {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 30_000} }, true, 30 * time.Second},
		"duration first": {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 90_000} }, true, time.Minute},
		"no clock":       {func(now int64) profile.Move { return profile.Move{For: minute, Until: now + 30_000} }, false, time.Minute},
		"until told":     {func(int64) profile.Move { return profile.Move{} }, false, 0},
	} {
		stage(t, Config{}, func(t *testing.T, s *scene) {
			s.pair()
			h, _ := s.call()
			now := s.clock.Now().Wall / int64(time.Millisecond)
			if c.clock {
				h.send(profile.SetClock{UTC: now, Quality: core.Trusted})
			}
			m := c.move(now)
			m.To = core.BoltOffice
			if r := h.do(m); r.Result != core.ResultDone {
				t.Fatalf("%s: %+v", name, r)
			}
			s.air.Remove(front)
			if c.after == 0 {
				time.Sleep(30 * 24 * time.Hour)
			} else {
				time.Sleep(c.after - time.Millisecond)
			}
			synctest.Wait()
			if b := s.lock.State().Bolt; b != core.BoltOffice {
				t.Errorf("%s: %s too early", name, b)
			}
			if time.Sleep(time.Millisecond); c.after == 0 {
				return
			}
			synctest.Wait()
			l, _ := s.lock.rec.Journal.at(s.lock.rec.Journal.Head)
			if b := s.lock.State().Bolt; b != core.BoltLocked || l.By != core.ByHoldEnd {
				t.Errorf("%s: %s by %s at the end", name, b, l.By)
			}
		})
	}
}

// TestHoldRefused: one that the lock could not end by itself, or that is over.
func TestHoldRefused(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		now := s.clock.Now().Wall / int64(time.Millisecond)
		if r := h.do(profile.Move{To: core.BoltOffice, Until: now + 1000}); r.Result != core.ResultRefused {
			t.Errorf("without a clock: %+v", r)
		}
		h.send(profile.SetClock{UTC: now, Quality: core.Trusted})
		if r := h.do(profile.Move{To: core.BoltOffice, Until: now - 1, For: 1000}); r.Result != core.ResultRefused {
			t.Errorf("in the past: %+v", r)
		}
		if b := s.lock.State().Bolt; b != core.BoltLocked {
			t.Errorf("the bolt is %s", b)
		}
	})
}

// TestMomentaryOpeningDoesNotEndAHold: who comes in during office hours locks nobody out.
func TestMomentaryOpeningDoesNotEndAHold(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		h.do(profile.Move{To: core.BoltOffice, For: 60_000})
		h.do(unlock)
		time.Sleep(59 * time.Second)
		synctest.Wait()
		if b := s.lock.State().Bolt; b != core.BoltOffice {
			t.Errorf("%s", b)
		}
		h.do(profile.Move{To: core.BoltLocked})
		if b := s.lock.State().Bolt; b != core.BoltLocked {
			t.Errorf("%s after a command to lock", b)
		}
	})
}

// TestPowerCut keeps the pairing, the journal and the results, and ends what was open: the lock
// cannot know for how long it was off.
func TestPowerCut(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, before := s.call()
		h.do(profile.Move{To: core.BoltOffice, For: 3600_000})
		s.hands("tag 04A1B2C3")
		expect[profile.AccessRequest](h)
		s.hands("power off")
		if h.hear(); !errors.Is(h.err, h.link.Err()) || h.err == nil {
			t.Errorf("the link stands without power: %v", h.err)
		}
		s.hands("open")
		if err := s.lock.Hands("tag 04A1B2C3"); err == nil {
			t.Error("a lock without power reads a tag")
		}
		time.Sleep(time.Hour)
		s.hands("power on")
		h, after := s.call()
		st := after.State
		if st.Boot != before.State.Boot+1 || st.Clock != core.Untrusted || after.Journal != before.Journal || after.Head != 2 {
			t.Errorf("%+v", after)
		}
		if st.Bolt != core.BoltLocked || st.BoltAge.Duration() != 0 || st.Contact != core.ContactOpen || st.ContactAge.Known() {
			t.Errorf("%+v", st)
		}
		h.send(profile.ReadJournal{From: 1, Max: 9})
		if e := expect[profile.Entry](h); e.Boot != before.State.Boot || e.Age.Known() || e.Bolt != core.BoltOffice {
			t.Errorf("%+v", e)
		}
		if e := expect[profile.Entry](h); e.Boot != st.Boot || e.By != core.ByHoldEnd || e.Age.Duration() != 0 {
			t.Errorf("%+v", e)
		}
		h.send(profile.AskResult{Command: profile.CommandID{15: 1}})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
	})
}

// TestRestart: another Lock on the same memory is the same lock.
func TestRestart(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		s.hands("battery 12")
		s.lock.Close()
		again, err := New(Config{Memory: s.memory}, s.clock)
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		if again.PublicKey() != s.key || !again.Paired() || again.State().Battery != 12 || again.SetupCode() != s.lock.SetupCode() {
			t.Error("it is another lock")
		}
		if _, err := New(Config{Memory: s.memory, Serial: profile.Serial{1}}, s.clock); err == nil {
			t.Error("a lock took another's memory")
		}
	})
}

// TestPowerCutWhileMoving: nobody knows how far it came, so the result is unknown for good, and
// the command is not done again.
func TestPowerCutWhileMoving(t *testing.T) {
	stage(t, Config{Motor: time.Second}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		do := profile.Do{Command: s.id(), Move: unlock}
		h.send(do)
		if r := expect[profile.Result](h); r.Result != core.ResultAccepted {
			t.Fatalf("%+v", r)
		}
		s.hands("power off")
		s.hands("power on")
		h, _ = s.call()
		h.send(profile.AskResult{Command: do.Command})
		if r := expect[profile.Result](h); r.Result != core.ResultUnknown || r.Detail == "" {
			t.Errorf("%+v", r)
		}
		h.send(do)
		if r := expect[profile.Result](h); r.Result != core.ResultUnknown || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
	})
}

// TestMotor: accepted at once, done when it is; moves wait for each other, and not too many.
func TestMotor(t *testing.T) {
	stage(t, Config{Motor: time.Second}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		var got []core.Result
		for range maxMoves + 1 {
			h.send(profile.Do{Command: s.id(), Move: unlock})
			got = append(got, expect[profile.Result](h).Result)
		}
		h.send(profile.Do{Command: s.id(), Move: profile.Move{To: core.BoltLocked}})
		got = append(got, expect[profile.Result](h).Result)
		a := core.ResultAccepted
		if want := []core.Result{a, a, a, a, core.ResultRefused, a}; !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		for i := range maxMoves + 1 {
			if r := expect[profile.Result](h); r.Result != core.ResultDone {
				t.Errorf("%+v", r)
			}
			if up := s.lock.State().Uptime.Duration(); up != time.Duration(i+1)*time.Second {
				t.Errorf("move %d is done at %v", i+1, up)
			}
		}
		if b := s.lock.State().Bolt; b != core.BoltLocked {
			t.Errorf("%s", b)
		}
	})
}

// TestJam: the lock says that it is stuck, and is not drawn as locked.
func TestJam(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		h.do(unlock)
		s.hands("jam")
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if b := s.lock.State().Bolt; b != core.BoltJammed {
			t.Errorf("%s", b)
		}
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultJammed {
			t.Errorf("%+v", r)
		}
		s.hands("unjam")
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
	})
}

// TestBrokenMemory: a lock that could not remember an opening does not open; it still locks,
// and does not pair.
func TestBrokenMemory(t *testing.T) {
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		h.do(unlock)
		s.memory.Break(errors.New("no space"))
		if r := h.do(profile.Move{To: core.BoltOffice}); r.Result != core.ResultRefused {
			t.Errorf("%+v", r)
		}
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
		s.hands("open")
		if a, _ := profile.ParseAdvert(s.lock.Advert()); !a.Flags.Has(profile.FlagFault) || s.lock.Fault() == nil {
			t.Error("it does not show its fault")
		}
		s.hands("pair")
		p := s.tryPair(testKey(t, "other"), s.lock.SetupCode())
		for p.hear() {
		}
		if len(p.told) != 0 {
			t.Errorf("paired without keeping it: %v", p.told)
		}
		s.memory.Break(nil)
		s.hands("close")
		if a, _ := profile.ParseAdvert(s.lock.Advert()); a.Flags.Has(profile.FlagFault) {
			t.Error("it does not notice that it is mended")
		}
		s.call()
	})
}
