package tui

import (
	"testing"

	"localiq/tui/internal/stage"
)

// TestFilterNeedsEveryWord: words and fields must all be found; Esc clears first, and leaves the screen alone.
func TestFilterNeedsEveryWord(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.press("2", "/").types("door:office who:jan").line("Office: refused Jan Malý").expectNo("Ana Nováková", "tag unknown")
		c.press("ctrl+u").types(`door:"server room" what:granted`).line("Ana Nováková opened Server room").expectNo("bolt unlocked")
		c.press("enter").expect(`/ door:"server room"`).press("esc").expectNo("/ door:").expect("Jan Malý", "[2 Events]")
		c.press("/").types("why:outside").line("1 line").types("qqq").expect("Nothing passes the filter.")
		c.press("backspace", "backspace", "backspace").line("1 line").press("esc", "esc").expect("Jan Malý").expectNo("\n / ")
	})
}

// TestDoorFilter: the doors that are left are counted, the choice stays on its door or goes to
// the first that is left, and Esc shows all before it does anything else.
func TestDoorFilter(t *testing.T) {
	for _, set := range []setting{laptop, phone} {
		on(t, set, school(), func(c *console) {
			c.choose("office").press("/").types("o").line("> Office").expect("/ o")
			c.press("ctrl+u").types("ro").line("2 of 8 doors").line("> Server room").expectNo("Archive", "Bike gate")
			c.types("zzz").line("0 of 8 doors").expect("No door matches. Esc shows all.")
			c.press("enter", "enter").expect("[1 Doors]", "No door matches").press("esc")
			c.line("> Server room").expect("Laboratory", "Bike gate").expectNo("\n / ", "of 8 doors")
			c.press("/").types("bat:<20").line("1 of 8 doors").press("enter", "enter").expect("NEXT").press("esc")
			c.line("> Office").line("/ bat:<20", "1 of 8 doors").press("2").expectNo("bat:<20").press("1").expect("bat:<20")
			c.press("/", "esc", "esc").line("> Office").expect("Laboratory").expectNo("\n / ").press("down").line("> Sklad")
		})
	}
}

// TestDoorFilterFollowsTheSite: a door that no longer passes goes, and the choice with it; with
// the hub silent every lock is offline.
func TestDoorFilterFollowsTheSite(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.press("/").types("state:alert").press("enter").line("> Server room").line("1 of 8 doors")
		s := stage.Site(0)
		for i := range s.Doors {
			s.Doors[i].State.Alerts = nil
		}
		c.publish(s).line("0 of 8 doors").press("esc").line("> Server room")
		c.press("/").types("state:offline").press("enter").line("2 of 8 doors").line("> Laboratory")
		c.wait(2 * quietAfter).expect("NO NEWS").line("7 of 8 doors").line("> Laboratory")
		c.press("esc", "/").types("state:locked").line("0 of 8 doors")
		c.press("ctrl+u").types("state:un").press("enter")
		for _, silence := range []func(){func() { c.wait(2 * quietAfter) }, func() { c.hub.HangUp(); c.wait(frame) }} {
			c.publish(s).press("end").line("3 of 8 doors").line("> Sklad")
			silence()
			c.line("1 of 8 doors").line("> Archive").press("enter").expect("▸ Archive", "NEXT").press("esc")
		}
	})
}

// TestEventsOfOneDoor: from a door to its events, and back to the door.
func TestEventsOfOneDoor(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.choose("office").press("enter", "e").line("2 lines").expect("Jan Malý").press("1").line("> Office")
	})
}
