package texts

import (
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestLanguageOfTheEnvironment: LC_ALL before LC_MESSAGES before LANG, and a name before all of them.
func TestLanguageOfTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		name string
		env  string
		want Language
	}{{"", "", English}, {"", "LANG=de_AT.UTF-8", German}, {"", "LANG=de_DE LC_ALL=C.UTF-8", English}, {"", "LC_MESSAGES=de LANG=en_GB", German}, {"en", "LANG=de_DE", English}, {"de", "", German},
		{"", "LANG=den", English}} {
		if got := For(c.name, strings.Fields(c.env)); got != c.want {
			t.Errorf("%q of %q: %q, want %q", c.name, c.env, got, c.want)
		}
	}
}

// TestDatesAreGerman, and a word has its context in no language but the one that needs it.
func TestDatesAreGerman(t *testing.T) {
	at := time.Date(2026, 3, 1, 18, 0, 0, 0, time.UTC)
	for layout, want := range map[string]string{"Mon 2 Jan 15:04": "So 1. Mär 18:00", "Monday 2 January 2006": "Sonntag, 1. März 2026", "15:04": "18:00"} {
		if got := German.Time(at, layout); got != want {
			t.Errorf("%s: %s, want %s", layout, got, want)
		}
	}
	if e, g := English.Say("closed|door"), German.Say("closed|door"); e != "closed" || g != "zu" {
		t.Errorf("closed is %q and %q", e, g)
	}
	if got := German.Count(1, "door") + ", " + German.Count(3, "door"); got != "1 Tür, 3 Türen" {
		t.Error(got)
	}
}

// TestEveryEventIsGerman: none of the closed list falls back on its English word, with nothing known and with all of it.
func TestEveryEventIsGerman(t *testing.T) {
	for what := core.WhatNone + 1; !strings.HasPrefix(what.String(), "#"); what++ {
		for _, x := range []core.Line{{Notice: core.Notice{What: what}},
			{Notice: core.Notice{What: what, Door: "d", Person: "p", KeyKind: core.KeyTag, Bolt: core.BoltLocked, Alert: core.AlertNotClosed, For: int64(time.Hour), Until: 1}, DoorName: "Labor", PersonName: "Ana"}} {
			got := German.Line(x, time.UTC)
			if got == "" || got == x.Say(time.UTC) || strings.HasSuffix(got, what.String()) || strings.Contains(got, "%!") {
				t.Errorf("%s: %q", what, got)
			}
		}
	}
}
