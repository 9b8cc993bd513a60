package tui

import (
	"localiq/core"
	"localiq/tui/internal/plain"
)

// whyLines explains the last decision at a door: who, what, and every question that was asked.
func whyLines(s *core.Snapshot, u UI, c core.DoorCard, w int) []string {
	d := c.State.Last
	if d.Seq == 0 {
		return []string{u.t("%s nobody has asked to open it yet", in(bold, " "+u.t("WHY")))}
	}
	lines := []string{in(bold, " "+u.t("WHY: the last decision, %s", clockAt(u, s.Now, d.At.Wall, seconds)))}
	return append(lines, verdictLines(d.Verdict, d.By, plain.Clean(c.LastWho), plain.Clean(c.LastGroup), plain.Clean(c.LastSchedule), u, w)...)
}

// verdictLines is a verdict with its trail. Where the lock opened by its own table, the verdict is
// what the hub would have said: it may be another.
func verdictLines(v core.Verdict, by core.BoltCause, who, group, schedule string, u UI, w int) []string {
	head := in(good, u.t("%s GRANTED", u.Glyphs.OK))
	switch {
	case by == core.ByTable && v.Granted:
		head = in(good, u.t("%s OPENED by the lock's own table", u.Glyphs.OK))
	case by == core.ByTable:
		head = in(bad, clip(u.t("%s OPENED by the lock; the hub says: %s", u.Glyphs.Warn, u.t(v.Reason.Say())), w-2, u.Glyphs))
	case !v.Granted:
		head = in(bad, u.t("%s DENIED: %s", u.Glyphs.No, clip(u.t(v.Reason.Say()), w-12, u.Glyphs)))
	}
	lines := append([]string{" " + head}, labelled(u.t("Who"), whoWith(u, who, v.KeyKind), w)...)
	if group != "" {
		lines = append(lines, labelled(u.t("Group"), group+", "+when(u, schedule), w)...)
	}
	return append(lines, stepLines(v.Trail.Steps(), u, w)...)
}

func when(u UI, schedule string) string {
	if schedule == "" {
		return u.t("at all times")
	}
	return u.t("schedule %s", schedule)
}

func whoWith(u UI, who string, k core.KeyKind) string {
	if who == "" && k == core.KeyOperator {
		return u.t("somebody at the console")
	}
	return u.t("%s, with %s", or(who, u.t("nobody known")), u.t(k.Word()))
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
	sign, word := in(bad, u.Glyphs.No), u.t("FAIL")
	switch st.Reason {
	case core.Granted, core.OpenedFree:
		sign, word = in(good, u.Glyphs.OK), u.t("pass")
	case core.ReasonNone:
		sign, word = u.Glyphs.Skip, u.t("not asked")
	}
	return clip(" "+sign+" "+fit(word, width(u.t("not asked")), u.Glyphs)+" "+u.t(checkWord(st.Check)), w, u.Glyphs)
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
