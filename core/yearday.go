package core

import (
	"fmt"
	"time"
)

// YearDay is a day that every year has, month × 100 + day: 1225 is 25 December. 229 is one of leap
// years alone. 0 is none.
type YearDay int16

// String is "12-25"; "" for none.
func (y YearDay) String() string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", y/100, y%100)
}

func (y YearDay) MarshalText() ([]byte, error) { return []byte(y.String()), nil }

// UnmarshalText reads "12-25"; "" is none.
func (y *YearDay) UnmarshalText(b []byte) error {
	*y = 0
	if len(b) == 0 {
		return nil
	}
	t, err := time.Parse(time.DateOnly, "2000-"+string(b)) // a leap year
	if err != nil {
		return fmt.Errorf("core: %q is no day of a year: write MM-DD", b)
	}
	*y = yearDayOf(t)
	return nil
}

func yearDayOf(t time.Time) YearDay {
	_, m, d := t.Date()
	return YearDay(int(m)*100 + d)
}

// valid is true for none, too.
func (y YearDay) valid() bool {
	var same YearDay
	return same.UnmarshalText([]byte(y.String())) == nil && same == y
}

// YearDays is a set of them, a bit a day in each month. The zero value is empty.
type YearDays [13]uint32

// add takes the days from one to another, both included; over the end of the year where to is earlier.
func (s *YearDays) add(from, to YearDay) {
	const most = 1231
	if to < from {
		s.add(from, most)
		from = 101
	}
	for y := from; y <= to; y++ {
		if y%100 <= 31 { // one that its month has not is no date's
			s[y/100] |= 1 << (y % 100)
		}
	}
}

// Has is true on that day of its year. The empty set costs nothing.
func (s *YearDays) Has(d Date) bool {
	if *s == (YearDays{}) {
		return false
	}
	y := yearDayOf(d.Time())
	return s[y/100]&(1<<(y%100)) != 0
}
