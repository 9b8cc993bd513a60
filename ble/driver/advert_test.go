package driver_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

func (d *door) signal() core.Signal { return d.site.driver.Signals()[d.core.ID] }

// A lock that was given a key seals what it advertises and takes another address from time to
// time. It is found by the seal, called where it is, and known by its former address for a while.
func TestLockIsFoundWhateverItsAddress(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		if d.Addr(d.addr) != d.addr {
			t.Fatal("it took another address while a link stood")
		}
		at := map[ble.Addr]bool{}
		var last ble.Addr
		for i := range 8 {
			s.quiet(16 * time.Minute)
			now := d.Addr(d.addr)
			at[now] = true
			if id, ok := s.driver.LockAt(now); !ok || id != d.core.ID {
				t.Fatalf("nobody is known at %s", now)
			}
			if id, ok := s.driver.LockAt(last); i > 0 && (!ok || id != d.core.ID) {
				t.Errorf("the address of a quarter of an hour ago is forgotten")
			}
			last = now
			start := time.Now()
			d.hands("open", "close")
			if next[core.DoorClosed](d); time.Since(start) > time.Second {
				t.Errorf("at %s it took %v", now, time.Since(start))
			}
		}
		if len(at) < 8 || at[d.addr] {
			t.Errorf("addresses: %v", at)
		}
		if sig := d.signal(); !sig.Proved || count[core.LockSilent](d) != 0 {
			t.Errorf("%+v, silent %d times", sig, count[core.LockSilent](d))
		}
		if _, ok := s.driver.LockAt(ble.Addr{MAC: [6]byte{1}}); ok {
			t.Error("a stranger's address is a lock's")
		}
	})
}

// A lock that changes its address while we call it at the old one is called at the new one.
func TestLockThatMovesWhileItIsCalled(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.air.Drop(d.addr) // its first private address follows
		d.hands("tag 04A1B2C3D4E5F6")
		start := time.Now()
		next[core.AccessRequested](d)
		if took := time.Since(start); took > time.Second {
			t.Errorf("the request took %v", took)
		}
	})
}

// An advertisement that was recorded says nothing: no connection, no sign of life (replay).
func TestReplayedAdvertisementSaysNothing(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		d.hands("tag 04A1B2C3D4E5F6")
		recorded := d.advert()
		next[core.KeyRefusedAway](d)
		d.hands("open", "close")
		s.quiet(time.Minute)
		links := d.signal().Links
		for range 60 {
			s.driver.Heard(recorded)
			s.quiet(time.Second)
		}
		if got := d.signal().Links; got != links {
			t.Errorf("%d connections for a recording", got-links)
		}
		d.hands("power off")
		off := time.Now()
		for count[core.LockSilent](d) == 0 && time.Since(off) < 2*time.Minute {
			s.driver.Heard(recorded)
			s.quiet(time.Second)
		}
		if gone := time.Since(off); gone > time.Minute {
			t.Errorf("a recording kept the lock alive for %v", gone)
		}
	})
}

// Once a key is agreed, an advertisement in clear says nothing, whoever's serial is in it; to a
// pairing it does (downgrade).
func TestDowngradedAdvertisementSaysNothing(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		links := d.signal()
		for i := range 60 {
			clear := profile.Advert{Version: 1, Sequence: uint16(900 + i), Flags: profile.FlagRequest, Serial: d.Serial()}
			for _, a := range []ble.Addr{d.addr, d.Addr(d.addr), {MAC: [6]byte{9}}} {
				s.driver.Heard(ble.Advert{Addr: a, RSSI: -30, Connectable: true, Data: clear.Bytes()})
			}
			s.quiet(time.Second)
		}
		if got := d.signal(); got.Links != links.Links || got.RSSI != links.RSSI || !got.Proved {
			t.Errorf("before %+v, after %+v", links, got)
		}
		d.hands("pair")
		if _, _, err := s.driver.Pair(s.t.Context(), d.SetupCode().Reveal()); err != nil {
			t.Errorf("pair a lock that had a key: %v", err)
		}
	})
}

// A lock that cannot seal goes on in clear, and is served.
func TestLockThatCannotSeal(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{Lacks: profile.CanSealAdvert})
		s.quiet(time.Minute)
		d.hands("open")
		next[core.DoorOpened](d)
		if sig := d.signal(); sig.Proved || d.Addr(d.addr) != d.addr {
			t.Errorf("%+v at %s", sig, d.Addr(d.addr))
		}
	})
}

// A lock that lost its memory advertises what looks like a recording. It is called all the same,
// now and then, and then found: while recordings of a lock that is really gone cost little.
func TestLockWithAnOldMemoryIsFound(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		old, err := d.memory.Load()
		if err != nil {
			t.Fatal(err)
		}
		for range 400 {
			d.hands("open", "close")
			s.quiet(100 * time.Millisecond)
		}
		s.quiet(time.Minute)
		if h, _ := d.told(); h[len(h)-1] != 800 {
			t.Fatalf("told %d entries", len(h))
		}
		d.replace(virtual.Config{Memory: remembers(t, old), Journal: 2000})
		s.seen = nil
		next[core.LockSilent](d)
		begun, _ := next[core.JournalBegun](d)
		d.hands("open")
		if _, in := next[core.DoorOpened](d); in.Claim.Index != 1 || in.Claim.Journal != begun.Journal || begun.Journal == d.core.Journal {
			t.Errorf("after %+v came %+v", begun, in)
		}
		s.quiet(5 * time.Minute)
		if sig := d.signal(); !sig.Proved || count[core.LockSilent](d) != 1 {
			t.Errorf("%+v\n%s", sig, s.story())
		}
	})
}

