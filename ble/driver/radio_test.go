package driver_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/virtual"
	"localiq/core"
)

// When a radio rises, whoever could not connect for want of one does at once; without being told,
// after half a minute at most. Meanwhile nobody asks a dead radio again and again.
func TestRadioRises(t *testing.T) {
	for told, most := range map[bool]time.Duration{true: 300 * time.Millisecond, false: 31 * time.Second} {
		c := &cutting{}
		inSetup(t, setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }}, func(s *site) {
			d := s.tended(virtual.Config{})
			s.quiet(time.Minute)
			s.air.Fall()
			_, before, _ := c.soFar()
			id := d.do(unlock, time.Hour)
			s.quiet(29 * time.Second)
			if _, n, _ := c.soFar(); n-before != 1 {
				t.Errorf("a dead radio was asked %d times", n)
			}
			s.air.Rise()
			if told {
				s.driver.RadioRose()
			}
			start := time.Now()
			if a := d.answered(id); a.Result != core.ResultDone || time.Since(start) > most {
				t.Errorf("told: %v: %+v after %v", told, a, time.Since(start))
			}
		})
	}
}

// A link that goes with its radio is made again at once: there may be another radio.
func TestLinkThatFellWithItsRadio(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open")
		next[core.DoorOpened](d)
		s.air.Fall()
		s.air.Rise()
		d.hands("close")
		start := time.Now()
		if next[core.DoorClosed](d); time.Since(start) > time.Second {
			t.Errorf("it took %v", time.Since(start))
		}
	})
}

// deafRadio answers everything and hears nothing while it is deaf.
type deafRadio struct {
	*virtual.Air
	mu     sync.Mutex
	deaf   bool
	cure   string // "scan": another scan mends it; "reset"; "": nothing does
	scans  int
	resets []time.Time
}

func (r *deafRadio) Scan(ctx context.Context, sink func(ble.Advert)) error {
	r.mu.Lock()
	r.scans++
	r.deaf = r.deaf && r.cure != "scan"
	r.mu.Unlock()
	return r.Air.Scan(ctx, func(a ble.Advert) {
		r.mu.Lock()
		deaf := r.deaf
		r.mu.Unlock()
		if !deaf {
			sink(a)
		}
	})
}

func (r *deafRadio) Reset(string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resets = append(r.resets, time.Now())
	r.deaf = r.deaf && r.cure != "reset"
}

func (r *deafRadio) falls(cure string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deaf, r.cure = true, cure
}

// did is what the radio was told so far.
func (r *deafRadio) did() (scans int, resets []time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.scans, r.resets
}

func onDeaf(t *testing.T, test func(*site, *deafRadio)) {
	r := &deafRadio{}
	inSetup(t, setup{between: func(a *virtual.Air) ble.Radio { r.Air = a; return r }}, func(s *site) { test(s, r) })
}

// A radio that hears nothing of locks that were near is told to scan anew, then to begin anew, and
// then less and less often: the locks may be away (beacon watchdog).
func TestDeafRadioIsReset(t *testing.T) {
	for _, cure := range []string{"scan", "reset"} {
		onDeaf(t, func(s *site, r *deafRadio) {
			d := s.tended(virtual.Config{})
			s.quiet(time.Minute)
			r.falls(cure)
			fell := time.Now()
			for range map[string]int{"scan": 2, "reset": 3}[cure] {
				s.quiet(50 * time.Second)
			}
			if scans, resets := r.did(); len(resets) > 0 && cure == "scan" || len(resets) != 1 && cure == "reset" || scans != 2+2*len(resets) {
				t.Errorf("%s: %d scans, resets at %v, fell at %v", cure, scans, resets, fell)
			}
			d.hands("open")
			if next[core.DoorOpened](d); time.Since(fell) > 151*time.Second {
				t.Errorf("%s: heard after %v", cure, time.Since(fell))
			}
		})
	}
	onDeaf(t, func(s *site, r *deafRadio) {
		s.tended(virtual.Config{})
		s.quiet(time.Minute)
		r.falls("")
		s.quiet(24 * time.Hour)
		_, resets := r.did()
		if n := len(resets); n < 20 || n > 35 {
			t.Fatalf("%d resets in a day", n)
		}
		if first := resets[1].Sub(resets[0]); first > 3*time.Minute {
			t.Errorf("the second after %v", first)
		}
	})
}

// A radio is not deaf where there was nothing to hear: no lock was near, or each is connected.
func TestQuietAirIsNoDeafRadio(t *testing.T) {
	onDeaf(t, func(s *site, r *deafRadio) {
		d := s.paired(virtual.Config{})
		d.hands("power off")
		d.tend(core.Cursor{})
		s.quiet(10 * time.Minute)
		d.hands("power on", "open") // and it stays connected
		next[core.DoorOpened](d)
		r.falls("")
		s.quiet(10 * time.Minute)
		if scans, resets := r.did(); len(resets) != 0 || scans != 1 {
			t.Errorf("%d resets, %d scans", len(resets), scans)
		}
	})
}

// pacedAir notes the pace of its links.
type pacedAir struct {
	*virtual.Air
	mu    sync.Mutex
	paces []pacing
}

type pacing struct {
	fast bool
	at   time.Time
}

type pacedLink struct {
	ble.Link
	air *pacedAir
}

func (a *pacedAir) Connect(ctx context.Context, at ble.Addr, g ble.GATT) (ble.Link, error) {
	l, err := a.Air.Connect(ctx, at, g)
	if err != nil {
		return nil, err
	}
	return pacedLink{l, a}, nil
}

func (l pacedLink) Pace(_ context.Context, fast bool) error {
	l.air.mu.Lock()
	defer l.air.mu.Unlock()
	l.air.paces = append(l.air.paces, pacing{fast, time.Now()})
	return nil
}

// A link is fast while something is under way and for a second more, then slow; proving that it
// stands is nothing under way.
func TestPace(t *testing.T) {
	p := &pacedAir{}
	inSetup(t, setup{between: func(a *virtual.Air) ble.Radio { p.Air = a; return p }}, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		p.take()
		d.hands("open") // which keeps the link, and has it proved every 5 s
		start := time.Now()
		next[core.DoorOpened](d)
		s.quiet(time.Minute)
		if paces := p.take(); len(paces) != 2 || !paces[0].fast || paces[1].fast || paces[1].at.Sub(start) > 1500*time.Millisecond {
			t.Fatalf("%+v, began at %v", paces, start)
		}
		d.hands("tag 04A1B2C3D4E5F6")
		start = time.Now()
		next[core.KeyRefusedAway](d)
		s.quiet(time.Minute)
		paces, fast := p.take(), time.Duration(0)
		for i, c := range paces[1:] {
			if paces[i].fast {
				fast += c.at.Sub(paces[i].at)
			}
		}
		if n := len(paces); paces[n-1].fast || !paces[0].fast || paces[0].at != start || fast > 5*time.Second {
			t.Errorf("%+v, began at %v", paces, start)
		}
	})
}

// take is what was asked since the last time.
func (a *pacedAir) take() (paces []pacing) {
	a.mu.Lock()
	defer a.mu.Unlock()
	paces, a.paces = a.paces, nil
	return paces
}
