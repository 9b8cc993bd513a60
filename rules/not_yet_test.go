package rules

import (
	"strings"
	"testing"

	"localiq/core"
)

// TestLockThatAsksNobodyMayNotHaveAKeyYet [explain]: who opens at a lock that never asks is said of its
// table, until it has told that it has the newest.
func TestLockThatAsksNobodyMayNotHaveAKeyYet(t *testing.T) {
	const site = "site Europe/Amsterdam 2026-11-23 09:00:00\ndoor asks\ndoor front lacks shop\ndoor hall lockless\ngroup staff asks,front\nperson Ana staff\npin Ana\n\n" +
		"09:00:00 start\n09:00:01 report front locked closed ?\n09:00:01 report asks locked closed 5m\n"
	for what, says := range map[string]string{
		"":                                   "may not have this key yet",
		"09:00:02 table front 1\n":           "",
		"09:00:02 table front 0 left 1\n":    "left 1 key out",
		"09:00:02 table front 1 version 1\n": "may not have this key yet",
		"09:00:02 table front 1\n09:00:03 edit person Ben staff + pin Ben\n": "may not have this key yet",
	} {
		s := tellStory(t, site+what).s
		for _, door := range []core.DoorID{"front", "asks", "hall", "nowhere"} {
			said, want := NotYet(s, door), says
			if door != "front" {
				want = ""
			}
			if !strings.Contains(said, want) || want == "" && said != "" {
				t.Errorf("%q at %s: %q", what, door, said)
			}
		}
	}
}
