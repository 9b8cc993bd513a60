//go:build e2e && linux

package radio_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/rig/vradio"
)

// All who are called are looked for at the same time: one that is not there costs the others
// nothing, and one that advertises once a second costs a second, not one each. With a list that is
// too short, or none, everybody gets a turn all the same, and a picky controller too.
func manyAtATime(t *testing.T) {
	for _, c := range []struct {
		name  string
		list  byte
		picky bool
	}{{"a list of 16", 16, false}, {"a list of 2", 2, false}, {"no list", 0, false}, {"a list, and picky", 16, true}} {
		b := newBench(t, func(ctl *vradio.Controller) { ctl.List(c.list); ctl.Picky(c.picky) })
		go b.Scan(t.Context(), func(ble.Advert) {})
		if want := max(int(c.list), 1); b.Dials() != want {
			t.Errorf("%s: it can call %d at a time", c.name, b.Dials())
		}
		absent := b.echo()
		var away sync.WaitGroup
		away.Go(func() {
			if _, err := b.call(absent, 3*time.Second); !errors.Is(err, ble.ErrTimeout) {
				t.Errorf("%s: nobody is there, and: %v", c.name, err)
			}
		})
		var there sync.WaitGroup
		var mu sync.Mutex
		var last time.Duration
		t0 := time.Now()
		for i := range 5 {
			p := b.echo()
			p.Advert = slowly(p, time.Duration(i)*200*time.Millisecond)
			p.Power(true)
			there.Go(func() {
				l, err := b.call(p, patience)
				if err == nil {
					err = trip(l, []byte{byte(i)}, patience)
				}
				if err != nil {
					t.Errorf("%s: %v", c.name, err)
					return
				}
				mu.Lock()
				last = max(last, time.Since(t0))
				mu.Unlock()
			})
		}
		there.Wait()
		away.Wait()
		figure("%s: five peers that advertise once a second, and one that is not there: the last was served after %s", c.name, last.Round(time.Millisecond))
		if c.list >= 6 && last > 3*time.Second {
			t.Errorf("%s: the last of five was served after %s", c.name, last)
		}
		if len(b.falls) != 0 {
			t.Errorf("%s: it cost the radio: %v", c.name, b.falls)
		}
	}
}

// slowly has p advertise once a second.
func slowly(p *vradio.Peripheral, phase time.Duration) func() (vradio.Beacon, bool) {
	next := time.Now().Add(phase)
	return func() (vradio.Beacon, bool) {
		now := time.Now()
		if now.Before(next) {
			return vradio.Beacon{}, false
		}
		next = now.Add(time.Second)
		return vradio.Beacon{Addr: p.Addr, AddrType: p.AddrType, Data: p.Data, RSSI: -60}, true
	}
}

// A radio whose hub is gone leaves no call behind at the controller, which would link the next lock that
// advertises to nobody: a phone then finds it no more.
func leavesNoCallBehind(t *testing.T) {
	b := newBench(t, nil)
	go b.Scan(t.Context(), func(ble.Advert) {})
	p, sought, heard := b.echo(), make(chan struct{}), make(chan struct{})
	var gone atomic.Bool
	rounds := 0
	p.Advert = func() (vradio.Beacon, bool) { // asked in each round of the air in which no link stands
		switch {
		case !gone.Load():
			if rounds == 0 && b.ctl.Seeks() {
				rounds++
				close(sought)
			}
			return vradio.Beacon{}, false
		case rounds == 10:
			close(heard)
		}
		rounds++
		return vradio.Beacon{Addr: p.Addr, AddrType: p.AddrType, Data: p.Data, RSSI: -60}, true
	}
	p.Power(true)
	go b.call(p, patience)
	happens(t, sought, "it is not called")
	b.end()
	gone.Store(true)
	happens(t, heard, "it was linked by a radio that is gone")
}

func happens(t *testing.T, it <-chan struct{}, otherwise string) {
	t.Helper()
	select {
	case <-it:
	case <-time.After(patience):
		t.Fatal(otherwise)
	}
}

// Callers come and go as they like, and give up whenever they like: nobody is told anything but that
// the peer did not answer, the radio goes on, and in the end everybody is found.
func callersComeAndGo(t *testing.T) {
	b := newBench(t, nil)
	go b.Scan(t.Context(), func(ble.Advert) {})
	var ps []*vradio.Peripheral
	for i := range 12 {
		p := b.echo()
		p.Advert = slowly(p, time.Duration(i)*80*time.Millisecond)
		p.Power(true)
		ps = append(ps, p)
	}
	var under sync.WaitGroup
	var found, late atomic.Int64
	end := time.Now().Add(5 * time.Second)
	for i, p := range ps {
		under.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for time.Now().Before(end) {
				l, err := b.call(p, time.Duration(20+r.IntN(1500))*time.Millisecond)
				switch {
				case err == nil:
					found.Add(1)
					l.Close()
				case errors.Is(err, ble.ErrTimeout):
					late.Add(1)
				default:
					t.Errorf("peer %d: %v", i, err)
				}
			}
		})
	}
	under.Wait()
	for i, p := range ps {
		l, err := b.call(p, patience)
		if err != nil {
			t.Errorf("afterwards, peer %d: %v", i, err)
			continue
		}
		l.Close()
	}
	figure("12 callers that give up at random, 5 s: %d found, %d given up", found.Load(), late.Load())
	if len(b.falls) != 0 {
		t.Errorf("it cost the radio: %v", b.falls)
	}
}
