package radio

import "time"

// slotsFor is how long what was learnt is believed: an adapter that refused may have had links
// left from before.
const slotsFor = time.Hour

// slots are the connections that the adapter can have, as its refusals taught. The zero value
// knows nothing. Package driver learns the same and needs both: here it is of one adapter of
// several, so that the next one is asked before this one refuses again (ble.Roomy), there of all
// of them together, and of a radio that never says how many it can have.
type slots struct {
	most int
	at   time.Time
}

// refused is told how many stood when one more was refused.
func (s *slots) refused(stand int, now time.Time) { *s = slots{max(1, stand), now} }

// stood is told how many stand now.
func (s *slots) stood(n int) {
	if s.most > 0 {
		s.most = max(s.most, n)
	}
}

// now is 0 for what is not known, or not any more.
func (s *slots) now(now time.Time) int {
	if now.Sub(s.at) > slotsFor {
		return 0
	}
	return s.most
}
