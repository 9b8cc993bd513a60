package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"localiq/tui/internal/texts"
)

// mainScreens are those whose German people have read: columns and dialogs have to bear longer words.
var mainScreens = []string{"doors", "trouble", "door-open", "door-denied", "door-offline", "unlock", "unlock-done", "events", "event", "alerts", "radio", "people", "person", "guest-form",
	"group", "bookings", "schedule", "checks-bad", "hub", "audit", "more", "site", "site-release", "newsite", "help", "command"}

// TestGermanScreens: the same screens in German, on the two smaller terminals.
func TestGermanScreens(t *testing.T) {
	german := Unicode
	german.Language = texts.German
	for _, sc := range scenes {
		if !slices.Contains(mainScreens, sc.name) {
			continue
		}
		var b strings.Builder
		for _, s := range []setting{{80, 24, german, colours}, {40, 20, german, colours}} {
			on(t, s, sc.hub(), func(c *console) {
				sc.play(c)
				fmt.Fprintf(&b, "=== %dx%d\n%s", s.w, s.h, c.text())
			})
		}
		golden(t, "de-"+sc.name, b.String())
	}
}