// So is one that only lost its count of advertisements: nothing else shows it.
func TestLockThatLostItsCountIsFound(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		old, _ := d.memory.Load()
		for range 300 {
			d.hands("battery 10", "battery 90")
			s.quiet(time.Second)
		}
		s.quiet(time.Minute)
		d.replace(virtual.Config{Memory: remembers(t, old)})
		next[core.LockSilent](d)
		next[core.LockHeard](d)
		s.quiet(time.Minute)
		d.hands("open")
		start := time.Now()
		if next[core.DoorOpened](d); time.Since(start) > time.Second || !d.signal().Proved {
			t.Errorf("%+v after %v", d.signal(), time.Since(start))
		}
		if s.quiet(time.Hour); count[core.LockSilent](d) != 1 || count[core.JournalBegun](d) != 1 {
			t.Errorf("silent %d times, %d journals", count[core.LockSilent](d), count[core.JournalBegun](d))
		}
	})
}

// BenchmarkHear is what one advertisement costs: of a lock at its address, of strangers, and of
// somebody who floods the air with what looks like a lock's.
func BenchmarkHear(b *testing.B) {
	s, end := newSite(b, setup{config: nil})
	defer end()
	for range core.MaxLocks {
		s.tended(virtual.Config{})
	}
	s.quiet(300 * time.Millisecond)
	noise := rand.New(rand.NewPCG(1, 2))
	made := func(addr func(int) ble.Addr) (ads []ble.Advert) {
		key := [32]byte{0xee}
		for i := range 1 << 16 {
			a := addr(i)
			ads = append(ads, ble.Advert{Addr: a, RSSI: -70, Data: profile.SealAdvert(key, a, uint32(i), 0)})
		}
		return ads
	}
	random := func(i int) (a ble.Addr) {
		binary.BigEndian.PutUint32(a.MAC[:], noise.Uint32())
		binary.BigEndian.PutUint16(a.MAC[4:], uint16(i))
		a.Random = true
		return a
	}
	flood, spoofed := made(random), made(func(int) ble.Addr { return s.locks[0].advert().Addr })
	own := s.locks[0].advert()
	speaker := ble.Advert{Addr: ble.Addr{MAC: [6]byte{3}}, Data: append([]byte{2, 1, 6, 27, 0xff}, bytes.Repeat([]byte{7}, 26)...)}
	for _, c := range []struct {
		name string
		next func(i int) ble.Advert
	}{
		{"lock", func(int) ble.Advert { return own }},
		{"loudspeaker", func(int) ble.Advert { return speaker }},
		{"flood", func(i int) ble.Advert { return flood[i%len(flood)] }},
		{"flood from a lock's address", func(i int) ble.Advert { return spoofed[i%len(spoofed)] }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				s.driver.Heard(c.next(i))
			}
		})
	}
}

// A flood of what looks like locks does not keep a lock from being found at another address.
func TestFloodDoesNotHideALock(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(14 * time.Minute)
		before := d.Addr(d.addr)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			for i := 0; ; i++ {
				a := ble.Addr{MAC: [6]byte{0x40, 1, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)}, Random: true}
				s.driver.Heard(ble.Advert{Addr: a, Data: profile.SealAdvert([32]byte{1}, a, uint32(i), 0)})
				select {
				case <-stop:
					return
				case <-time.After(2 * time.Millisecond):
				}
			}
		}()
		s.quiet(2 * time.Minute)
		d.hands("open")
		start := time.Now()
		next[core.DoorOpened](d)
		if took := time.Since(start); took > 30*time.Second || d.Addr(d.addr) == before {
			t.Errorf("it took %v at %s, before %s", took, d.Addr(d.addr), before)
		}
		if n := count[core.LockSilent](d); n > 0 {
			t.Errorf("silent %d times", n)
		}
	})
}

// replace puts another lock with the same name at the door, with what that one remembers.
func (d *door) replace(cfg virtual.Config) {
	d.site.t.Helper()
	cfg.Serial = d.Serial()
	d.site.air.Remove(d.addr)
	d.Close()
	l, err := virtual.New(cfg, d.site.clock)
	if err != nil {
		d.site.t.Fatal(err)
	}
	d.Lock, d.memory = l, cfg.Memory
	d.site.air.Add(d.addr, l, -60)
}

func remembers(t testing.TB, b []byte) virtual.Memory {
	m := &virtual.RAM{}
	if err := m.Save(b); err != nil {
		t.Fatal(fmt.Errorf("remember: %w", err))
	}
	return m
}
