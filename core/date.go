package core

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day of the calendar, counted from 1970-01-01. It has no zone: whose day it is, the
// site says. 0 is no date.
type Date int32

// LastDate is the last that can be written: later instants do not fit an Instant's nanoseconds.
const LastDate Date = 84005 // 2199-12-31

// DateOf is the day that a reading of the wall clock shows, whatever its zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 3600))
}

// Time is the start of the day in UTC: for its parts, not for an instant.
func (d Date) Time() time.Time { return time.Unix(int64(d)*24*3600, 0).UTC() }

// Weekday of the day.
func (d Date) Weekday() time.Weekday { return time.Weekday(((d+4)%7 + 7) % 7) }

// String is "2026-12-25"; "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-12-25", from 1970-01-02 to LastDate; "" is no date.
func (d *Date) UnmarshalText(b []byte) error {
	*d = 0
	if len(b) == 0 {
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil || DateOf(t) < 1 || DateOf(t) > LastDate {
		return fmt.Errorf("core: %q is not a date: write YYYY-MM-DD, up to %s", b, LastDate)
	}
	*d = DateOf(t)
	return nil
}

// Ranges joins neighbours, from Monday: "Mon-Fri", "Mon,Wed", "Mon-Sun".
func (d Days) Ranges() string {
	weekday := func(i int) time.Weekday { return time.Weekday((i + 1) % 7) }
	has := func(i int) bool { return i < 7 && d.Has(weekday(i)) }
	var parts []string
	for i := 0; i < 7; i++ {
		if !has(i) {
			continue
		}
		part := dayNames[weekday(i)]
		for first := i; has(i + 1); i++ {
			part = dayNames[weekday(first)] + "-" + dayNames[weekday(i+1)]
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}
