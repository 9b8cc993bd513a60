package nuki

import (
	"fmt"
	"time"
)

// Time is a lock's own clock, in whatever zone it thinks it is: whether UTC or local is not
// documented, and clients differ. Compare it with the lock's own now, and with nothing else.
// The zero Time is none.
type Time struct {
	Year                             uint16
	Month, Day, Hour, Minute, Second uint8
}

// TimeOf counts seconds since 1970 in the lock's zone.
func TimeOf(seconds int64) Time {
	t := time.Unix(seconds, 0).UTC()
	return Time{uint16(t.Year()), uint8(t.Month()), uint8(t.Day()), uint8(t.Hour()), uint8(t.Minute()), uint8(t.Second())}
}

// Seconds since 1970 in the lock's zone. ok is false for what no clock shows.
func (t Time) Seconds() (s int64, ok bool) {
	u := time.Date(int(t.Year), time.Month(t.Month), int(t.Day), int(t.Hour), int(t.Minute), int(t.Second), 0, time.UTC)
	return u.Unix(), t.Year > 0 && TimeOf(u.Unix()) == t
}

func (t Time) String() string {
	return fmt.Sprintf("%04d-%02d-%02d %02d:%02d:%02d", t.Year, t.Month, t.Day, t.Hour, t.Minute, t.Second)
}

func (w *writer) time(t Time) {
	w.u16(t.Year)
	w.bytes([]byte{t.Month, t.Day, t.Hour, t.Minute, t.Second})
}

func (r *reader) time() Time {
	return Time{r.u16(), r.u8(), r.u8(), r.u8(), r.u8(), r.u8()}
}
