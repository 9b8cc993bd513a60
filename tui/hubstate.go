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
		return teach(w, u.Glyphs, "Connecting to the hub"+u.Glyphs.Cut, "")
	}
	return stack(hubLines(s, u, w), queueLines(s, u, w), processLines(s, u, w), sessionLines(s, u, w))
}

func hubLines(s *core.Snapshot, u UI, w int) []string {
	h, lines := s.Hub, []string{in(bold, " HUB")}
	up := u.Glyphs.None
	if !h.Started.IsZero() {
		up = "since " + clockAt(s.Now, h.Started.Wall, u.Zone, minutes)
		if d, ok := plain.Since(s.Now, h.Started); ok {
			up += ", " + coarse(d)
		}
	}
	for _, r := range [][2]string{
		{"Version", or(plain.Clean(h.Version), u.Glyphs.None)},
		{"Id", or(plain.Clean(string(h.ID)), u.Glyphs.None)},
		{"Up", up},
		{"Clock", clockWords(s, u)},
		{"Disk", diskWords(s, u)},
		{"Events", "the newest is number " + plain.Number(int(s.Seq))},
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
	words := c.Source.Say() + ", asked " + ago(s.Now, c.Proven, u.Glyphs)
	if c.Within > 0 {
		words += "," + plain.Within(c.Within)
	}
	return words
}

func diskWords(s *core.Snapshot, u UI) string {
	d := s.Health.Disk
	switch {
	case s.Health.StoreError != "":
		return "CANNOT BE WRITTEN: " + plain.Clean(s.Health.StoreError)
	case s.Health.StoreStalled:
		return "DOES NOT ANSWER"
	case d.Bytes == 0:
		return u.Glyphs.None
	}
	words := "the site takes " + bytesWords(d.Bytes) + " of at most " + bytesWords(d.Most)
	if d.Free > 0 {
		words += "; " + bytesWords(d.Free) + " of the card are free"
	}
	return words
}

// bytesWords is coarse enough to stand still.
func bytesWords(n int64) string {
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
	lines := append([]string{in(bold, " WAITING")}, labelled("Inputs", plain.Number(s.Health.Inbox)+" to be decided", w)...)
	if a := s.Air; a.Slots > 0 {
		lines = append(lines, labelled("Links", fmt.Sprintf("%d of %d in use, %s waiting", a.Links, a.Slots, plain.Count(a.Waits, "lock")), w)...)
	} else {
		lines = append(lines, labelled("Links", u.Glyphs.None, w)...)
	}
	for _, e := range s.Errands {
		text := plain.Clean(e.What) + " to " + lockName(s, e.Lock)
		if e.Total > 0 {
			text += fmt.Sprintf(": %d%%", 100*e.Done/e.Total)
		}
		lines = append(lines, labelled("Work", text, w)...)
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
	lines := []string{in(bold, " RADIOS' PROCESSES")}
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
		lines = append(lines, labelledBy(12, radioName(s, r.Adapter), "answers in "+round+", "+work+" tasks, "+files+" files open"+plain.Plus(", address ", plain.Clean(r.Address)), w)...)
	}
	if len(lines) == 1 {
		lines = append(lines, " none")
	}
	return lines
}
