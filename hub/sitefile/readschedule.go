package sitefile

import (
	"strings"

	"localiq/core"
)

// ReadSchedule reads what a schedule opens in the words of a site file, outside of one. The first
// thing that cannot be read is named.
func ReadSchedule(windows, exceptions, holiday []string) (core.Schedule, error) {
	var p planner
	s := core.Schedule{Windows: p.windows(p.typed(windows), p.window), Exceptions: p.exceptions(p.typed(exceptions)),
		Holiday: p.windows(p.typed(holiday), p.holidayWindow)}
	if len(p.faults) > 0 {
		_, said, _ := strings.Cut(p.faults[0], ": ")
		return core.Schedule{}, core.Errorf(core.CodeInvalid, "%s", said)
	}
	return s, nil
}

// Windows are a schedule's as a site file writes them.
func Windows(s core.Schedule) []string { return windowTexts(s.Windows) }

// Exceptions and HolidayWindows are Windows of the rest of it.
func Exceptions(s core.Schedule) []string     { return exceptionTexts(s.Exceptions) }
func HolidayWindows(s core.Schedule) []string { return holidayTexts(s.Holiday) }

// typed are words that stand in no file.
func (p *planner) typed(words []string) (out []text) {
	for _, w := range words {
		out = append(out, text{s: w, set: true})
	}
	return out
}
