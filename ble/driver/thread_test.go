package driver_test

import (
	"testing"
	"time"

	"localiq/ble/virtual"
	"localiq/core"
)

// A tag at the lock becomes a request, the verdict opens the bolt, and the lock relocks (spec:
// tag, and the thread).
func TestTagOpensTheBolt(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		time.Sleep(20 * time.Second) // the link is long closed
		if n := s.air.Links(d.addr); n != 0 {
			t.Fatalf("%d links while nothing happens", n)
		}
		d.hands("tag 04A1B2C3D4E5F6")
		at := s.clock.Now()
		e, in := next[core.AccessRequested](d)
		if want := digest(core.KeyTag, []byte{0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}); e.Digest != want || e.Kind != core.KeyTag || e.Held {
			t.Errorf("the request is %+v", e)
		}
		if age, _ := in.Happened.Sub(at); age < -time.Millisecond || age > time.Millisecond {
			t.Errorf("it happened %v off", age)
		}
		id := d.do(grant(e.Request, 6*time.Second), 3*time.Second)
		turned, _ := next[core.BoltTurned](d)
		if turned.To != core.BoltUnlocked || turned.By != core.ByHub {
			t.Errorf("the bolt turned %+v", turned)
		}
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
		turned, in = next[core.BoltTurned](d)
		if turned.To != core.BoltLocked || turned.By != core.ByRelock || in.Late {
			t.Errorf("relock: %+v", in)
		}
		if open, _ := in.Happened.Sub(at); open < 6*time.Second || open > 6*time.Second+10*time.Millisecond {
			t.Errorf("it was open for %v", open)
		}
	})
}

// A verdict is good for its request in its session only (contract 7).
func TestVerdictOfAnEndedSessionExpires(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("tag 04A1B2C3D4E5F6")
		e, _ := next[core.AccessRequested](d)
		s.air.Drop(d.addr)
		again, _ := next[core.AccessRequested](d) // the lock still waits, and asks in the new session
		if again.Request == e.Request {
			t.Fatal("the request kept its nonce across sessions")
		}
		if a := d.answered(d.do(grant(e.Request, 6*time.Second), 3*time.Second)); a.Result != core.ResultExpired {
			t.Errorf("answered %+v", a)
		}
		if b := d.State().Bolt; b != core.BoltLocked {
			t.Errorf("the bolt is %s", b)
		}
		id := d.do(grant(again.Request, 6*time.Second), 3*time.Second)
		if a := d.answered(id); a.Result != core.ResultDone {
			t.Errorf("answered %+v", a)
		}
	})
}

// A verdict after the lock's own wait comes too late, and the lock's journal says that it
// refused (spec: tag).
func TestNoVerdictIsARefusalByTheLock(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("pin 271828")
		e, _ := next[core.AccessRequested](d)
		refused, _ := next[core.KeyRefusedAway](d)
		if refused.Digest != e.Digest || refused.Kind != core.KeyPIN {
			t.Errorf("refused %+v, asked %+v", refused, e)
		}
		if a := d.answered(d.do(grant(e.Request, 6*time.Second), 3*time.Second)); a.Result != core.ResultExpired {
			t.Errorf("answered %+v", a)
		}
	})
}

// A request goes past the journal, and so past whatever the bolt did meanwhile: it says itself
// what the bolt is. Once the journal has been told, the hub knows better.
func TestRequestTellsTheBolt(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		d.hands("handle", "tag 04A1B2C3D4E5F6")
		first, _ := next[core.AccessRequested](d)
		if first.Bolt == core.BoltUnknown {
			t.Errorf("with an unread journal: %+v", first)
		}
		d.do(grant(first.Request, time.Second), 3*time.Second)
		s.quiet(3 * time.Second)
		d.hands("tag 04A1B2C3D4E5F6")
		if second, _ := next[core.AccessRequested](d); second.Bolt != core.BoltUnknown {
			t.Errorf("with the journal told: %+v", second)
		}
	})
}
