package core

import "slices"

// DoorMode stands above office mode and keys at a door; the higher, the stronger (OM-8).
type DoorMode uint8

const (
	ModeNormal   DoorMode = iota // none stands: office mode and keys say what the door does
	ModeBlocked                  // locked for maintenance: it opens for nobody
	ModeLockdown                 // locked: it opens for whoever may override a lockdown
	ModeFireOpen                 // held open for everybody
)

var doorModeNames = []string{"normal", "blocked", "lockdown", "fire-open"}

func (m DoorMode) String() string                { return enumName(doorModeNames, m) }
func (m DoorMode) MarshalText() ([]byte, error)  { return []byte(m.String()), nil }
func (m *DoorMode) UnmarshalText(t []byte) error { return enumParse(doorModeNames, t, m) }

// Level is a mode that somebody set at a door. Several may stand at once: the strongest counts, and
// when it is released the door does what the others say now.
type Level struct {
	Mode  DoorMode `json:"mode"`
	Site  bool     `json:"site,omitempty"` // it was set for the whole site
	Since Instant  `json:"since"`
	Until Instant  `json:"until,omitzero"` // zero: until somebody releases it
	By    string   `json:"by,omitempty"`
	Why   string   `json:"why,omitempty"`
}

// Over is true from Until on: by the clock that cannot be set, and across boots by the wall clock as
// far as it is believed. A clock that nobody believes releases nothing.
func (l Level) Over(at Instant) bool {
	if l.Until.IsZero() || l.Until.Boot != at.Boot && at.Trust == Untrusted {
		return false
	}
	return !at.Before(l.Until)
}

// Mode is the strongest that stands at an instant.
func (d *DoorState) Mode(at Instant) DoorMode { return d.Level(at).Mode }

// Level is the strongest that stands at an instant; the zero Level where none does.
func (d *DoorState) Level(at Instant) Level {
	for i := range d.Levels {
		if !d.Levels[i].Over(at) {
			return d.Levels[i]
		}
	}
	return Level{}
}

// WithLevel are the door's levels with l among them, in place of one of its mode: the strongest
// first.
func (d *DoorState) WithLevel(l Level) []Level {
	ls := d.WithoutLevel(l.Mode)
	i, _ := slices.BinarySearchFunc(ls, l.Mode, func(x Level, m DoorMode) int { return int(m) - int(x.Mode) })
	return slices.Insert(ls, i, l)
}

// WithoutLevel are the door's levels without that of a mode; nil when none remains.
func (d *DoorState) WithoutLevel(m DoorMode) []Level {
	ls := slices.DeleteFunc(slices.Clone(d.Levels), func(x Level) bool { return x.Mode == m })
	if len(ls) == 0 {
		return nil
	}
	return ls
}
