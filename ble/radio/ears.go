package radio

import "time"

const (
	deafAfter = 30 * time.Second
	deafMost  = 30 * time.Minute
)

// ears notice a radio that hears nothing any more, although it answers. They outlive it: silence
// may be the truth, so each replacement in vain doubles the patience. Run's goroutine alone uses
// them. The zero value has never heard anything, and minds no silence.
type ears struct {
	ever     bool
	patience time.Duration
	since    time.Time // of the silence
	again    bool      // the scan was switched off and on
	linked   time.Time // when a link stood last: a lock that is linked to may not advertise
}

type hearing uint8

const (
	hearsWell hearing = iota
	scanAgain
	replace
)

// judge is told whether something was heard since the last time. Links that stand are worth more
// than ears: while there are some the radio is not replaced, and not before whoever had one has had
// the time to be heard again.
func (e *ears) judge(now time.Time, heard, listening, linked bool) hearing {
	if heard || !listening {
		e.ever = e.ever || heard
		if heard {
			e.patience = deafAfter
		}
		e.since, e.again = now, false
		return hearsWell
	}
	if linked {
		e.linked = now
	}
	silent := now.Sub(e.since)
	switch {
	case !e.ever || silent < e.patience:
	case !e.again:
		e.again = true
		return scanAgain
	case silent >= 2*e.patience && now.Sub(e.linked) >= e.patience:
		e.patience = min(2*e.patience, deafMost)
		return replace
	}
	return hearsWell
}

// begin is a new radio, whose silence begins now.
func (e *ears) begin(now time.Time) { e.since, e.again = now, false }

func (e *ears) unheard(now time.Time) time.Duration {
	if !e.ever {
		return 0
	}
	return now.Sub(e.since)
}
