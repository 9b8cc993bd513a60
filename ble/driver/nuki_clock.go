package driver

import (
	"time"

	"localiq/core"
)

// clockBears is how far a lock's clock may be from the site's for a code with limits: they are read by
// the lock's.
const clockBears = 10 * time.Minute

// fitting leaves out of a table what this lock would read wrongly: by a clock, or in a time zone, that
// is not the site's, a limit lets in when it should not.
func (s *nukiSession) fitting(im Image) Image {
	image, ok := im.(*codeImage)
	if !ok || !image.whole || s.showsTimeOf(image.zone) {
		return im
	}
	fits := *image
	fits.rows = nil
	for _, r := range image.rows {
		if !r.limited {
			fits.rows = append(fits.rows, r)
		}
	}
	if late := len(image.rows) - len(fits.rows); late > 0 {
		fits.left, fits.why = fits.left+late, fits.why|core.LeftClock
		s.out.Log = "its clock or its time zone is not the site's: codes with limits are not brought"
	}
	return &fits
}

// showsTimeOf compares what the lock showed first in this session with the clock on the wall. Whether
// it shows that, or UTC and beside it how far its wall clock is from there, nobody has published. A
// hub that is not sure of its own clock judges nobody's.
func (s *nukiSession) showsTimeOf(zone []core.ZoneOffset) bool {
	a := &s.account
	if a.clockAt.Trust != core.Trusted {
		return true
	}
	wall, ok := wallOf(a.clockAt.Wall/int64(time.Second), zone).Seconds()
	near := func(shown int64) bool { return max(shown-wall, wall-shown) <= int64(clockBears/time.Second) }
	return ok && a.clocked && (near(a.clock) || near(a.clock+60*int64(a.newest.Zone)))
}
