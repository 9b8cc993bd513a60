package core

import "time"

// LongestOffset is more than any offset from UTC, and more than any step back of a zone's clock.
const LongestOffset = 26 * time.Hour

// Reached is the furthest that a zone's clock has shown by t (ns UTC), as ns since 1970 as if the zone
// were UTC. It differs from what the clock shows at t only for a while after a step back. A boundary
// x lies at or before t exactly when Reached(t) >= x, so a window needs no boundaries to know whether
// it holds: 02:30 is passed once, and the second 02:30 of that night is past 02:30 too.
func Reached(z *time.Location, t int64) int64 {
	far := Shows(z, t)
	for from := t; ; {
		start, _ := time.Unix(0, from).In(z).ZoneBounds()
		if start.IsZero() || start.Unix() < t/int64(time.Second)-int64(LongestOffset/time.Second) {
			return far
		}
		from = start.UnixNano() - 1
		far = max(far, Shows(z, from))
	}
}

// Shows is what a zone's clock shows at t, as Reached counts.
func Shows(z *time.Location, t int64) int64 {
	_, off := time.Unix(0, t).In(z).Zone()
	return t + int64(off)*int64(time.Second)
}
