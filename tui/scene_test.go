package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// TestInfoGoesAway after four seconds, and stays among the messages.
func TestInfoGoesAway(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.press("enter", "l").expect("Server room: locked, confirmed")
		c.wait(toastFor - 2*frame).expect("Server room: locked, confirmed")
		c.wait(2 * frame).expectNo("Server room: locked, confirmed").press("m").expect("Server room: locked, confirmed")
	})
}

// TestEscPutsTheMessageAwayFirst, a good one too, and then goes back.
func TestEscPutsTheMessageAwayFirst(t *testing.T) {
	for _, told := range []core.Told{{Result: core.ResultDone}, {Result: core.ResultRefused}} {
		on(t, laptop, answering(told)(), func(c *console) {
			c.choose("classroom").press("enter", "l").line("Classroom 1: ").press("esc").expectNo("Classroom 1: ").expect("NEXT")
			c.press("esc").expectNo("NEXT").line("> Classroom 1")
		})
	}
}

// TestFindALock: i has the lock of the shown door blink; a door without one says how to get one.
func TestFindALock(t *testing.T) {
	on(t, laptop, answering(core.Told{Result: core.ResultDone})(), func(c *console) {
		c.choose("classroom").press("enter", "i").line("Classroom 1: blinking, confirmed by the lock")
		if a, ok := c.hub.Asked()[0].Wish.(core.IdentifyLock); !ok || a.Lock != "lock-classroom" {
			t.Errorf("asked %+v", c.hub.Asked())
		}
	})
	on(t, laptop, school(), func(c *console) { c.choose("gate").press("enter", "i").line("Bike gate has no lock. Pair one:") })
}

// TestPairingNamesTheDoor: the command to pair is one that fits the lock to this door.
func TestPairingNamesTheDoor(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.choose("gate").press("enter").line("Pair a lock for this door: localiq lock add --door \"Bike gate\"")
		c.line("None is fitted. Pair one: localiq lock add --door \"Bike gate\"")
		c.press("l").line("Bike gate has no lock. Pair one: localiq lock add --door \"Bike gate\"")
	})
	for name, want := range map[string]string{"Front": `"Front"`, "O'Neill": `"O'Neill"`, `the "big" one`: `'the "big" one'`,
		"$HOME": "'$HOME'", "it's `x`": "'it'\\''s `x`'", "a\x1b[2J": `"a[2J"`} {
		if got := pairing(core.Door{Name: name}); got != "localiq lock add --door "+want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// TestCursorKeepsItsDoor while rows change places under it.
func TestCursorKeepsItsDoor(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.choose("office").line("> Office")
		s := stage.Site(time.Second)
		for i := range s.Doors {
			if s.Doors[i].Door.ID == "office" {
				s.Doors[i].State.Alerts = []core.Alert{{Kind: core.AlertTamper, Seq: 401, Since: s.Now, Raised: s.Now}}
			}
		}
		c.publish(s).line("> Office").expect("TAMPER since 14:00, new", "2 alerts, 2 new")
		if lines := strings.Split(c.text(), "\n"); !strings.HasPrefix(lines[3], "> Office") {
			t.Errorf("a door with an alert is not at the top:\n%s", c.text())
		}
		s.Doors = slices.DeleteFunc(slices.Clone(s.Doors), func(d core.DoorCard) bool { return d.Door.ID == "office" })
		c.publish(s).line("> Server room")
	})
}

// TestPausedTailKeepsItsPlace: what comes meanwhile is counted, and nothing moves.
func TestPausedTailKeepsItsPlace(t *testing.T) {
	for _, set := range []setting{laptop, phone} {
		on(t, set, school(), func(c *console) {
			c.press("2", "up", "up", "up")
			before := chosenRow(c.text())
			s := stage.Site(0)
			for i := range 12 {
				l := stage.Story()[6]
				l.At = stage.At(time.Duration(i) * time.Second)
				s = c.hub.Happen(s, l)
			}
			c.wait(frame).line("PAUSED", "12 new")
			if now := chosenRow(c.text()); now != before {
				t.Errorf("the chosen row moved from %q to %q", before, now)
			}
			c.press("s").expectNo("PAUSED").line("14:00:11")
		})
	}
}

func chosenRow(text string) string {
	for i, l := range strings.Split(text, "\n") {
		if strings.HasPrefix(l, Mark+" ") {
			return string(rune('a'+i)) + l
		}
	}
	return ""
}

// TestTailScrollsToItsBeginning, a page at a time, with the chosen line always in sight.
func TestTailScrollsToItsBeginning(t *testing.T) {
	hub := school()
	s := stage.Site(0)
	for i := range 200 {
		l := stage.Story()[6]
		l.At = stage.At(time.Duration(i) * 20 * time.Minute) // days go by
		s = hub.Happen(s, l)
	}
	for _, set := range []setting{laptop, phone} {
		on(t, set, hub, func(c *console) {
			c.press("2")
			for range 40 {
				c.press("pgup")
				if chosenRow(c.text()) == "" {
					t.Fatalf("the chosen line is out of sight:\n%s", c.text())
				}
			}
			c.expect("hub started").press("home").line("> 08:00:00")
			for range 60 {
				c.press("pgdn")
			}
			c.expect("Following")
		})
	}
}

