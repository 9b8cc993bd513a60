package core

import (
	"fmt"
	"strings"
	"time"
)

// BootID names one life of a machine, from power-up to power-down. Two Up values can be
// compared only within one boot.
type BootID string

// Trust says how far a wall clock may be believed (spec: alerts.kinds "clock not trusted").
type Trust uint8

const (
	Untrusted Trust = iota // nobody has told the time since boot
	Holdover               // told once, running on its own since
	Trusted
)

var trustNames = []string{"untrusted", "holdover", "trusted"}

func (t Trust) String() string                { return enumName(trustNames, t) }
func (t Trust) MarshalText() ([]byte, error)  { return []byte(t.String()), nil }
func (t *Trust) UnmarshalText(b []byte) error { return enumParse(trustNames, b, t) }

// Instant is one moment, told by two clocks. Durations are measured on Up alone, because
// Wall may be set at any time. The zero Instant means "never".
type Instant struct {
	Wall  int64         `json:"wall,omitempty"` // ns UTC since 1970
	Boot  BootID        `json:"boot,omitempty"`
	Up    time.Duration `json:"up,omitempty"` // CLOCK_BOOTTIME since Boot, ns
	Trust Trust         `json:"trust,omitempty"`
}

// IsZero tells "never" from a moment.
func (i Instant) IsZero() bool { return i == Instant{} }

// Sub is the time from j to i on the clock that cannot be set. ok is false when the two are
// of different boots: then nobody knows how long it was.
func (i Instant) Sub(j Instant) (d time.Duration, ok bool) {
	return i.Up - j.Up, i.Boot == j.Boot
}

// Add moves both clocks by d.
func (i Instant) Add(d time.Duration) Instant {
	i.Wall += int64(d)
	i.Up += d
	return i
}

// Before compares on Up within a boot, and on Wall across boots.
func (i Instant) Before(j Instant) bool {
	if i.Boot == j.Boot {
		return i.Up < j.Up
	}
	return i.Wall < j.Wall
}

// In is the wall clock's reading in a zone, for people to read.
func (i Instant) In(z *time.Location) time.Time { return time.Unix(0, i.Wall).In(z) }

// LockTime is what a lock claims about the moment of one of its events. It stands beside the
// hub's own time and never replaces it.
type LockTime struct {
	Journal JournalID     `json:"journal,omitempty"` // changes with a factory reset
	Index   uint32        `json:"index,omitempty"`   // 1 is the first entry; 0: not from the journal
	Boot    uint32        `json:"lockBoot,omitempty"`
	Up      time.Duration `json:"lockUp,omitempty"`
	Age     time.Duration `json:"age,omitempty"` // how old it was when the lock told it
	// Within is how far the adopted instant (Input.Happened) may lie from the truth, either way.
	// 0: the lock told an age. A lock with a clock of its own, in whole seconds: 1 s.
	Within time.Duration `json:"within,omitempty"`
}

// Minute is a wall-clock minute of a day, 0 to 1440; 1440 is "24:00", the end of the day.
type Minute int16

const EndOfDay Minute = 24 * 60

func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

func (m Minute) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "HH:MM", with "24:00" for the end of the day.
func (m *Minute) UnmarshalText(b []byte) error {
	h, ok1 := twoDigits(b, 0)
	n, ok2 := twoDigits(b, 3)
	if len(b) != 5 || b[2] != ':' || !ok1 || !ok2 || n > 59 || h*60+n > EndOfDay {
		return fmt.Errorf("core: %q is not a time of day: write HH:MM, 00:00 to 24:00", b)
	}
	*m = h*60 + n
	return nil
}

func twoDigits(b []byte, i int) (Minute, bool) {
	if len(b) < i+2 || b[i] < '0' || b[i] > '9' || b[i+1] < '0' || b[i+1] > '9' {
		return 0, false
	}
	return Minute(b[i]-'0')*10 + Minute(b[i+1]-'0'), true
}

// Days is a set of weekdays, bit 0 Sunday to bit 6 Saturday (Matter's DaysMask).
type Days uint8

const EveryDay Days = 1<<7 - 1

var dayNames = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

func (d Days) Has(w time.Weekday) bool { return d>>uint(w)&1 == 1 }

// String lists the days from Monday: "Mon,Tue".
func (d Days) String() string {
	s := ""
	for i := 1; i <= 7; i++ {
		if w := time.Weekday(i % 7); d.Has(w) {
			s += "," + dayNames[w]
		}
	}
	if s == "" {
		return ""
	}
	return s[1:]
}

func (d Days) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "Mon,Tue" or ranges "Mon-Fri".
func (d *Days) UnmarshalText(b []byte) error {
	*d = 0
	for part := range strings.SplitSeq(string(b), ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		i, ok1 := dayIndex(from)
		j, ok2 := i, ok1
		if isRange {
			j, ok2 = dayIndex(to)
		}
		if !ok1 || !ok2 {
			return fmt.Errorf("core: %q is not a set of days: write Mon,Tue or Mon-Fri", b)
		}
		for k := i; ; k = (k + 1) % 7 {
			*d |= 1 << uint(k)
			if k == j {
				break
			}
		}
	}
	return nil
}

func dayIndex(s string) (int, bool) {
	for i, n := range dayNames {
		if n == s {
			return i, true
		}
	}
	return 0, false
}
