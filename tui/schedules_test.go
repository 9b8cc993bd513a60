package tui

import (
	"testing"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestScheduleShowsItsWeek as a picture, what replaces it, and what the engine says of the next 14 days.
func TestScheduleShowsItsWeek(t *testing.T) {
	on(t, desk, peopled(done)(), func(c *console) {
		c.more(schedulesScreen).line("> Nights", "Mon-Sun 22:00-06:15", "Night shift").press("down", "enter")
		c.line("Mon ················██████████████████··············").line("Sat ··················███████·······").line("Sun ················································")
		c.expect("2026-11-27 closed", "on holidays of Feasts: 10:00-12:00", "08:00-17:00", "closed, an exception", "holiday: St. Nicholas", "the clock goes from 03:00 to", "02:00: 1 h open")
		c.press("esc", "up", "enter").line("Mon ████████████▌·······························████")
	})
}

// TestScheduleIsChangedAfterTheDifference: parts stand between semicolons, what was emptied is cleared.
func TestScheduleIsChangedAfterTheDifference(t *testing.T) {
	on(t, laptop, peopled(done)(), func(c *console) {
		c.more(schedulesScreen).press("down", "c", "tab", "ctrl+u").types("Mon-Fri 07:00-17:00; Sun 09:00-10:00").press("tab", "ctrl+u", "tab", "tab", "enter")
		c.expect("Change the schedule Weekdays 8-17?", "Jan Malý no longer opens").changed().wait(typeAhead).press("y", "enter").expect("changed at")
		c.changed(core.PutSchedule{Of: "s1", Windows: []string{"Mon-Fri 07:00-17:00", "Sun 09:00-10:00"}, Clear: []string{"exceptions"}})
		c.press("n").types("Lunch").press("tab").types("Mon 12:00-13:00").press("tab", "tab", "tab", "enter").expect("Lunch: added")
	})
}

// TestScheduleThatIsFollowedStays: the refusal is in words, before anything was asked for.
func TestScheduleThatIsFollowedStays(t *testing.T) {
	hub := school()
	ask := stage.People(done)
	hub.Answer = func(a core.Asked) core.Told {
		if w, ok := a.Wish.(core.RemoveSchedule); ok && w.Schedule == "s1" {
			return core.Told{Error: core.Errorf(core.CodeRefused, "schedule Weekdays 8-17 is followed by Staff").Advise("give them another schedule first")}
		}
		return ask(a)
	}
	on(t, laptop, hub, func(c *console) {
		c.more(schedulesScreen).press("down", "d").expect("not removed. Schedule Weekdays 8-17 is followed by", "Give them another schedule first.").press("esc", "up", "enter", "d")
		c.expect("Remove the schedule Nights?").wait(typeAhead).press("y", "enter").expect("removed at").changed(core.RemoveSchedule{Schedule: "s2"})
	})
}
