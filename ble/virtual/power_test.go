package virtual

import (
	"errors"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestPowerCutKeepsPairingJournalAndResults keeps the pairing, the journal and the results, and ends what was open: the lock
// cannot know for how long it was off.
func TestPowerCutKeepsPairingJournalAndResults(t *testing.T) {
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

// Another Lock on the same memory is the same lock.
func TestRestartedLockIsTheSame(t *testing.T) {
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
	inSession(t, Config{Motor: time.Second}, func(t *testing.T, s *scene, h *talk) {
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

// A lock that could not remember an opening does not open; it still locks,
// and does not pair.
func TestLockThatCannotRememberDoesNotOpen(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		h.do(unlock)
		s.memory.Break(errors.New("no space"))
		if r := h.do(profile.Move{To: core.BoltOffice}); r.Result != core.ResultRefused {
			t.Errorf("%+v", r)
		}
		if r := h.do(profile.Move{To: core.BoltLocked}); r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", r)
		}
		s.hands("open")
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); !a.Flags.Has(profile.FlagFault) || s.lock.Fault() == nil {
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
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); a.Flags.Has(profile.FlagFault) {
			t.Error("it does not notice that it is mended")
		}
		s.call()
	})
}

// TestNothingUnkeptIsTold: an entry that a power cut could take has not been told, so that its
// index never means two things. It is told once it is kept.
func TestNothingUnkeptIsTold(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		s.memory.Break(errors.New("no space"))
		s.hands("open")
		h.send(profile.ReadJournal{From: 1, Max: 9})
		if e := expect[profile.JournalEnd](h); e.Head != 0 || e.Tail != 1 || len(h.told) != 0 {
			t.Errorf("%+v, then %v", e, h.told)
		}
		s.hands("power off")
		s.memory.Break(nil)
		s.hands("power on")
		h, hello := s.call()
		if hello.Head != 0 || hello.State.Contact != core.ContactOpen || hello.State.ContactAge.Known() {
			t.Errorf("%+v", hello)
		}
		s.memory.Break(errors.New("no space"))
		s.hands("close")
		s.hands("open")
		s.memory.Break(nil)
		s.hands("close")
		for i, kind := range []profile.EntryKind{profile.EntryDoorClosed, profile.EntryDoorOpened, profile.EntryDoorClosed} {
			if e := expect[profile.Entry](h); e.Index != uint32(i+1) || e.Kind != kind {
				t.Errorf("%+v", e)
			}
		}
	})
}
