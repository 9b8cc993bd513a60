package driver_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// Identify and Release are answered as every command, also where the lock cannot.
func TestIdentifyAndRelease(t *testing.T) {
	inSite(t, 0, func(s *site) {
		var said []string
		d := s.tended(virtual.Config{Say: func(l string) { said = append(said, l) }})
		s.quiet(time.Minute)
		if a := d.answered(d.do(core.Identify{For: 10 * time.Second}, time.Minute)); a.Result != core.ResultDone {
			t.Errorf("%+v", a)
		}
		if !strings.Contains(strings.Join(said, "\n"), "identify") {
			t.Errorf("the lock says %q", said)
		}
		old := s.tended(virtual.Config{Lacks: profile.CanIdentify | profile.CanRelease})
		for _, op := range []core.Op{core.Identify{For: time.Second}, core.Release{}} {
			if a := old.answered(old.do(op, time.Minute)); a.Result != core.ResultRefused || a.Detail == "" {
				t.Errorf("%T: %+v", op, a)
			}
		}
		if a := d.answered(d.do(core.Release{}, time.Minute)); a.Result != core.ResultDone {
			t.Errorf("%+v", a)
		}
		s.quiet(time.Minute)
		if d.Paired() {
			t.Error("it was released, and is still ours")
		}
	})
}

// What was lost on the way to an Identify is unknown, and asked.
func TestLostIdentifyIsUnknown(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Stall(d.addr)
		id := d.do(core.Identify{For: time.Second}, time.Minute)
		s.quiet(time.Second)
		s.air.Drop(d.addr)
		if a := d.answered(id); a.Result != core.ResultUnknown {
			t.Errorf("%+v", a)
		}
		s.air.Flow(d.addr)
		d.do(core.AskResult{Of: id}, 0)
		if a := d.answered(id); a.Result != core.ResultNeverSeen {
			t.Errorf("%+v", a)
		}
	})
}

// A lock that turns us away is told of to people once, and again when the hub lost that.
func TestLockThatRefusesIsTold(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		d.hands("reset")
		s.quiet(20 * time.Minute)
		if n := count[core.LockRefuses](d); n != 1 {
			t.Fatalf("told %d times\n%s", n, s.story())
		}
		if e, _ := s.find(func(in core.Input) bool { _, ok := in.Event.(core.LockRefuses); return ok }).Event.(core.LockRefuses); e.Why == "" || strings.Contains(e.Why, "profile") {
			t.Errorf("%+v", e)
		}
		d.tend(core.Cursor{Journal: d.core.Journal})
		s.quiet(40 * time.Minute)
		if n := count[core.LockRefuses](d); n != 2 {
			t.Errorf("told %d times", n)
		}
	})
}

func (s *site) find(ok func(core.Input) bool) (in core.Input) {
	for _, in := range s.seen {
		if ok(in) {
			return in
		}
	}
	return in
}

// A lock that got an old memory back writes numbers again that it has used. They are told under
// another name, from 1 on: nothing twice, nothing left out; also over a restart of the hub, and
// when it happens once more.
func TestLockThatForgot(t *testing.T) {
	inSetup(t, setup{family: inClear}, func(s *site) {
		d := s.tended(virtual.Config{Journal: 100})
		d.hands("open", "close")
		next[core.DoorClosed](d)
		s.quiet(time.Minute)
		memory, _ := d.memory.Load()
		names := map[core.JournalID]bool{d.core.Journal: true}
		for turn := range 3 {
			d.hands("open", "close", "open", "close")
			for range 2 {
				next[core.DoorClosed](d)
			}
			s.quiet(time.Minute)
			d.replace(virtual.Config{Memory: remembers(t, memory), Journal: 100})
			begun, _ := next[core.JournalBegun](d)
			if names[begun.Journal] {
				t.Errorf("turn %d: %q again", turn, begun.Journal)
			}
			names[begun.Journal] = true
			d.hands("handle")
			_, in := next[core.HandleTurned](d)
			if in.Claim.Index != 1 || in.Claim.Journal != begun.Journal {
				t.Errorf("turn %d: %+v", turn, in)
			}
			d.do(core.AckJournal{Cursor: core.Cursor{Journal: begun.Journal, Index: 1}}, 0)
			s.quiet(time.Minute)
			s.restart()
			s.seen = nil
			d.tend(core.Cursor{Journal: begun.Journal, Index: 1})
			next[core.LockReported](d)
			d.hands("tamper")
			if _, in := next[core.Tampered](d); in.Claim.Index != 2 || in.Claim.Journal != begun.Journal || count[core.JournalBegun](d) != 0 {
				t.Errorf("turn %d, after a restart: %+v\n%s", turn, in, s.story())
			}
		}
	})
}

