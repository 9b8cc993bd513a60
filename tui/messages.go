package tui

import "localiq/core"

// messagesContent is what the console told its person, newest first.
func messagesContent(s *core.Snapshot, u UI, w int) []string {
	if len(u.Messages) == 0 {
		return teach(w, u.Glyphs, u.t("No messages yet."), u.t("What came of your commands is kept here, also when you left before the answer."))
	}
	now := core.Instant{}
	if s != nil {
		now = s.Now
	}
	var out []string
	for i := len(u.Messages) - 1; i >= 0; i-- {
		m := u.Messages[i]
		head := "--:--:--"
		if !m.At.IsZero() {
			head = clockAt(u, now, m.At.Wall, seconds)
		}
		sign := "  "
		if m.Bad {
			sign = in(bad, u.Glyphs.Bad) + " "
		}
		for j, l := range wrap(m.Text, max(10, w-width(head)-4), "") {
			if j > 0 {
				head, sign = fit("", width(head), u.Glyphs), "  "
			}
			out = append(out, " "+head+" "+sign+l)
		}
	}
	return out
}
