package tui

import (
	"strings"

	"localiq/core"
)

// checksContent is what was looked at just now, the worst first, with what to do.
func checksContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, u.t("Connecting to the hub%s", u.Glyphs.Cut), "")
	}
	all := checks(s, u)
	n := map[standing]int{}
	for _, c := range all {
		n[c.Is]++
	}
	head := u.t(" %d to mend, %d to watch, %d in order", n[standsBad], n[standsWatch], n[standsFine])
	if k := n[standsUnknown]; k > 0 {
		head += u.t(", %d not known", k)
	}
	lines := []string{in(bold, clip(head, w, u.Glyphs)), ""}
	for _, c := range all {
		lines = append(lines, checkLines(c, u, w)...)
	}
	return lines
}

func checkLines(c check, u UI, w int) []string {
	sign, word, style := u.Glyphs.Good, u.t("fine"), good
	switch c.Is {
	case standsBad:
		sign, word, style = u.Glyphs.Bad, u.t("MEND"), bad
	case standsWatch:
		sign, word, style = u.Glyphs.Warn, u.t("watch"), warn
	case standsUnknown:
		sign, word, style = u.Glyphs.None, u.t("unknown"), usual
	}
	const pad = 10
	lines := wrap(u.Glyphs.plain(c.What+": "+c.Says), w-pad-1, "  ")
	if c.Do != "" {
		for _, l := range wrap(u.Glyphs.plain(c.Do), w-pad-3, "") {
			lines = append(lines, "  "+l)
		}
	}
	for i, l := range lines {
		if i == 0 {
			lines[i] = " " + in(style, fit(sign+" "+word, pad-1, u.Glyphs)) + " " + l
			continue
		}
		lines[i] = strings.Repeat(" ", pad+1) + l
	}
	return lines
}
