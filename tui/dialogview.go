package tui

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// dialogPane is the dialog as it stands over a screen of h lines.
func dialogPane(s *core.Snapshot, u UI, w, h int) []string {
	d, g := *u.Dialog, u.Glyphs
	w = min(w, 64)
	var lines []string
	switch d.Stage {
	case confirming:
		lines = confirmLines(s, u, d, w-4)
	case waiting:
		if d.Errand.Verb >= blockPersonVerb {
			lines = append(wrap(u.t("%s: %s, waiting for the hub%s", d.Errand.Name, u.t(verbWords[d.Errand.Verb].Doing), g.Cut), w-4, ""), "", u.t("Esc leaves."))
			break
		}
		lines = append(wrap(u.t("%s: %s, waiting for the lock's own word%s", d.Errand.Name, u.t(verbWords[d.Errand.Verb].Doing), g.Cut), w-4, ""), "")
		lines = append(lines, wrap(u.t("Esc leaves; the answer will be a message (m)."), w-4, "")...)
	case answered:
		head := in(good, g.OK+" "+u.t("done"))
		if d.Answer.Bad {
			head = in(bad, g.No+" "+u.t("not done, or not known"))
		}
		lines = append([]string{head, ""}, wrap(d.Answer.Text, w-4, "")...)
		lines = append(lines, "", u.t("Enter closes."))
	}
	return boxed(squeezed(lines, h-2), w, g)
}

// squeezed takes the empty lines away where there is no room for them, and then what stands before the last
// lines: the buttons stay.
func squeezed(lines []string, h int) []string {
	if len(lines) > h {
		lines = slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return l == "" })
	}
	if over := len(lines) - h; over > 0 {
		cut := max(1, len(lines)-6-over)
		lines = slices.Delete(lines, cut, min(cut+over, len(lines)))
	}
	return lines
}

func confirmLines(s *core.Snapshot, u UI, d dialog, w int) []string {
	ask := u.t(verbWords[d.Errand.Verb].Ask)
	lines := []string{in(bold, clip(u.t(verbWords[d.Errand.Verb].Of+" %s?", d.Errand.Name), w, u.Glyphs)), ""}
	lines = append(lines, wrap(u.Glyphs.plain(d.For), w, "")...)
	if d.Timed {
		lines = append(append(lines, ""), wrap(lastsWords(s, u, lasts[d.Lasts])+" "+u.t("Up, down: longer, shorter."), w, "")...)
	}
	if d.isTyped() {
		lines = append(append(lines, ""), nameLines(d, u, w)...)
	}
	cancel, yes := in(chosen, Mark+u.t("[ Cancel ]")), " [ "+ask+" ]"
	if d.yes() {
		cancel, yes = " "+u.t("[ Cancel ]"), in(chosen, Mark+"[ "+ask+" ]")
	}
	lines = append(append(lines, ""), flow2(cancel, yes, w)...)
	if d.isTyped() {
		return lines
	}
	return append(append(lines, ""), wrap(u.t("y then Enter: %s. Esc: cancel.", strings.ToLower(ask)), w, "")...)
}

// flow2 is two buttons beside each other, or one below the other.
func flow2(a, b string, w int) []string {
	if width(a)+2+width(b) <= w {
		return []string{a + "  " + b}
	}
	return []string{a, b}
}

// nameLines ask for the name, and show what was typed of it; of a PIN, how many digits.
func nameLines(d dialog, u UI, w int) []string {
	if d.PIN {
		lines := []string{u.t("Your PIN for this IQ:"), Mark + " " + in(bold, strings.Repeat("*", len(d.Typed))) + in(chosen, " ")}
		if d.Missed {
			lines = append(lines, wrap(u.Glyphs.Bad+" "+u.t("it has 4 to 8 digits; you chose it when you activated it"), w, "")...)
		}
		return lines
	}
	text := u.t("If you mean it, type %s", d.Named)
	if word := d.byWord(); word != "" {
		text += u.t(", or: %s", word)
	}
	lines := append(wrap(text, w, ""), Mark+" "+in(bold, tailOf(d.Typed, w-4))+in(chosen, " "))
	if d.Missed {
		lines = append(lines, in(bad, u.Glyphs.Bad+" "+u.t("that is not the whole name")))
	}
	return lines
}

// lastsWords say until when a mode will stand.
func lastsWords(s *core.Snapshot, u UI, d time.Duration) string {
	switch {
	case d == 0:
		return u.t("It lasts until somebody releases it.")
	case s == nil:
		return u.t("It lasts %s.", u.lasting(d))
	}
	return u.t("It lasts %s, until %s.", u.lasting(d), clockAt(u, s.Now, s.Now.Wall+int64(d), minutes))
}

// boxed frames lines in w cells.
func boxed(lines []string, w int, g Glyphs) []string {
	edge := strings.Repeat(g.Rule, w)
	out := []string{edge}
	for _, l := range lines {
		out = append(out, g.Bar+" "+fit(l, w-4, g)+" "+g.Bar)
	}
	return append(out, edge)
}
