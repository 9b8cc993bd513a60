package saltoks

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"localiq/core"
)

var errMore = errors.New("an answer has more pages (next_page_link): put all of its items into one file")

// schedule names the schedule of some windows, made where nobody had the same before; "" is at all
// times. What cannot be read is left out, and so never opens.
func (c *converter) schedule(whose string, hs []hours) string {
	var lines []string
	for _, h := range hs {
		switch line, ok := h.line(); {
		case !ok:
			c.say("%s: hours from %q to %q cannot be read, and open nothing here", whose, h.Start, h.End)
		case line == always:
			return ""
		case line != "":
			lines = append(lines, line)
		}
	}
	key := strings.Join(lines, "\n")
	if name, has := c.hours[key]; has {
		return name
	}
	name := "Hours of " + whose
	if len(lines) == 0 {
		name = "Never"
		c.say("%s has no hours and opens nothing there; nor does it here (schedule Never)", whose)
	}
	if c.hours == nil {
		c.hours = map[string]string{}
	}
	c.hours[key] = name
	c.schedules = append(c.schedules, "  - name: "+quoted(name))
	if len(lines) == 0 {
		c.schedules = append(c.schedules, "    windows: []")
		return name
	}
	c.schedules = append(c.schedules, "    windows:")
	for _, l := range lines {
		c.schedules = append(c.schedules, "      - "+l)
	}
	return name
}

const always = "Mon-Sun 00:00-24:00"

// line is a window in the words of the site file; "" opens on no day.
func (h *hours) line() (string, bool) {
	var days core.Days
	for i, on := range []bool{h.Sunday, h.Monday, h.Tuesday, h.Wednesday, h.Thursday, h.Friday, h.Saturday} {
		if on {
			days |= 1 << i
		}
	}
	from, ok1 := clockTime(h.Start, true)
	until, ok2 := clockTime(h.End, false)
	if !ok1 || !ok2 || from >= until {
		return "", false
	}
	if days == 0 {
		return "", true
	}
	said := days.String()
	if days == core.EveryDay {
		said = "Mon-Sun"
	}
	said += " " + from.String() + "-" + until.String()
	for _, d := range []struct{ word, text string }{{" from ", h.From}, {" until ", h.Until}} {
		if d.text == "" {
			continue
		}
		date, ok := wholeDay(d.text, d.word == " from ")
		if !ok {
			return "", false
		}
		said += d.word + date.String()
	}
	return said, true
}

// wholeDay is the first or the last day of hours. There a limit may have a time of day, and here it is
// whole days: one that is not wholly inside is outside.
func wholeDay(text string, first bool) (d core.Date, ok bool) {
	day, at, timed := strings.Cut(text, "T")
	if d.UnmarshalText([]byte(day)) != nil || d == 0 {
		return 0, false
	}
	switch {
	case !timed, first && strings.HasPrefix(at, "00:00:00"), !first && strings.HasPrefix(at, "23:59"):
		return d, true
	case first:
		return d + 1, true
	}
	return d - 1, d > 1
}

// clockTime reads "08:00" or "08:00:30". Where the site file has whole minutes alone, a start is the
// next and an end the one before; the last minute of a day is its end, as it is meant there.
func clockTime(text string, start bool) (core.Minute, bool) {
	t, err := time.Parse("15:04:05", text)
	if err != nil {
		if t, err = time.Parse("15:04", text); err != nil {
			return 0, false
		}
	}
	m := core.Minute(t.Hour()*60 + t.Minute())
	switch {
	case !start && m == core.EndOfDay-1:
		return core.EndOfDay, true
	case start && t.Second() > 0:
		m++
	}
	return m, true
}

// quoted writes a string so that YAML reads it back: JSON's strings are YAML's too.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always can be
	return strings.TrimSuffix(b.String(), "\n")
}

func list(word string, quotedOnes []string) []string {
	if len(quotedOnes) == 0 {
		return nil
	}
	return []string{word + "[" + strings.Join(quotedOnes, ", ") + "]"}
}
