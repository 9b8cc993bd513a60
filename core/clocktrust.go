package core

import "time"

// ClockSource is who says what time it is (semantics, Decided on top: clock).
type ClockSource uint8

const (
	SourceNone    ClockSource = iota // nobody, since the power came on
	SourceBattery                    // the box's battery-backed clock (RTC)
	SourceLocks                      // the clocks of at least two locks that agree
	SourceNTP                        // a time server, as the kernel says
	SourcePerson                     // somebody who looked at a watch
	SourceMade                       // a made-up clock: demo, rehearsal, test
)

var sourceNames = []string{"none", "battery clock", "locks", "time server", "person", "made up"}

func (s ClockSource) String() string                { return enumName(sourceNames, s) }
func (s ClockSource) MarshalText() ([]byte, error)  { return []byte(s.String()), nil }
func (s *ClockSource) UnmarshalText(b []byte) error { return enumParse(sourceNames, b, s) }

const (
	// ClockFresh is how long the word of a source stands; then the clock is in holdover.
	ClockFresh = 24 * time.Hour
	// clockPace is how fast a clock that runs on its own goes wrong, at most: 25 parts in a
	// million, about a minute in 30 days.
	clockPace = 25
)

// ClockState is what the hub believes of its wall clock, and why. It is bound to one boot: in it
// the wall clock is Base + Up, whatever is done to the box's own, until a source says otherwise.
// The zero value believes nobody.
type ClockState struct {
	Trust  Trust         `json:"trust,omitempty"` // as told last
	Since  Instant       `json:"since,omitzero"`  // of that trust; zero: not judged yet
	Boot   BootID        `json:"boot,omitempty"`
	Base   int64         `json:"base,omitempty"` // ns UTC at Up 0 of Boot
	Source ClockSource   `json:"source,omitempty"`
	Proven Instant       `json:"proven,omitzero"`  // when Source spoke last
	Within time.Duration `json:"within,omitempty"` // how far its word may lie from the truth, either way
	// Floor is the newest instant that was kept while the clock was believed, in boots before this;
	// FloorBy stood behind it. A clock that shows less is not believed.
	Floor   int64       `json:"floor,omitempty"`
	FloorBy ClockSource `json:"floorBy,omitempty"`
	// Against is a source that says otherwise and was not believed; zero: none.
	Against ClockWord  `json:"against,omitzero"`
	Locks   []LockWord `json:"locks,omitempty"` // what locks said in this boot, while nobody is believed; by lock
}

// ClockWord is what a source says, as the wall clock at Up 0.
type ClockWord struct {
	Source ClockSource `json:"source"`
	Base   int64       `json:"base"`
}

// LockWord is what the clock of a lock says.
type LockWord struct {
	Lock LockID `json:"lock"`
	Base int64  `json:"base"` // ns UTC at Up 0
}

// TrustAt is how far the clock may be believed at an instant: an old word decays (reliability 3.2).
func (c *ClockState) TrustAt(boot BootID, up time.Duration) Trust {
	switch {
	case c.Source == SourceNone || c.Boot != boot:
		return Untrusted
	case c.Source == SourceMade:
		return Trusted
	case up-c.Proven.Up < ClockFresh:
		return Trusted
	}
	return Holdover
}

// Drift is how far the clock may lie from the truth by now, either way; it grows with Up since
// the last proof. ok is false while nobody is believed: then nobody can tell.
func (c *ClockState) Drift(at Instant) (d time.Duration, ok bool) {
	switch {
	case c.TrustAt(at.Boot, at.Up) == Untrusted:
		return 0, false
	case c.Source == SourceMade:
		return 0, true
	}
	return c.Within + (at.Up-c.Proven.Up)/1e6*clockPace, true
}

// Judge is what the hub's clock shows when the box's own shows raw. newest is Site.At.Wall. A raw
// instant that says of itself that it is trusted comes from a made-up clock, and is taken as it is.
func (c *ClockState) Judge(raw Instant, newest int64) Instant {
	if raw.Trust != Untrusted {
		return raw
	}
	if c.Source != SourceMade { // by which a box was believed for as long as somebody said so
		raw.Trust = c.TrustAt(raw.Boot, raw.Up)
	}
	switch {
	case raw.Trust != Untrusted:
		raw.Wall = c.Base + int64(raw.Up)
	case c.Boot == raw.Boot:
		raw.Wall = max(raw.Wall, c.Base+int64(raw.Up))
	default:
		raw.Wall = max(raw.Wall, c.Floor, newest)
	}
	return raw
}

// BoxClock is what the box's own clock and its sources say, read together. The zero value: they
// were not read.
type BoxClock struct {
	Base   int64         `json:"base"`             // of the box's wall clock: ns UTC at Up 0
	Synced bool          `json:"synced,omitempty"` // the kernel says that a time server disciplines it
	Within time.Duration `json:"within,omitempty"` // and how far it may be off then
	// Battery is the battery-backed clock's, ns UTC at Up 0; 0: there is none, or it has lost its time.
	Battery int64 `json:"battery,omitempty"`
}

// Of clocks.
type (
	// ClockRead: the sources were read, because the box's clock was set, or as they are now and then.
	ClockRead struct{ Box BoxClock }
	// LockClock is what the clock of a lock showed when it spoke, in an authenticated session.
	LockClock struct {
		Lock    LockID
		Wall    int64 // ns UTC
		Quality Trust // how well the hub knew that set it
	}
	// ClockConfirmed: somebody says that it is Wall (ns UTC; 0: as the hub shows), to within Within.
	ClockConfirmed struct {
		Wall   int64         `json:",omitempty"`
		Within time.Duration `json:",omitempty"`
	}
)

func (ClockRead) event()      {}
func (LockClock) event()      {}
func (ClockConfirmed) event() {}

// ConfirmClock says that the hub's clock is right (Wall 0), or what it should show. Within is how
// far that may be off; 0: half a minute, a look at a watch.
type ConfirmClock struct {
	Wall   int64         `json:",omitempty"` // ns UTC
	Within time.Duration `json:",omitempty"`
}

func (ConfirmClock) wish() {}
