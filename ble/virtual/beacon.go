package virtual

import (
	"context"
	"time"

	"localiq/ble"
)

const (
	beaconEvery = time.Second            // at rest
	openEvery   = 250 * time.Millisecond // while it is in a hurry
	burstEvery  = 100 * time.Millisecond // for burstFor after each change
	burstFor    = 3 * time.Second

	airtime  = 376 * time.Microsecond // of an advertisement of 31 bytes, at 1 Mbit/s
	swayMost = 10 * time.Millisecond  // by which each is late, at random (Core Spec Vol 6 Part B 4.4.2.2)
	capture  = 8                      // dB by which one drowns another
)

// flight is an advertisement on the air.
type flight struct {
	from  *source
	start time.Duration
}

// beacon advertises one lock: at every change, often for a while after it, else now and then.
func (a *Air) beacon(p *place) {
	defer a.work.Done()
	last := a.clock.Now()
	var of <-chan struct{} // what ad is what it advertises until
	var ad ble.Advert
	for n := uint64(0); ; n++ {
		changed := p.lock.Changed()
		a.send(&p.source, p, n, func() ble.Advert {
			if of != changed || ad.Data == nil || !p.lock.Powered() {
				of, ad.Addr = changed, p.lock.Addr(p.addr)
				ad.Connectable, ad.Data = true, p.lock.Advert(ad.Addr)
			}
			return ad
		})
		since, _ := a.clock.Now().Sub(last)
		every := a.every(&p.source, since < burstFor, p.lock.Hurried())
		due, stop := a.clock.After(every)
		select {
		case <-due:
		case <-changed:
			last = a.clock.Now()
		case <-p.left:
			stop()
			return
		case <-a.closing:
			stop()
			return
		}
		stop()
	}
}

// every is how long a lock waits before it advertises again what it did before.
func (a *Air) every(s *source, fresh, hurried bool) time.Duration {
	a.mu.Lock()
	rests := a.Rest != 0 && !a.roughLocked(s)
	a.mu.Unlock()
	switch {
	case rests && fresh:
		return beaconEvery // each of them is heard
	case rests:
		return a.Rest
	case fresh:
		return burstEvery
	case hurried:
		return openEvery
	}
	return beaconEvery
}

// send puts the n-th advertisement of s on the air; p is the lock, nil for a neighbour. Where there
// is weather it takes its time, and who else is on the air then matters.
func (a *Air) send(s *source, p *place, n uint64, say func() ble.Advert) {
	a.mu.Lock()
	rough := a.roughLocked(s)
	a.mu.Unlock()
	if rough && p != nil && a.pause(context.Background(), time.Duration(a.dice().chance(fateSway, s.id, n)*float64(swayMost))) != nil {
		return
	}
	ad := say()
	if ad.Data == nil {
		return
	}
	start := a.clock.Now().Up
	if rough {
		a.mu.Lock()
		for len(a.flights) > 0 && a.flights[0].start < start-2*airtime {
			a.flights = a.flights[1:]
		}
		a.flights = append(a.flights, flight{s, start})
		a.mu.Unlock()
	}
	a.hand(s, p, ad, n, start, false)
	if rough && p != nil && a.pause(context.Background(), airtime) == nil {
		a.hand(s, p, ad, n, start, true)
	}
}

// hand gives an advertisement to every radio that hears it: with weather, or without.
func (a *Air) hand(s *source, p *place, ad ble.Advert, n uint64, start time.Duration, rough bool) {
	a.hearing.Lock()
	defer a.hearing.Unlock()
	for _, r := range a.hearers(s, p, &ad, n, start, rough) {
		for _, sink := range r.ears {
			heard := ad
			heard.RSSI = r.rssi
			(*sink)(heard)
		}
	}
}

// hearer is a radio with the signal of this advertisement.
type hearer struct {
	*Antenna
	rssi int8
}

func (a *Air) hearers(s *source, p *place, ad *ble.Advert, n uint64, start time.Duration, rough bool) (hs []hearer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if p != nil && a.places[p.addr] != p {
		return nil
	}
	for _, r := range a.radios {
		w := a.weatherLocked(r, s)
		if (w != Weather{}) != rough || r.down != nil || r.hang != nil {
			continue
		}
		rssi := a.signalLocked(r, s, start)
		if rough && (a.dice().chance(fateHeard, r.id, s.id, n) >= (1-w.lost(rssi))*(1-w.Deaf) || w.Crowd && a.drownedLocked(r, s, start)) {
			continue
		}
		hs = append(hs, hearer{r, rssi})
		r.metLocked(ad, p)
	}
	return hs
}

// metLocked tells who waits to connect to this address.
func (r *Antenna) metLocked(ad *ble.Advert, p *place) {
	if !ad.Connectable {
		return
	}
	for _, c := range r.calls {
		if c.to == ad.Addr {
			select {
			case c.met <- p:
			default:
			}
		}
	}
}

// drownedLocked is true for an advertisement that another one overlaps.
func (a *Air) drownedLocked(r *Antenna, s *source, start time.Duration) bool {
	mine := a.signalLocked(r, s, start)
	for _, f := range a.flights {
		if f.from != s && (f.start-start).Abs() < airtime && int(a.signalLocked(r, f.from, start)) > int(mine)-capture {
			return true
		}
	}
	return false
}
