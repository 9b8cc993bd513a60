package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/tui/internal/stage"
)

var update = flag.Bool("update", false, "write the golden files anew; read their difference afterwards")

func TestMain(m *testing.M) {
	flag.Parse()
	if *update && os.Getenv("CI") != "" {
		fmt.Fprintln(os.Stderr, "golden files are made by people who look at them, never in CI")
		os.Exit(2)
	}
	os.Exit(m.Run())
}

// The settings of every golden file: three sizes, and one terminal that can do nothing.
var settings = []struct {
	name string
	setting
}{
	{"120x40", desk}, {"80x24", laptop}, {"40x20", phone},
	{"80x24 ascii, no colour", setting{80, 24, ASCII, []string{"TERM=vt100", "NO_COLOR=1"}}},
	{"40x20 ascii, no colour", setting{40, 20, ASCII, []string{"TERM=vt100", "NO_COLOR=1"}}},
}

// scene is a screen of the golden files, and how a person comes to it.
type scene struct {
	name string
	hub  func() *stage.Hub
	play func(*console)
}

var scenes = []scene{
	{"connecting", stage.New, func(c *console) {}},
	{"nodoors", emptySite, func(c *console) {}},
	{"doors", school, func(c *console) { c.press("down", "down") }},
	{"doors-filter", school, func(c *console) { c.press("/").types("state:unlocked").press("enter", "down") }},
	{"doors-nomatch", school, func(c *console) { c.press("/").types("cellar") }},
	{"trouble", troubled, func(c *console) {}},
	{"door-open", school, func(c *console) { c.press("enter") }},
	{"door-denied", school, func(c *console) { c.choose("office").press("enter") }},
	{"door-office", school, func(c *console) { c.choose("entrance").press("enter") }},
	{"door-offline", school, func(c *console) { c.choose("lab").press("enter") }},
	{"door-unconfirmed", school, func(c *console) { c.choose("archive").press("enter") }},
	{"door-nolock", school, func(c *console) { c.choose("gate").press("enter") }},
	{"doors-shop", shop, func(c *console) {}},
	{"door-shop-front", shop, func(c *console) { c.choose("front").press("enter") }},
	{"door-shop-back", shop, func(c *console) { c.choose("back").press("enter") }},
	{"door-shop-cannot", shop, func(c *console) { c.choose("back").press("enter", "end") }},
	{"alerts-shop", shop, func(c *console) { c.press("3") }},
	{"office-end", school, func(c *console) { c.choose("entrance").press("enter", "o") }},
	{"unlock", school, func(c *console) { c.choose("classroom").press("enter", "u") }},
	{"unlock-yes", school, func(c *console) { c.choose("classroom").press("enter", "u").wait(typeAhead).press("y") }},
	{"unlock-waiting", school, func(c *console) { c.choose("classroom").press("enter", "u").wait(typeAhead).press("y", "enter") }},
	{"unlock-done", answering(core.Told{Result: core.ResultDone}), unlockClassroom},
	{"unlock-failed", answering(core.Told{Error: core.Errorf(core.CodeLockOffline, "the lock of Classroom 1 does not answer").Advise("go near it and try again, or use its key")}), unlockClassroom},
	{"events", school, func(c *console) { c.press("2") }},
	{"events-paused", school, func(c *console) {
		c.press("2", "up", "up")
		s := stage.Site(3 * time.Second)
		l := stage.Story()[6]
		l.At = s.Now
		c.hub.Happen(s, l)
		c.wait(frame)
	}},
	{"events-filter", school, func(c *console) { c.press("2", "/").types("what:denied") }},
	{"event", school, func(c *console) { c.press("2", "/").types("jan").press("enter", "enter") }},
	{"event-why", knowing, func(c *console) { c.press("2", "/").types("jan").press("enter", "x") }},
	{"event-nobody", knowing, func(c *console) { c.press("2", "/").types("tag unknown").press("enter", "enter") }},
	{"door-who", knowing, func(c *console) { c.choose("office").press("enter", "w") }},
	{"door-mode", lockedDown, func(c *console) { c.choose("office").press("enter") }},
	{"doors-lockdown", siteDown, func(c *console) { c.press("down") }},
	{"fire", school, func(c *console) { c.choose("classroom").press("enter", "f") }},
	{"alerts", school, func(c *console) { c.press("3") }},
	{"alerts-hub", weak, func(c *console) { c.press("3", "down") }},
	{"alerts-none", emptySite, func(c *console) { c.press("3") }},
	{"radio", school, func(c *console) { c.press("4").publish(stage.Attic(stage.Site(0))) }},
	{"radio-none", emptySite, func(c *console) { c.press("4") }},
	{"people", peopled(done), func(c *console) { c.press("5", "down") }},
	{"people-found", peopled(done), func(c *console) { c.press("5", "/").types("n") }},
	{"people-none", func() *stage.Hub { h := school(); h.Answer = stage.Nobodys; return h }, func(c *console) { c.press("5") }},
	{"person", peopled(done), func(c *console) { c.press("5", "/").types("dlou").press("enter", "enter") }},
	{"person-blocked", peopled(done), func(c *console) { c.press("5", "/").types("mal").press("enter", "enter") }},
	{"person-change", peopled(done), func(c *console) { c.press("5", "/").types("dlou").press("enter", "enter", "c", "tab", "tab", "tab") }},
	{"person-remove", peopled(done), func(c *console) { c.press("5", "/").types("dlou").press("enter", "d") }},
	{"guests", peopled(done), func(c *console) { c.press("6") }},
	{"guest-form", peopled(done), func(c *console) {
		c.press("6", "n").types("Eva Host").press("enter").types("vi").press("enter").types("fri")
	}},
	{"guest-wrong", peopled(done), func(c *console) {
		c.press("6", "n", "tab").types("base").press("tab").types("soon").press("tab", "tab", "enter")
	}},
	{"groups", peopled(done), func(c *console) { c.press("7", "down") }},
	{"group", peopled(done), func(c *console) { c.press("7", "down", "enter", "down", "down").types(" ").press("down").types(" ") }},
	{"group-save", peopled(done), func(c *console) { c.press("7", "down", "enter", "down", "down").types(" ").press("s") }},
	{"bookings", peopled(done), func(c *console) { c.press("8") }},
	{"matrix", peopled(done), func(c *console) { c.press("7", "down", "x", "right", "right").types(" ") }},
	{"pods", peopled(done), func(c *console) { c.more(podsScreen) }},
	{"pod", peopled(done), func(c *console) { c.more(podsScreen).press("enter") }},
	{"pod-form", peopled(done), func(c *console) { c.more(podsScreen).press("n", "tab").types("of, cellar").press("tab", "enter") }},
	{"pod-remove", peopled(done), func(c *console) { c.more(podsScreen).press("d") }},
	{"schedules", peopled(done), func(c *console) { c.more(schedulesScreen).press("down") }},
	{"schedule", peopled(done), func(c *console) { c.more(schedulesScreen).press("down", "enter") }},
	{"schedule-change", peopled(done), func(c *console) { c.more(schedulesScreen).press("down", "c", "tab") }},
	{"command", school, func(c *console) { c.press(":").types("s") }},
	{"command-none", school, func(c *console) { c.press(":").types("rm -rf") }},
	{"checks", school, func(c *console) { c.more(checksScreen).publish(stage.Box(stage.Site(0))) }},
	{"checks-bad", weak, func(c *console) { c.more(checksScreen) }},
	{"hub", peopled(done), func(c *console) { c.more(hubScreen).publish(stage.Box(stage.Site(0))) }},
	{"hub-end", peopled(done), func(c *console) { c.more(hubScreen).press("end") }},
	{"hub-unknown", emptySite, func(c *console) { c.more(hubScreen) }},
	{"audit", changedSite, func(c *console) { c.more(auditScreen) }},
	{"audit-none", school, func(c *console) { c.more(auditScreen) }},
	{"newsite", newSite, func(c *console) {}},
	{"newsite-people", newSite, func(c *console) { c.press("5") }},
	{"more", school, func(c *console) { c.press("9", "down") }},
	{"site", lockedDown, func(c *console) { c.more(siteScreen) }},
	{"site-new", newSite, func(c *console) { c.more(siteScreen) }},
	{"site-lockdown", lockedDown, func(c *console) {
		c.more(siteScreen).press("l").wait(typeAhead).press("down").types("skola").press("enter")
	}},
	{"site-release", newSite, func(c *console) {
		c.more(siteScreen).press("r").types("Ana").press("enter").types("new").press("enter")
	}},
	{"help", school, func(c *console) { c.press("?") }},
	{"messages", answering(core.Told{Result: core.ResultDone}), func(c *console) { c.choose("classroom").press("enter", "l", "m") }},
}

// TestScreens holds every screen to what people agreed it should be. The text is compared as
// it stands on the terminal, then what it looks like.
func TestScreens(t *testing.T) {
	for _, sc := range scenes {
		t.Run(sc.name, func(t *testing.T) {
			var b strings.Builder
			for _, s := range settings {
				on(t, s.setting, sc.hub(), func(c *console) {
					sc.play(c)
					fmt.Fprintf(&b, "=== %s\n%s--- styles\n%s", s.name, c.text(), strings.TrimRight(c.styles(), "\n")+"\n")
				})
			}
			golden(t, sc.name, b.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: the screen is another one (go test ./tui -update, then read the difference):\n%s", path, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %q\ngot  %q", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(g), len(w))
}
