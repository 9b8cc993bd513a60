package tui

import (
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// hubContent is the box itself: what runs on it, what waits in it, and who looks at it.
func hubContent(s *core.Snapshot, u UI, w int) []string {
	if s == nil {
		return teach(w, u.Glyphs, u.t("Connecting to the hub%s", u.Glyphs.Cut), "")
	}
	return stack(hubLines(s, u, w), queueLines(s, u, w), processLines(s, u, w), sessionLines(s, u, w))
}

func hubLines(s *core.Snapshot, u UI, w int) []string {
	h, lines := s.Hub, []string{in(bold, " "+u.t("HUB"))}
	up := u.Glyphs.None
	if !h.Started.IsZero() {
		up = u.t("since %s", clockAt(u, s.Now, h.Started.Wall, minutes))
		if d, ok := plain.Since(s.Now, h.Started); ok {
			up += ", " + coarse(u.Glyphs, d)
		}
	}
	for _, r := range [][2]string{
		{u.t("Version"), or(plain.Clean(h.Version), u.Glyphs.None)},
		{u.t("Id"), or(plain.Clean(string(h.ID)), u.Glyphs.None)},
		{u.t("Up"), up},
		{u.t("Clock"), clockWords(s, u)},
		{u.t("Disk"), diskWords(s, u)},
		{u.t("Events|label"), u.t("the newest is number %s", plain.Number(int(s.Seq)))},
	} {
		lines = append(lines, labelled(r[0], u.Glyphs.plain(r[1]), w)...)
	}
	return lines
}

// clockWords is who says what time it is, when they did last, and how exactly.
func clockWords(s *core.Snapshot, u UI) string {
	c := s.Hub.Clock
	if c.Source == core.SourceNone {
		return u.Glyphs.None
	}
	words := u.t("%s, asked %s", u.t(c.Source.Say()), ago(s.Now, c.Proven, u.Glyphs))
	if c.Within > 0 {
		words += "," + plain.Within(c.Within)
	}
	return words
}

func diskWords(s *core.Snapshot, u UI) string {
	d := s.Health.Disk
	switch {
	case s.Health.StoreError != "":
		return u.t("CANNOT BE WRITTEN: %s", plain.Clean(s.Health.StoreError))
	case s.Health.StoreStalled:
		return u.t("DOES NOT ANSWER")
	case d.Bytes == 0:
		return u.Glyphs.None
	}
	words := u.t("the site takes %s of at most %s", bytesWords(u, d.Bytes), bytesWords(u, d.Most))
	if d.Free > 0 {
		words += u.t("; %s of the card are free", bytesWords(u, d.Free))
	}
	return words
}

// bytesWords is coarse enough to stand still.
func bytesWords(u UI, n int64) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%d KiB", max(1, n>>10))
	case n < 10<<30:
		return plain.Number(int(n>>20)) + " MiB"
	}
	return plain.Number(int(n>>30)) + " GiB"
}

// queueLines is what waits: inputs, links, long work.
func queueLines(s *core.Snapshot, u UI, w int) []string {
	lines := append([]string{in(bold, " "+u.t("WAITING"))}, labelled(u.t("Inputs"), u.t("%s to be decided", plain.Number(s.Health.Inbox)), w)...)
	if a := s.Air; a.Slots > 0 {
		lines = append(lines, labelled(u.t("Links"), u.t("%d of %d in use, %s waiting", a.Links, a.Slots, u.count(a.Waits, "lock")), w)...)
	} else {
		lines = append(lines, labelled(u.t("Links"), u.Glyphs.None, w)...)
	}
	for _, e := range s.Errands {
		text := u.t("%s to %s", plain.Clean(e.What), lockName(s, e.Lock))
		if e.Total > 0 {
			text += fmt.Sprintf(": %d%%", 100*e.Done/e.Total)
		}
		lines = append(lines, labelled(u.t("Work"), text, w)...)
	}
	return lines
}

// lockName is the door that a lock is fitted to, or its id.
func lockName(s *core.Snapshot, id core.LockID) string {
	for _, c := range s.Doors {
		if c.Lock != nil && c.Lock.ID == id {
			return plain.Clean(c.Door.Name)
		}
	}
	return plain.Clean(string(id))
}

// processLines is each radio's process: what leaks in a Bluetooth stack shows here first.
func processLines(s *core.Snapshot, u UI, w int) []string {
	lines := []string{in(bold, " "+u.t("RADIOS' PROCESSES"))}
	for _, r := range s.Air.Radios {
		round, work, files := u.Glyphs.None, u.Glyphs.None, u.Glyphs.None
		if r.Round > 0 {
			round = fmt.Sprintf("%.1f ms", float64(r.Round)/float64(time.Millisecond))
		}
		if r.Goroutines > 0 {
			work = plain.Number(r.Goroutines)
		}
		if r.Files > 0 {
			files = plain.Number(r.Files)
		}
		lines = append(lines, labelledBy(12, radioName(s, r.Adapter), u.t("answers in %s, %s tasks, %s files open%s", round, work, files, plain.Plus(u.t(", address")+" ", plain.Clean(r.Address))), w)...)
	}
	if len(lines) == 1 {
		lines = append(lines, " "+u.t("none"))
	}
	return lines
}
