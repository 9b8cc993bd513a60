package tui

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// quiet is the school with every door closed: nothing on it counts seconds. Its names have no
// wide letters: a line with one is sent whole with every frame (the renderer's way).
func quiet(d time.Duration) core.Snapshot {
	s := stage.Site(d)
	for i := range s.Doors {
		if s.Doors[i].Door.ID == "server" {
			s.Doors[i] = stage.Door("server", "Server room", stage.Locked(92, -67))
		}
		s.Doors[i].Door.Name = narrow(s.Doors[i].Door.Name)
	}
	return s
}

// TestSlowLinePaysLittle holds what a slow line pays. The budgets are those of the research, at 120x40 and
// 80x24; on the wire comes SSH's own share.
func TestSlowLinePaysLittle(t *testing.T) {
	for name, set := range map[string]setting{"120x40": desk, "80x24": laptop} {
		hub := stage.New()
		for _, l := range stage.Story() {
			l.DoorName = narrow(l.DoorName)
			hub.Tell(l)
		}
		hub.Publish(quiet(0))
		on(t, set, hub, func(c *console) {
			first := map[string]int{"120x40": 4096, "80x24": 2048}[name]
			budget := func(what string, most int, act func()) {
				got := c.cost(act)
				t.Logf("%s %-28s %5d B of %d", name, what, got, most)
				if got > most {
					t.Errorf("%s: %s costs %d bytes, and may cost %d", name, what, got, most)
				}
			}
			if c.sent > first {
				t.Errorf("%s: the first frame costs %d bytes, and may cost %d", name, c.sent, first)
			}
			t.Logf("%s %-28s %5d B of %d", name, "first frame", c.sent, first)
			c.press("down")
			budget("idle, a snapshot a second", 0, func() {
				for i := range 10 {
					c.publish(quiet(time.Duration(i) * time.Second))
				}
			})
			budget("the clock's minute", 40, func() { c.publish(quiet(61 * time.Second)) })
			budget("move the choice", 60, func() { c.press("down") })
			budget("another screen", 4096, func() { c.press("2") })
			s := quiet(2 * time.Minute)
			for range 40 { // the list is full and scrolls
				s = happen(c, s)
			}
			budget("an event into the tail", 150, func() { s = happen(c, s) })
			c.press("1")
			budget("an event below the doors", 150, func() { s = happen(c, s) })
		})
	}
}

func narrow(name string) string { return strings.TrimSuffix(name, " 倉庫") }

func happen(c *console, s core.Snapshot) core.Snapshot {
	l := stage.Story()[6]
	s.Now = s.Now.Add(time.Second)
	l.At = s.Now
	s = c.hub.Happen(s, l)
	c.wait(frame)
	return s
}
