package rules

import (
	"fmt"
	"strings"
	"testing"

	"localiq/core"
)

const shutSite = `site Europe/Amsterdam 2026-11-23 09:00:00
door front
group staff front
person Ana staff
person Gus staff override-lockdown
tag Ana
tag Gus

09:00:00 start
09:00:01 report front locked closed 5m
`

// OM-8: what a lock opens for by itself is what the hub would: in lockdown for those who may override it,
// at a blocked door for nobody.
func TestTableOfAShutDoor(t *testing.T) {
	for _, c := range []struct{ then, want string }{
		{"", "Ana.tag Gus.tag"},
		{"09:00:02 ask-mode front lockdown", "Gus.tag"},
		{"09:00:02 ask-mode front blocked", ""},
		{"09:00:02 ask-mode front fire-open", "Ana.tag Gus.tag"},
	} {
		st := tellStory(t, shutSite+c.then)
		var keys []string
		for _, r := range TableNow(st.s, "front", st.at()).Rows {
			keys = append(keys, string(r.Key))
		}
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%q: the lock opens for %q, want %q", c.then, got, c.want)
		}
	}
	if got := TableNow(core.NewSite(core.HubState{Epoch: 7}), "gone", core.Instant{}); len(got.Rows) != 0 || got.Version != 0 {
		t.Errorf("a door that is not there has a table: %+v", got)
	}
}

// throng is a site of two doors: everybody has front, and the first some back.
func throng(front, back int) string {
	var b strings.Builder
	b.WriteString("site Europe/Amsterdam 2026-11-23 09:00:00\ndoor back\ndoor front\ndoor side table none\ngroup all back,front\ngroup staff front\n")
	for i := range front {
		group := "staff"
		if i < back {
			group = "all"
		}
		fmt.Fprintf(&b, "person p%03d %s\ntag p%03d\n", i, group, i)
	}
	b.WriteString("\n09:00:00 start\n09:00:01 report back locked closed 5m\n09:00:01 report front locked closed 5m\n")
	fmt.Fprintf(&b, "09:00:02 table back %d\n09:00:02 table front %d\n", back, front)
	b.WriteString("09:01:00 edit group all side + group staff side\n")
	return b.String()
}

// [lock.sync]: many keys at once are named up to eight and then counted; those of which nobody can tell
// any more which they were are told when no lock can hold one.
func TestManyKeysRevokedAtOnce(t *testing.T) {
	last := func(story string) string {
		said := tellStory(t, story).out.String()
		return said[strings.LastIndex(strings.TrimRight(said, "\n"), "\n0")+1:]
	}
	for _, c := range []struct {
		name        string
		front, back int
		then        string
		named       int
		counted     string
	}{
		{"nine", 9, 0, "09:02:00 table front 0", 8, "1 other key no longer"},
		{"eight", 8, 0, "09:02:00 table front 0", 8, ""},
		{"ten", 10, 0, "09:02:00 table front 0", 8, "2 other keys no longer"},
		{"more than are kept apart, at one lock", core.MaxGone + 5, core.MaxGone, "09:02:00 table front 0", 0, "5 keys no longer"},
		{"and then at the other", core.MaxGone + 5, core.MaxGone, "09:02:00 table front 0\n09:02:01 table back 0", 8, "504 other keys no longer"},
		{"more at both, at one", core.MaxGone + 1, core.MaxGone + 1, "09:02:00 table front 0", 0, ""},
		{"more at both, at the other", core.MaxGone + 1, core.MaxGone + 1, "09:02:00 table front 0\n09:02:01 table back 0", 8, "505 other keys no longer"},
	} {
		got := last(throng(c.front, c.back) + c.then)
		if n := strings.Count(got, "'s tag no longer"); n != c.named {
			t.Errorf("%s: %d named, want %d:\n%s", c.name, n, c.named, got)
		}
		if counted := strings.Contains(got, "key no longer") || strings.Contains(got, "keys no longer"); counted != (c.counted != "") || !strings.Contains(got, c.counted) {
			t.Errorf("%s: want %q:\n%s", c.name, c.counted, got)
		}
	}
}

// [lock.sync]: a key that a lock would open for without end is not gone while that lock has not said so.
func TestKeyWithoutAnEndLivesElsewhere(t *testing.T) {
	st := tellStory(t, `site Europe/Amsterdam 2026-11-23 09:00:00
door back
door front
group staff back,front
person Ana staff
tag Ana

09:00:00 start
09:00:01 report back locked closed 5m
09:00:01 report front locked closed 5m
`)
	set := st.s.Config.Settings
	set.TagLease = -1
	st.apply(core.Put(set))
	for _, line := range []string{"09:01:00 table back 1", "09:01:00 table front 1", "09:02:00 edit tag Ana lost", "09:02:01 table front 0"} {
		st.happens(line)
	}
	if said := st.out.String(); strings.Contains(said, "no longer opens anything") {
		t.Errorf("one lock still opens for it:\n%s", said)
	}
	st.happens("09:02:02 table back 0")
	if said := st.out.String(); !strings.Contains(said, "no longer opens anything") {
		t.Errorf("the last lock has let go of it:\n%s", said)
	}
}
