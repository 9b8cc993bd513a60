package rules

import (
	"time"

	"localiq/core"
)

// A motor pulls a battery down for a moment, and some locks tell what they measured in it. One low
// word is no low battery: it is called low when a later word, some minutes on, says so too, and none
// in between has said otherwise.

const (
	batteryLow    = 20 // %
	batteryFine   = 30
	batterySettle = 10 * time.Minute
)

// battery takes a report's word. 0 says nothing, and neither does what lies between low and fine.
func (w *doorway) battery(percent uint8) {
	low := w.Reported.Low
	switch {
	case percent == 0:
	case percent > batteryLow:
		w.Reported.Low = core.Instant{}
		if percent >= batteryFine {
			w.clear(core.AlertLowBattery, core.Notice{})
		}
	case low.IsZero():
		w.Reported.Low = w.in.At
	case over(low.Add(batterySettle), w.in.At):
		w.raise(core.AlertLowBattery, low, core.Notice{})
	}
}
