package core

import "time"

// Flood is a door that alerts again and again (D-12). The zero value is a door that does not.
type Flood struct {
	Recent []Instant `json:"recent,omitempty"` // when its openings last raised, oldest first; at most FloodMost
	Since  Instant   `json:"since,omitzero"`   // of the hour that is counted; zero: no flood
	Held   int       `json:"held,omitempty"`   // alerts in that hour that had no message of their own
	Score  int       `json:"score,omitempty"`  // see Nuisance
	Scored Instant   `json:"scored,omitzero"`  // when Score moved last
}

const (
	FloodMost = 6         // alerts with a message of their own,
	FloodHour = time.Hour // in so long
)

// Nuisance is how much a door's alerts wear people out: one for each alert that had to be held back
// in a flood, halved with every day that passes. 0: nothing to mend.
func (f Flood) Nuisance(now Instant) int {
	days := (now.Wall - f.Scored.Wall) / int64(24*time.Hour)
	return f.Score >> min(max(days, 0), 62)
}
