package virtual

import (
	"context"
	"crypto/sha256"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
	"localiq/core/clock"
)

var front = ble.Addr{MAC: [6]byte{0xc0, 0, 0, 0, 0, 1}, Random: true}

// scene is a lock on an air, and a hub's key.
type scene struct {
	t      *testing.T
	clock  core.Clock
	air    *Air
	lock   *Lock
	memory *RAM
	own    profile.KeyPair
	key    profile.PublicKey // the lock's, as it was paired
	n      byte              // of the last command
}

func stage(t *testing.T, cfg Config, play func(*testing.T, *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, clock: clock.Process(), memory: &RAM{}, own: testKey(t, "hub")}
		s.air = NewAir(s.clock)
		if cfg.Memory == nil {
			cfg.Memory = s.memory
		}
		lock, err := New(cfg, s.clock)
		if err != nil {
			t.Fatal(err)
		}
		s.lock = lock
		s.air.Add(front, lock, -60)
		defer lock.Close()
		defer s.air.Close()
		play(t, s)
	})
}

// inSession is a stage on which the lock is the hub's, and the hub is in a session with it.
func inSession(t *testing.T, cfg Config, play func(t *testing.T, s *scene, h *talk)) {
	t.Helper()
	stage(t, cfg, func(t *testing.T, s *scene) {
		s.pair()
		h, _ := s.call()
		play(t, s, h)
	})
}

func (s *scene) boltIs(want core.Bolt, when string) {
	s.t.Helper()
	if is := s.lock.State().Bolt; is != want {
		s.t.Errorf("the bolt is %s and not %s %s", is, want, when)
	}
}

// boltTurnsAfter: to the millisecond.
func (s *scene) boltTurnsAfter(d time.Duration, was, is core.Bolt) {
	s.t.Helper()
	time.Sleep(d - time.Millisecond)
	synctest.Wait()
	s.boltIs(was, "before its time")
	time.Sleep(time.Millisecond)
	synctest.Wait()
	s.boltIs(is, "after it")
}

// neighbour is a second lock in earshot.
func (s *scene) neighbour() (l *Lock, at ble.Addr, away func()) {
	s.t.Helper()
	l, err := New(Config{}, s.clock)
	if err != nil {
		s.t.Fatal(err)
	}
	at = ble.Addr{MAC: [6]byte{1}}
	s.air.Add(at, l, -60)
	return l, at, func() { s.air.Remove(at); l.Close() }
}

func testKey(t *testing.T, name string) profile.KeyPair {
	t.Helper()
	k, err := profile.KeyPairFrom(sha256.Sum256([]byte(name)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (s *scene) hands(line string) {
	s.t.Helper()
	if err := s.lock.Hands(line); err != nil {
		s.t.Fatal(err)
	}
}

// talk is a hub's end of a link, in the test's own goroutine.
type talk struct {
	*scene
	link ble.Link
	ch   *profile.Channel
	told []profile.Message // not taken yet
	err  error
}

func (s *scene) link() ble.Link {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 10*time.Second)
	defer cancel()
	synctest.Wait() // a link that ends may change the lock's address
	l, err := s.air.Connect(ctx, s.lock.Addr(front), profile.GATT)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { l.Close() })
	return l
}

// pair makes the lock ours.
func (s *scene) pair() {
	s.t.Helper()
	s.hands("pair")
	t := s.tryPair(s.own, s.lock.SetupCode())
	expect[profile.Hello](t)
	s.key = t.ch.Peer()
	t.link.Close()
	synctest.Wait()
}

func (s *scene) tryPair(own profile.KeyPair, code profile.SetupCode) *talk {
	s.t.Helper()
	l := s.link()
	ch, err := profile.OpenPairing(own, code, l.MTU(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	t := &talk{scene: s, link: l, ch: ch}
	t.flush()
	return t
}

// call opens a session, takes the lock's hello, and proves to be there.
func (s *scene) call() (*talk, profile.Hello) {
	s.t.Helper()
	t := s.tryCall(s.own)
	h := expect[profile.Hello](t)
	t.send(profile.Ack{}) // the lock now knows that we are here
	return t, h
}

// callAs is a session of another peer's.
func (s *scene) callAs(own profile.KeyPair) (*talk, profile.Hello) {
	s.t.Helper()
	t := s.tryCall(own)
	h := expect[profile.Hello](t)
	t.send(profile.Ack{})
	return t, h
}

// cycle takes the power away and gives it back.
func (s *scene) cycle() {
	s.t.Helper()
	s.hands("power off")
	s.hands("power on")
}

// setClock sets the lock's to ours.
func (t *talk) setClock() int64 {
	t.t.Helper()
	now := t.clock.Now().Wall / int64(time.Millisecond)
	t.send(profile.SetClock{UTC: now, Quality: core.Trusted})
	expect[profile.State](t)
	return now
}

func (s *scene) tryCall(own profile.KeyPair) *talk {
	s.t.Helper()
	l := s.link()
	ch, err := profile.OpenSession(own, s.key, s.lock.Serial(), l.MTU(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	t := &talk{scene: s, link: l, ch: ch}
	t.flush()
	return t
}

func (t *talk) flush() {
	t.t.Helper()
	for _, v := range t.ch.Outgoing() {
		if err := t.link.Write(t.t.Context(), profile.RX, v); err != nil {
			t.err = err
			return
		}
	}
}

func (t *talk) send(m profile.Message) {
	t.t.Helper()
	if err := t.ch.Send(m); err != nil {
		t.t.Fatal(err)
	}
	t.flush()
}

// hear waits for one value; false when the link is over or nothing came for a minute.
func (t *talk) hear() bool {
	select { // what arrived before the end comes before it
	case n := <-t.link.Notifications():
		return t.take(n)
	default:
	}
	select {
	case n := <-t.link.Notifications():
		return t.take(n)
	case <-t.link.Done():
		if len(t.link.Notifications()) > 0 {
			return t.hear()
		}
		t.err = t.link.Err()
		return false
	case <-time.After(time.Minute):
		return false
	}
}

func (t *talk) take(n ble.Note) bool {
	ms, err := t.ch.Receive(n.Data)
	t.told = append(t.told, ms...)
	if t.err = err; err != nil {
		return false
	}
	t.flush()
	return true
}

// expect takes the next message of that type, and passes over the others.
func expect[M profile.Message](t *talk) (m M) {
	t.t.Helper()
	for {
		for i, got := range t.told {
			if m, ok := got.(M); ok {
				t.told = t.told[i+1:]
				return m
			}
		}
		t.told = nil
		if !t.hear() {
			t.t.Fatalf("no %T came: %v", m, t.err)
		}
	}
}

func (s *scene) id() profile.CommandID {
	s.n++
	return profile.CommandID{15: s.n}
}

// do sends a move and waits for what came of it.
func (t *talk) do(m profile.Move) profile.Result {
	t.t.Helper()
	id := t.id()
	t.send(profile.Do{Command: id, Move: m})
	for {
		if r := expect[profile.Result](t); r.Command == id && r.Result != core.ResultAccepted {
			return r
		}
	}
}

var unlock = profile.Move{To: core.BoltUnlocked, For: 6000}
