package plain

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"localiq/tui/internal/texts"
)

// When reads a moment as people type it, on the site's clock: "tomorrow 18:00", "fri", "24.12.", "24 dec
// 8am", "2026-12-24", "18:00", "in 3 days", "+2h", "now". "" is 0, which is no limit. An end that is a day
// is the whole of it: the midnight after. A day or an hour without a date is the next one to come.
func When(l texts.Language, text string, now time.Time, end bool) (int64, error) {
	words := strings.Fields(strings.ReplaceAll(dated.ReplaceAllString(strings.ToLower(text), "$1 $2"), ",", " "))
	if len(words) == 0 {
		return 0, nil
	}
	r := reading{now: now, day: now, end: end}
	for i := 0; i < len(words); {
		n := r.take(words[i:])
		if n == 0 {
			return 0, errors.New(l.Say("%q is not understood here: write tomorrow 18:00, fri, 24 dec or 2026-12-24", words[i]))
		}
		i += n
	}
	return r.moment(l)
}

// dated is the form of a site file and of the command line: 2026-12-24T18:00.
var dated = regexp.MustCompile(`^(\d+-\d+-\d+)t(\d)`)

// reading is what the words have said so far.
type reading struct {
	now, day            time.Time
	end                 bool
	dated, timed, exact bool // exact: day is the moment itself
	hour, minute        int
}

// take reads the thing that stands first, and says of how many words it was; 0: nothing is understood.
func (r *reading) take(words []string) int {
	w := words[0]
	switch {
	case w == "at" || w == "on" || w == "until" || w == "till":
		return min(1, len(words)-1)
	case w == "now" && !r.dated:
		r.exact, r.dated = true, true
		return 1
	case !r.dated && r.later(words) > 0:
		return r.later(words)
	case !r.dated && r.named(words) > 0:
		return r.named(words)
	case !r.timed && !r.exact && r.clock(w):
		return 1
	}
	return 0
}

// later is "in 3 days", "3d", "+2h".
func (r *reading) later(words []string) int {
	used := 0
	if words[0] == "in" {
		words, used = words[1:], 1
	}
	if len(words) == 0 {
		return 0
	}
	w := strings.TrimPrefix(words[0], "+")
	digits := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz")
	unit := w[len(digits):]
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 36500 {
		return 0
	}
	used++
	if unit == "" && len(words) > 1 && (used > 1 || w != words[0]) || unit == "" && len(words) > 1 && unitOf(words[1]) != "" {
		unit = words[1]
		used++
	}
	switch unitOf(unit) {
	case "m":
		r.day, r.exact = r.now.Add(time.Duration(n)*time.Minute), true
	case "h":
		r.day, r.exact = r.now.Add(time.Duration(n)*time.Hour), true
	case "d":
		r.day = r.now.AddDate(0, 0, n)
	case "w":
		r.day = r.now.AddDate(0, 0, 7*n)
	case "mo":
		r.day = r.now.AddDate(0, n, 0)
	default:
		return 0
	}
	r.dated = true
	return used
}

func unitOf(s string) string {
	for unit, names := range map[string]string{"m": "min mins minute minutes", "h": "h hour hours", "d": "d day days", "w": "w week weeks", "mo": "month months"} {
		for name := range strings.FieldsSeq(names) {
			if s == name {
				return unit
			}
		}
	}
	return ""
}

// named is a day by a name or a date, of one word or two.
func (r *reading) named(words []string) int {
	w := words[0]
	switch {
	case w == "today":
		return r.on(r.now, 1)
	case len(w) >= 3 && strings.HasPrefix("tomorrow", w):
		return r.on(r.now.AddDate(0, 0, 1), 1)
	case len(words) > 1 && (w == "next" || w == "this") && weekday(words[1]) >= 0:
		return r.on(r.next(weekday(words[1])), 2)
	case weekday(w) >= 0:
		return r.on(r.next(weekday(w)), 1)
	}
	for n := min(3, len(words)); n > 0; n-- {
		if d, ok := r.date(strings.Join(words[:n], " ")); ok {
			return r.on(d, n)
		}
	}
	return 0
}

func (r *reading) on(d time.Time, used int) int {
	r.day, r.dated = d, true
	return used
}

// weekday takes a name or its beginning, of three letters at least; -1: none.
func weekday(w string) int {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(w) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), w) {
			return int(d)
		}
	}
	return -1
}

// next is the next such day; today is a week away.
func (r *reading) next(day int) time.Time {
	ahead := (day - int(r.now.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return r.now.AddDate(0, 0, ahead)
}

// date reads one with its year, or the next without.
func (r *reading) date(s string) (time.Time, bool) {
	z := r.now.Location()
	for _, form := range []string{"2006-1-2", "2.1.2006", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006"} {
		if d, err := time.ParseInLocation(form, s, z); err == nil {
			return d, true
		}
	}
	for _, form := range []string{"2.1.", "2.1", "2 Jan", "2 January", "Jan 2", "January 2"} {
		if d, err := time.ParseInLocation(form, s, z); err == nil {
			d = time.Date(r.now.Year(), d.Month(), d.Day(), 0, 0, 0, 0, z)
			if d.YearDay() < r.now.YearDay() {
				d = d.AddDate(1, 0, 0)
			}
			return d, true
		}
	}
	return time.Time{}, false
}

// clock reads 18:00, 18, 8am, 8:30pm.
func (r *reading) clock(w string) bool {
	for _, form := range []string{"15:04", "15.04", "15h", "15", "3pm", "3:04pm"} {
		if t, err := time.Parse(form, w); err == nil {
			r.hour, r.minute, r.timed = t.Hour(), t.Minute(), true
			return true
		}
	}
	return false
}

func (r *reading) moment(l texts.Language) (int64, error) {
	y, m, d := r.day.Date()
	switch {
	case r.exact && r.timed:
		return 0, errors.New(l.Say("an hour does not go with that"))
	case r.exact:
		return r.day.Truncate(time.Minute).UnixNano(), nil
	case !r.dated && !r.timed:
		return 0, errors.New(l.Say("write a day or an hour: tomorrow 18:00, fri, 24 dec or 2026-12-24"))
	case !r.timed && r.end:
		d++
	}
	at := time.Date(y, m, d, r.hour, r.minute, 0, 0, r.now.Location())
	if !r.dated && !at.After(r.now) {
		at = at.AddDate(0, 0, 1)
	}
	if at.Year() > 2200 {
		return 0, errors.New(l.Say("that is too far away"))
	}
	return at.UnixNano(), nil
}

// Understood is a moment that was read, said so that a slip is seen: with its weekday, its year, and how
// far away it is.
func Understood(l texts.Language, at int64, now time.Time, end bool) string {
	t := time.Unix(0, at).In(now.Location())
	said := l.Time(t, "Mon 2 Jan 2006 15:04")
	if end && t.Hour() == 0 && t.Minute() == 0 {
		t = t.AddDate(0, 0, -1)
		said = l.Say("%s, the whole day", l.Time(t, "Mon 2 Jan 2006"))
	}
	switch n := days(t) - days(now); {
	case n == 0:
		return l.Say("%s (today)", said)
	case n == 1:
		return l.Say("%s (tomorrow)", said)
	case n > 1:
		return l.Say("%s (in %d days)", said, n)
	}
	return l.Say("%s (past)", said)
}

// days counts local days, whatever their length.
func days(t time.Time) int {
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
