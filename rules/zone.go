package rules

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// A reading is what a wall clock shows, as nanoseconds since 1970 as if the zone were UTC.
type reading int64

// longest is more than any offset from UTC, and more than any step back of a zone's clock.
const longest = 26 * time.Hour

func shows(z *time.Location, t int64) reading {
	_, off := time.Unix(0, t).In(z).Zone()
	return reading(t + int64(off)*int64(time.Second))
}

// reached is the furthest that the zone's clock has shown by t. It differs from what it shows
// at t only for a while after a step back. A boundary x lies at or before t exactly when
// reached(t) >= x, so a window needs no boundaries to know whether it holds: 02:30 is passed
// once, and the second 02:30 of that night is past 02:30 too.
func reached(z *time.Location, t int64) reading {
	far := shows(z, t)
	for from := t; ; {
		start, _ := time.Unix(0, from).In(z).ZoneBounds()
		if start.IsZero() || start.Unix() < t/int64(time.Second)-int64(longest/time.Second) {
			return far
		}
		from = start.UnixNano() - 1
		far = max(far, shows(z, from))
	}
}

// boundary is the first instant (ns UTC) whose wall clock shows x or later. For a time that
// does not exist it is the instant of the jump; for one that exists twice, the first.
func boundary(z *time.Location, x reading) int64 {
	for t := int64(x) - int64(longest); ; {
		at := time.Unix(0, t).In(z)
		_, off := at.Zone()
		_, end := at.ZoneBounds()
		first := max(t, int64(x)-int64(off)*int64(time.Second))
		if end.IsZero() || first < end.UnixNano() {
			return first
		}
		t = end.UnixNano()
	}
}

// ZoneFingerprint is 16 hex digits that stand for what a zone does from 2000 to 2050. Two
// boxes with the same fingerprint compute the same windows, whatever their zone databases.
func ZoneFingerprint(z *time.Location) string {
	h := sha256.New()
	end := time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(end); {
		_, off := t.In(z).Zone()
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], uint64(t.Unix()))
		binary.BigEndian.PutUint64(b[8:], uint64(off))
		h.Write(b[:])
		_, next := t.In(z).ZoneBounds()
		if next.IsZero() {
			break
		}
		t = next
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
