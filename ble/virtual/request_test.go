package virtual

import (
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestRequestOpens: a tag, a verdict, an open door, and the bolt locks again by itself.
func TestRequestOpens(t *testing.T) {
	inSession(t, Config{Model: "virtual", Firmware: "1"}, func(t *testing.T, s *scene, h *talk) {
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
		s.boltIs(core.BoltUnlocked, "before its time is over")
		if e := expect[profile.Entry](h); e.Bolt != core.BoltLocked || e.By != core.ByRelock || e.Uptime.Duration() != 6*time.Second {
			t.Errorf("%+v", e)
		}
	})
}

// A refusal moves nothing, and is answered all the same.
func TestDenialMovesNothing(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
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

// After 2.5 s, and not before, the lock refuses by itself and says so in its
// journal; what the hub says then is void. [lock.offline]
func TestWithoutAVerdictTheLockRefuses(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		time.Sleep(profile.RequestWait - time.Millisecond)
		synctest.Wait()
		if a, _ := profile.ParseAdvert(s.lock.Advert(front)); !a.Flags.Has(profile.FlagRequest) {
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
		s.boltIs(core.BoltLocked, "")
	})
}

// TestVerdictIsOfItsSession: a request that outlives its session gets another nonce, and the
// verdict for the former one is void.
func TestVerdictIsOfItsSession(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
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
