package rules

import (
	"time"

	"localiq/core"
)

// The wall clock: who is believed when it says what time it is, in the order of semantics "Decided
// on top". A word is adopted as core.ClockState.Base; the hub's clock then runs on Up, and setting
// the box's own moves it only where a source stands behind it.

const (
	setBack       = 5 * time.Minute       // a source sets the clock back by no more, unless it outranks the floor
	clockRest     = time.Hour             // between two proofs that are kept
	clockSame     = 10 * time.Millisecond // two words are the same
	batteryWithin = 2 * time.Second       // a battery clock counts whole seconds
	batteryNear   = time.Minute           // still the same clock, though it runs at another pace
	personWithin  = 30 * time.Second      // a look at a watch
)

// clockStarts is the clock's part of HubStarted: another boot knows only the floor.
func (d *draft) clockStarts(e core.HubStarted) {
	c, at := &d.hub.Clock, d.in.At
	made := at.Trust != core.Untrusted && (c.Source == core.SourceMade || c.TrustAt(at.Boot, at.Up) == core.Untrusted)
	if c.Boot != at.Boot || made != (c.Source == core.SourceMade) {
		d.nextBoot()
	}
	if made {
		c.Source, c.Proven = core.SourceMade, at
	}
	if c.Since.IsZero() {
		c.Since = at
	}
	d.clockRead(e.Box)
}

// nextBoot believes nobody. The newest instant that was kept while somebody was believed is the
// floor. One that was kept while nobody was is none; the clock goes on from it all the same, because
// an untrusted clock is read as "at least" (see validity).
func (d *draft) nextBoot() {
	was, at, kept := d.hub.Clock, d.in.At, d.s.At
	next := core.ClockState{Trust: was.Trust, Since: was.Since, Boot: at.Boot, Base: at.Wall - int64(at.Up), Floor: was.Floor, FloorBy: was.FloorBy}
	if kept.Trust != core.Untrusted && kept.Wall > was.Floor {
		next.Floor, next.FloorBy = kept.Wall, was.Source
	}
	d.hub.Clock = next
}

// clockRead is what stands behind the box's own clock. The battery clock is asked where no time
// server has spoken lately.
func (d *draft) clockRead(box core.BoxClock) {
	c, trust := &d.hub.Clock, d.trust()
	off := time.Duration(box.Battery - c.Base).Abs()
	switch {
	case c.Source == core.SourceMade:
	case box.Synced:
		d.proves(core.SourceNTP, box.Base, box.Within)
	case box.Battery == 0 || trust == core.Trusted && c.Source != core.SourceBattery:
	case trust != core.Untrusted && off <= batteryNear:
		d.proves(core.SourceBattery, c.Base, batteryWithin+off)
	case time.Duration(box.Battery-box.Base).Abs() <= batteryWithin && (trust == core.Untrusted || c.Source == core.SourceBattery):
		d.proves(core.SourceBattery, box.Base, batteryWithin) // somebody may have set both
	case trust != core.Untrusted: // it runs away from what was proven, or was read wrong
	default:
		d.proves(core.SourceBattery, box.Battery, batteryWithin)
	}
}

// clockConfirmed is a person's word, and above all others.
func (d *draft) clockConfirmed(e core.ClockConfirmed) {
	wall, within := e.Wall, e.Within
	if wall == 0 {
		wall = d.in.At.Wall
	}
	if within <= 0 {
		within = personWithin
	}
	switch {
	case d.hub.Clock.Source == core.SourceMade:
		d.refuse(core.Errorf(core.CodeRefused, "this hub's clock is believed as it is").Advise("it is a demo, or was started with --believe-clock"))
	case wall < earliest():
		d.refuse(core.Errorf(core.CodeInvalid, "it cannot be %s", time.Unix(0, wall).In(d.cfg.Zone).Format("2 Jan 2006 15:04")).
			Advise("look at the year: localiq clock set 2026-11-22T16:40"))
	default:
		was := d.now().Wall
		d.proves(core.SourcePerson, wall-int64(d.in.At.Up), within)
		d.setBackByHand(was, wall)
	}
}

// earliest: this was not written before, ns UTC.
func earliest() int64 { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano() }

// proves adopts a word, or says that it is not believed. One that says the same again is kept once
// an hour.
func (d *draft) proves(by core.ClockSource, base int64, within time.Duration) {
	c, at := &d.hub.Clock, d.in.At
	if d.tooEarly(by, base) {
		d.doubts(by, base)
		return
	}
	same := time.Duration(base-c.Base).Abs() < clockSame && c.TrustAt(at.Boot, at.Up) != core.Untrusted
	if same && by == c.Source && by != core.SourcePerson && at.Up-c.Proven.Up < clockRest {
		return
	}
	if !same {
		c.Base = base
	}
	if now := base + int64(at.Up); now < c.Floor {
		c.Floor, c.FloorBy = now, by // what was kept above it was kept by a clock that was wrong
	}
	c.Boot, c.Source, c.Within, c.Locks, c.Against = at.Boot, by, within, nil, core.ClockWord{}
	c.Proven = core.Instant{Wall: c.Base + int64(at.Up), Boot: at.Boot, Up: at.Up, Trust: core.Trusted}
}

// tooEarly: it would be before what is kept already, by more than a clock goes wrong, on the word of
// one who does not outrank whoever stood behind that.
func (d *draft) tooEarly(by core.ClockSource, base int64) bool {
	c, up := &d.hub.Clock, int64(d.in.At.Up)
	floor, floorBy := c.Floor, c.FloorBy
	if c.TrustAt(d.in.At.Boot, d.in.At.Up) != core.Untrusted {
		floor, floorBy = c.Base+up, c.Source
	}
	if base+up < earliest() {
		return true
	}
	return by != core.SourcePerson && weight(by) <= weight(floorBy) && base+up < floor-int64(setBack)
}

// weight orders sources by whom one believes about the past. What was kept on no known source's word
// (by an older release, or a made-up clock) is no less than a battery clock's.
func weight(s core.ClockSource) core.ClockSource {
	if s == core.SourceNone || s == core.SourceMade {
		return core.SourceBattery
	}
	return s
}

// doubts is told once for each word.
func (d *draft) doubts(by core.ClockSource, base int64) {
	c := &d.hub.Clock
	if c.Against.Source == by && time.Duration(base-c.Against.Base).Abs() < setBack {
		return
	}
	c.Against = core.ClockWord{Source: by, Base: base}
	d.tell(core.Notice{What: core.ClockDoubted, Until: base + int64(d.in.At.Up), Detail: by.Say()})
}
