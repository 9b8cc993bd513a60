package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// whyLines explains the last decision at a door: who, what, and every question that was asked.
func whyLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	d := c.State.Last
	if d.Seq == 0 {
		return []string{in(bold, " WHY") + " nobody has asked to open it yet"}
	}
	lines := []string{in(bold, " WHY: the last decision, "+clockAt(s.Now, d.At.Wall, u.Zone, seconds))}
	return append(lines, verdictLines(d.Verdict, d.By, plain.Clean(c.LastWho), plain.Clean(c.LastGroup), plain.Clean(c.LastSchedule), u, w)...)
}

// verdictLines is a verdict with its trail. Where the lock opened by its own table, the verdict is
// what the hub would have said: it may be another.
func verdictLines(v core.Verdict, by core.BoltCause, who, group, schedule string, u UI, w int) []string {
	head := in(good, u.Glyphs.OK+" GRANTED")
	switch {
	case by == core.ByTable && v.Granted:
		head = in(good, u.Glyphs.OK+" OPENED by the lock's own table")
	case by == core.ByTable:
		head = in(bad, clip(u.Glyphs.Warn+" OPENED by the lock; the hub says: "+v.Reason.Say(), w-2, u.Glyphs))
	case !v.Granted:
		head = in(bad, u.Glyphs.No+" DENIED: "+clip(v.Reason.Say(), w-12, u.Glyphs))
	}
	lines := append([]string{" " + head}, labelled("Who", whoWith(who, v.KeyKind), w)...)
	if group != "" {
		lines = append(lines, labelled("Group", group+", "+when(schedule), w)...)
	}
	return append(lines, stepLines(v.Trail.Steps(), u, w)...)
}

func when(schedule string) string {
	if schedule == "" {
		return "at all times"
	}
	return "schedule " + schedule
}

func whoWith(who string, k core.KeyKind) string {
	if who == "" && k == core.KeyOperator {
		return "somebody at the console"
	}
	return or(who, "nobody known") + ", with " + k.Word()
}

// stepLines is the trail, in two columns where they fit; a step that failed keeps its reason
// for the line above.
func stepLines(steps []core.Step, u UI, w int) (out []string) {
	if w < 78 {
		for _, st := range steps {
			out = append(out, stepLine(st, u, w))
		}
		return out
	}
	half := (len(steps) + 1) / 2
	for i := range half {
		line := fit(stepLine(steps[i], u, w/2), w/2, u.Glyphs)
		if i+half < len(steps) {
			line += stepLine(steps[i+half], u, w/2)
		}
		out = append(out, line)
	}
	return out
}

// stepLine is one question with its answer: a sign, a word, then what was asked.
func stepLine(st core.Step, u UI, w int) string {
	sign, word := in(bad, u.Glyphs.No), "FAIL     "
	switch st.Reason {
	case core.Granted, core.OpenedFree:
		sign, word = in(good, u.Glyphs.OK), "pass     "
	case core.ReasonNone:
		sign, word = u.Glyphs.Skip, "not asked"
	}
	return clip(" "+sign+" "+word+" "+checkWord(st.Check), w, u.Glyphs)
}

// checkWords fit half of a narrow screen, behind the longest answer.
var checkWords = map[core.Check]string{
	core.CheckLock:       "lock is ours, has a door",
	core.CheckReleased:   "the site is released",
	core.CheckLockout:    "no lockout by wrong tries",
	core.CheckKey:        "the key is known",
	core.CheckKeyState:   "key not lost or blocked",
	core.CheckPerson:     "person is not blocked",
	core.CheckSubscribed: "person is subscribed",
	core.CheckValidity:   "today is within its dates",
	core.CheckDoor:       "the door takes keys now",
	core.CheckGroup:      "a group gives this door",
	core.CheckSchedule:   "its schedule is open now",
	core.CheckClock:      "hub's clock is believable",
	core.CheckFactors:    "nothing else to present",
	core.CheckCounts:     "uses left, alone will do",
	core.CheckPrivacy:    "not locked from inside",
	core.CheckHardware:   "lock is heard and works",
	core.CheckRight:      "has the right for this",
	core.CheckFree:       "the door is open to all",
	core.CheckFirst:      "the first person has come",
	core.CheckSecond:     "a second person is there",
	core.CheckPassback:   "is not inside already",
}

func checkWord(c core.Check) string {
	if w, ok := checkWords[c]; ok {
		return w
	}
	return plain.Clean(c.String())
}
