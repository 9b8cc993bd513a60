package tui

import (
	"strings"
	"testing"

	"localiq/tui/internal/stage"
)

// TestNameIsAlwaysSeen: at every width the doors' names stand in the overview, no line is too
// wide, and what gives way to them goes in its order.
func TestNameIsAlwaysSeen(t *testing.T) {
	s := stage.Site(0)
	s.Doors = append(s.Doors, stage.Door("long", "Fourteen cells", stage.Locked(50, -50)))
	u := newUI(Unicode)
	for w := 40; w <= 130; w++ {
		view := visible(View(&s, u, w, 40))
		checkScreen(t, view, w, 40)
		for _, c := range s.Doors {
			if !strings.Contains(view, "\n  "+c.Door.Name+" ") && !strings.Contains(view, "\n> "+c.Door.Name+" ") {
				t.Errorf("at %d columns %q is not seen:\n%s", w, c.Door.Name, view)
			}
		}
	}
	for w, want := range map[int]string{59: "NAME LOCK", 60: "NAME LOCK DOOR BAT", 63: "NAME LOCK DOOR OFFICE BAT",
		68: "NAME LOCK DOOR OFFICE BAT SIG", 75: "NAME LOCK DOOR OFFICE BAT SIG HEARD"} {
		if got := strings.Join(strings.Fields(titles(columns(u, w), u)), " "); got != want {
			t.Errorf("at %d columns: %s, want %s", w, got, want)
		}
	}
}

// TestOneChoiceOnAScreen: the newest events below the doors are not chosen from, wherever the
// events screen was left.
func TestOneChoiceOnAScreen(t *testing.T) {
	on(t, desk, school(), func(c *console) {
		c.press("2", "up", "up", "1").expect("LATEST EVENTS")
		if n := strings.Count("\n"+c.text(), "\n"+Mark+" "); n != 1 {
			t.Errorf("%d rows are marked as chosen:\n%s", n, c.text())
		}
	})
}

// TestDoorFilterFindsWhatIsShown: each field finds the doors that the overview shows so, and no door is
// found as locked that may not be.
func TestDoorFilterFindsWhatIsShown(t *testing.T) {
	s := stage.Site(0)
	for words, want := range map[string]string{
		"":                         "archive gate classroom entrance lab office server store",
		"ROOM":                     "classroom server",
		"door:vchod":               "entrance",
		"room server":              "server",
		`"room server"`:            "",
		"倉庫":                       "store",
		"state:":                   "archive gate classroom entrance lab office server store",
		"state:offline":            "archive lab",
		"state:office":             "entrance",
		"state:unlocked":           "entrance store",
		"state:locked":             "classroom office server",
		"state:alert":              "server",
		"state:unconfirmed":        "archive",
		`state:"no lock"`:          "gate",
		"state:locked state:alert": "server",
		"state:ajar":               "",
		"bat:<20":                  "office",
		"bat:<18":                  "",
		"bat:>87%":                 "server",
		"bat:55":                   "store",
		"bat:<":                    "archive gate classroom entrance lab office server store",
		"bat:low":                  "",
		"bat:<>20":                 "",
		"room bat:>90":             "server",
	} {
		var got []string
		for _, c := range s.Doors {
			if readFilter(words, doorFields).passesDoor(c) {
				got = append(got, string(c.Door.ID))
			}
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q finds %q, want %q", words, g, want)
		}
	}
}