// Too many wrong PINs are told.
func TestEntryLimited(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		for range 5 {
			d.hands("pin 271828")
			e, _ := next[core.AccessRequested](d)
			d.do(core.Answer{Request: e.Request, Reason: core.CredentialUnknown}, 3*time.Second)
			s.quiet(3 * time.Second)
		}
		if s.quiet(time.Minute); count[core.EntryLimited](d) != 1 {
			t.Fatalf("told %d times", count[core.EntryLimited](d))
		}
		if e := s.find(func(in core.Input) bool { _, ok := in.Event.(core.EntryLimited); return ok }).Event.(core.EntryLimited); e.Kind != core.KeyPIN || e.For != time.Minute {
			t.Errorf("%+v", e)
		}
	})
}

// maker signs firmware.
type maker struct {
	public  ed25519.PublicKey
	private ed25519.PrivateKey
}

func newMaker(t testing.TB) maker {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return maker{public, private}
}

func (m maker) image(t testing.TB, model string, number uint32, size int) []byte {
	t.Helper()
	b, err := profile.SignImage(m.private, profile.ImageHead{Model: model, Number: number, Version: "2.0"}, bytes.Repeat([]byte{byte(number)}, size))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (m maker) lock() virtual.Config {
	return virtual.Config{Model: "virtual", Firmware: "1.0", FirmwareNumber: 10, Maker: m.public}
}

// updating runs an Update while the hub reads.
func (d *door) updating(ctx context.Context, image []byte, progress func(done, total int)) error {
	over := make(chan error, 1)
	go func() { over <- d.site.driver.Update(ctx, d.core.ID, image, progress) }()
	for {
		select {
		case in := <-d.site.out:
			d.site.seen = append(d.site.seen, in)
		case err := <-over:
			return err
		}
	}
}

// Firmware that the maker signed comes to the lock, and the lock says that it runs.
func TestFirmware(t *testing.T) {
	inSite(t, 0, func(s *site) {
		m := newMaker(s.t)
		d := s.tended(m.lock())
		s.quiet(time.Minute)
		var steps []int
		err := d.updating(s.t.Context(), m.image(s.t, "virtual", 11, 20000), func(done, total int) {
			if total != 20000 || len(steps) > 0 && done < steps[len(steps)-1] {
				t.Errorf("%d of %d after %v", done, total, steps)
			}
			steps = append(steps, done)
		})
		if err != nil || len(steps) < 3 || steps[len(steps)-1] != 20000 {
			t.Fatalf("%v, steps %v", err, steps)
		}
		next[core.LockUpdated](d)
		if s.quiet(time.Minute); !s.reported(d, "2.0") {
			t.Errorf("it does not run\n%s", s.story())
		}
		if err := d.updating(s.t.Context(), m.image(s.t, "virtual", 11, 20000), nil); err != nil {
			t.Errorf("what runs already: %v", err)
		}
	})
}

func (s *site) reported(d *door, firmware string) bool {
	return s.find(func(in core.Input) bool {
		e, ok := in.Event.(core.LockReported)
		return ok && e.Firmware == firmware
	}).Event != nil
}

// Whatever cuts the link on the way, the image goes on where it was; somebody at a door goes first.
func TestFirmwareGoesOnWhereItWas(t *testing.T) {
	c := &cutting{}
	inSetup(t, setup{links: 1, between: func(a *virtual.Air) ble.Radio { c.Air = a; a.WriteTime = 5 * time.Millisecond; return c }}, func(s *site) {
		m := newMaker(s.t)
		other, d := s.tended(virtual.Config{}), s.tended(m.lock())
		s.quiet(time.Minute)
		cuts := 0
		stop := time.AfterFunc(300*time.Millisecond, func() { other.hands("tag 04A1B2C3D4E5F6") })
		defer stop.Stop()
		before, _, _ := c.soFar()
		err := d.updating(s.t.Context(), m.image(s.t, "virtual", 12, 60000), func(done, total int) {
			if done > 0 && cuts < 4 {
				cuts++
				c.arm(7 + 10*cuts)
			}
		})
		if err != nil || cuts != 4 {
			t.Fatalf("%v after %d cuts", err, cuts)
		}
		if n, _, _ := c.soFar(); n-before > 800 {
			t.Errorf("%d frames", n)
		}
		s.quiet(time.Minute)
		if e := s.find(func(in core.Input) bool { _, ok := in.Event.(core.AccessRequested); return ok }); e.Event == nil || !s.reported(d, "2.0") {
			t.Errorf("asked %+v, updated %v", e, s.reported(d, "2.0"))
		}
	})
}

// Each way not to update says what to do.
func TestFirmwareThatIsNotTaken(t *testing.T) {
	inSite(t, 0, func(s *site) {
		m, stranger := newMaker(s.t), newMaker(s.t)
		d, old := s.tended(m.lock()), s.tended(virtual.Config{Lacks: profile.CanUpdate})
		s.quiet(time.Minute)
		good := m.image(s.t, "virtual", 11, 3000)
		damaged := bytes.Clone(good)
		damaged[len(damaged)-1] ^= 1
		short, cancel := context.WithTimeout(s.t.Context(), time.Minute)
		defer cancel()
		for _, c := range []struct {
			name  string
			ctx   context.Context
			door  *door
			hands string
			image []byte
			want  core.Code
			do    string
		}{
			{"no image", s.t.Context(), d, "", []byte("LIQF"), core.CodeInvalid, "fetch it again"},
			{"damaged", s.t.Context(), d, "", damaged, core.CodeInvalid, "fetch it again"},
			{"a stranger's", s.t.Context(), d, "", stranger.image(s.t, "virtual", 11, 3000), core.CodeRefused, "maker"},
			{"another model's", s.t.Context(), d, "", m.image(s.t, "other", 11, 3000), core.CodeRefused, "model"},
			{"an older one", s.t.Context(), d, "", m.image(s.t, "virtual", 9, 3000), core.CodeRefused, "nothing"},
			{"too big", s.t.Context(), d, "", m.image(s.t, "virtual", 11, 300<<10), core.CodeRefused, "maker"},
			{"a lock that takes none", s.t.Context(), old, "", good, core.CodeRefused, "maker"},
			{"low battery", s.t.Context(), d, "battery 10", good, core.CodeRefused, "batteries"},
			{"nobody there", short, d, "power off", good, core.CodeLockOffline, "earshot"},
		} {
			c.door.hands(c.hands)
			err := c.door.updating(c.ctx, c.image, nil)
			var told *core.Error
			if !errors.As(err, &told) || told.Code != c.want || !strings.Contains(told.Do, c.do) {
				t.Errorf("%s: %#v", c.name, err)
			}
			s.quiet(30 * time.Second)
		}
		if err := s.driver.Update(s.t.Context(), "nobody", good, nil); core.AsError(err).Code != core.CodeNotFound {
			t.Errorf("no such lock: %v", err)
		}
	})
}

// One update of a lock at a time; one that is given up leaves nothing behind; a lock that is
// neglected meanwhile says so.
func TestFirmwareIsGivenUp(t *testing.T) {
	inSite(t, 0, func(s *site) {
		m := newMaker(s.t)
		d := s.tended(m.lock())
		s.air.Stall(d.addr)
		ctx, cancel := context.WithCancel(s.t.Context())
		first := make(chan error, 1)
		go func() { first <- s.driver.Update(ctx, d.core.ID, m.image(s.t, "virtual", 11, 3000), nil) }()
		synctest.Wait()
		if err := s.driver.Update(s.t.Context(), d.core.ID, m.image(s.t, "virtual", 11, 3000), nil); core.AsError(err).Code != core.CodeRefused {
			t.Errorf("a second one: %v", err)
		}
		cancel()
		if err := <-first; core.AsError(err).Code != core.CodeRefused {
			t.Errorf("given up: %v", err)
		}
		s.quiet(time.Minute)
		go func() { first <- s.driver.Update(s.t.Context(), d.core.ID, m.image(s.t, "virtual", 11, 3000), nil) }()
		synctest.Wait()
		d.do(core.Neglect{}, 0)
		s.quiet(time.Second)
		if err := <-first; core.AsError(err).Code != core.CodeRefused {
			t.Errorf("neglected: %v", err)
		}
	})
}
