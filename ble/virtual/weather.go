package virtual

import (
	"math"
	"time"

	"localiq/ble"
)

// Weather is what lies between one radio and one lock. The zero Weather is a perfect air: bytes
// are there at once and whole, and nothing ends that nobody ended. In any other a link lives in
// connection events, and what it loses the link layer sends again at the next one: loss costs
// time, and never order. Chances are from 0 to 1.
type Weather struct {
	// The air itself.
	Loss   float64 // of each packet, each way; 1 is silence: a link dies of it after 4 s
	Edge   int8    // dBm at which distance loses half of the packets; 0: it loses none
	Fading float64 // dB by which the signal swings, from second to second
	Deaf   float64 // of each advertisement, on top of Loss: the radio listens elsewhere
	Crowd  bool    // of advertisements at the same instant only one that is much louder is heard

	// Time.
	Fast, Slow    time.Duration // between connection events, see ble.Pacer; 0: 15 ms, 150 ms
	Delay, Jitter time.Duration // what comes over a link waits in our stack for Delay, and up to Jitter more

	// Connections that are none.
	Stillborn float64 // reported as made, and never established (0x3e)
	Mute      float64 // dies within 10 s without anybody telling us; what is written waits for ever

	// A stack or a controller that lies. No link layer does this: it has checksums and sequence
	// numbers. A session must end of it, and never act on it.
	Twice   float64 // a notification is handed up twice
	Swap    float64 // a notification is handed up before the one that came with it
	Corrupt float64 // a bit of a value falls over, either way
	Another float64 // a connection is made to another lock than was asked for
	Pretend float64 // a write is said to have been taken, and never goes out
}

// Point is a place in metres.
type Point struct{ X, Y float64 }

// pair is one radio and one lock; or, without a lock, all that the radio hears.
type pair struct {
	radio string
	lock  ble.Addr
}

// SetWeather makes the weather of every pair that has none of its own, from now on, also for
// links that stand.
func (a *Air) SetWeather(w Weather) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.weather = w
	a.kickLocked()
}

// SetWeatherBetween makes the weather of one pair: radio is a name given to Radio, "" for the
// air's own; lock an address given to Add.
func (a *Air) SetWeatherBetween(radio string, lock ble.Addr, w Weather) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.local[pair{radio, lock}] = w
	a.kickLocked()
}

// kickLocked has every link look at the weather.
func (a *Air) kickLocked() {
	for l := range a.links {
		l.course.poke()
	}
}

func (a *Air) weatherOf(l *link) Weather {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.weatherLocked(l.radio, &l.place.source)
}

func (a *Air) weatherLocked(r *Antenna, s *source) Weather {
	if w, ok := a.local[pair{r.name, s.addr}]; ok {
		return w
	}
	return a.weather
}

// roughLocked is true where some pair of s has a weather.
func (a *Air) roughLocked(s *source) bool {
	for _, r := range a.radios {
		if a.weatherLocked(r, s) != (Weather{}) {
			return true
		}
	}
	return false
}

func (w Weather) fast() time.Duration { return orElse(w.Fast, 15*time.Millisecond) }
func (w Weather) slow() time.Duration { return orElse(w.Slow, 150*time.Millisecond) }

func orElse(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}

// lost is the chance that a packet of that signal is.
func (w Weather) lost(rssi int8) float64 {
	if w.Edge == 0 {
		return w.Loss
	}
	far := 1 / (1 + math.Exp((float64(rssi)-float64(w.Edge))/2))
	return 1 - (1-w.Loss)*(1-far)
}

// signalLocked is how well r hears s at an Up: what was set for the pair; else, where the lock
// was placed, by distance (free space to 1 m, then walls: 30 dB a decade); else what Add said.
func (a *Air) signalLocked(r *Antenna, s *source, at time.Duration) int8 {
	dBm, ok := a.signals[pair{r.name, s.addr}]
	switch {
	case ok:
	case s.at != nil:
		away := math.Hypot(s.at.X-r.at.X, s.at.Y-r.at.Y)
		dBm = int8(max(-127, -50-30*math.Log10(max(away, 1))))
	default:
		dBm = s.rssi
	}
	w := a.weatherLocked(r, s)
	if w.Fading == 0 {
		return dBm
	}
	swing := w.Fading * a.dice().normal(fateFading, r.id, s.id, uint64(at/time.Second))
	return int8(min(max(float64(dBm)+swing, -127), 20))
}