// TestEscNeverQuits, q does so on a top screen only, and Ctrl+C takes two.
func TestEscNeverQuits(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.press("esc", "esc", "esc").expect("[1 Doors]").press("enter").expect("NEXT").types("q").expect("NEXT")
		c.press("u", "ctrl+c").expectNo("Unlock").expect("Ctrl+C once more").press("down").press("ctrl+c").expect("Ctrl+C once more")
		if c.ended() {
			t.Fatal("it quit")
		}
		c.press("ctrl+c")
		if !c.ended() {
			t.Error("Ctrl+C twice in a row did not leave")
		}
	})
	on(t, laptop, school(), func(c *console) {
		if c.press("3", "q"); !c.ended() {
			t.Error("q on a top screen did not leave")
		}
	})
}

// TestQuietHub: when nothing is heard of the hub, the screen says so, and no door is drawn as
// locked any more.
func TestQuietHub(t *testing.T) {
	on(t, laptop, school(), func(c *console) {
		c.expect("● locked").wait(2*quietAfter).line("NO NEWS FROM THE HUB", "14:00:00").expectNo("● locked")
		c.publish(stage.Site(time.Minute)).expectNo("NO NEWS").expect("● locked")
	})
	on(t, laptop, stage.New(), func(c *console) {
		c.expect("connecting to the hub").wait(2 * quietAfter).line("NO ANSWER from the hub yet")
	})
}

// TestHungUpIsSaidAtOnce, not after the silence that follows from it.
func TestHungUpIsSaidAtOnce(t *testing.T) {
	for set, say := range map[*setting]string{&laptop: "NO NEWS FROM THE HUB: it ended the connection", &phone: "NO NEWS: the hub ended the connection"} {
		on(t, *set, school(), func(c *console) {
			c.hub.HangUp()
			c.wait(frame).line(say).expectNo("● locked", "no alerts")
			c.wait(rewatch).expectNo("NO NEWS").expect("● locked")
		})
	}
	m := &model{ui: newUI(Unicode), ctx: t.Context(), beat: 5}
	m.hear(news{hungUp: true})
	if m.update(quietMsg{beat: 3}); !m.ui.Quiet { // the timer of a snapshot that came before the end
		t.Error("a snapshot from before the end takes the word of the end away")
	}
}

// TestCountdown runs on the hub's clock to 38.000 s [notclosed].
func TestCountdown(t *testing.T) {
	at := func(d time.Duration) core.Snapshot {
		s := stage.Site(d)
		s.Doors = []core.DoorCard{stage.Door("front", "Front", stage.Locked(90, -60), stage.Standing(0))}
		s.Now = stage.At(-131*time.Second + d)
		return s
	}
	on(t, laptop, school(), func(c *console) {
		c.publish(at(0)).press("enter").expect("NOT CLOSED in 38 s unless it closes.", "(0:00)")
		c.publish(at(31*time.Second)).expect("NOT CLOSED in 7 s unless it closes.", "(0:31)")
		c.publish(at(38*time.Second - time.Millisecond)).expect("NOT CLOSED in 1 s")
		c.publish(at(38 * time.Second)).expect("NOT CLOSED in 0 s")
	})
}

// TestIncrementalIsFull: after any way through the screens, what stands on the terminal is what
// a fresh painting would show.
func TestIncrementalIsFull(t *testing.T) {
	for _, set := range []setting{phone, laptop, desk} {
		on(t, set, school(), func(c *console) {
			for i, keys := range [][]string{{"down", "down"}, {"enter"}, {"u"}, {"esc", "esc"}, {"2", "up", "up"}, {"/", "o"}, {"esc", "esc"}, {"3"}, {"?", "pgdn"}, {"esc", "1"}} {
				c.press(keys...)
				s := stage.Site(time.Duration(i*61) * time.Second)
				c.hub.Happen(s, stage.Story()[i])
				c.wait(frame).sameAsFull()
			}
			for _, size := range [][2]int{{40, 20}, {200, 60}, {39, 14}, {120, 40}, {41, 15}, {80, 24}} {
				c.resize(size[0], size[1]).sameAsFull()
			}
		})
	}
}

// TestNoInformationByColourAlone: with the styles gone, the text still has every state's word.
func TestNoInformationByColourAlone(t *testing.T) {
	for _, set := range settings {
		on(t, set.setting, school(), func(c *console) {
			for _, word := range []string{"NOT CLOSED", "was locked", "unconfirmed", "no lock", "office mode", "locked", "unlocked"} {
				if set.w >= 110 && word == "no lock" {
					word = "no lock fitted"
				}
				c.expect(word)
			}
			c.line("> ", "Server room")
			c.press("2", "/").types("what:denied").press("enter").line(" refused ").press("esc", "3").line("NOT CLOSED", "new")
			if esc := strings.ContainsRune(c.text(), '\x1b'); esc {
				t.Error("an escape in the text plane")
			}
		})
	}
}
