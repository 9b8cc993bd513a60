package tui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"localiq/tui/internal/plain"
)

// ordered: an end comes after its beginning.
func ordered(u UI, f *form, now time.Time, wrong int) int {
	var from int64
	for i := range f.Fields {
		x := &f.Fields[i]
		switch at, _ := plain.When(u.Glyphs.Language, x.Text, now, x.Kind == untilField); {
		case x.Kind == fromField:
			from = at
		case x.Kind == untilField && x.Err == "" && at != 0 && at <= max(from, now.UnixNano()):
			x.Err = u.t("this is over before it begins")
			if wrong < 0 || i < wrong {
				wrong = i
			}
		}
	}
	return wrong
}

// fault is why a field cannot be sent; "": it can. What the hub alone knows is its own to say.
func (f *field) fault(u UI, now time.Time) string {
	switch {
	case f.Must && strings.TrimSpace(f.Text) == "":
		return u.t("this is needed")
	case f.Kind == fromField || f.Kind == untilField:
		if _, err := plain.When(u.Glyphs.Language, f.Text, now, f.Kind == untilField); err != nil {
			return err.Error()
		}
	case f.Kind == numberField:
		if n, err := strconv.Atoi(strings.TrimSpace(f.Text)); strings.TrimSpace(f.Text) != "" && (err != nil || n < 0) {
			return u.t("this is no number")
		}
	case f.Kind == namedField:
		return f.named(u)
	case f.Kind == namesField:
		for _, n := range names(f.Text) {
			if _, err := meant(u, n, f.Options); err != "" {
				return err
			}
		}
	}
	return ""
}

// names are the parts between commas.
func names(s string) (out []string) {
	for _, n := range strings.Split(s, ",") {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// meant is the one name that goes by a text: it, or begins with it. Where the names are not known, it is the
// text, and the hub will say.
func meant(u UI, text string, all []string) (name, err string) {
	if all == nil {
		return text, ""
	}
	var begun []string
	for _, n := range all {
		switch {
		case strings.EqualFold(n, text):
			return n, ""
		case strings.HasPrefix(strings.ToLower(n), strings.ToLower(text)):
			begun = append(begun, n)
		}
	}
	switch len(begun) {
	case 1:
		return begun[0], ""
	case 0:
		return "", u.t("there is no %s; there are: %s", text, strings.Join(all, ", "))
	}
	return "", u.t("%s may be: %s", text, strings.Join(begun, ", "))
}

// hosted: a guest opens what their groups do, or what their host's pod has.
func hosted(u UI, f *form, wrong int) int {
	i := slices.IndexFunc(f.Fields, func(x field) bool { return x.Label == "Groups" })
	if f.Wish != wishGuest || i < 0 || f.text("Groups") != "" || f.text("Host") != "" {
		return wrong
	}
	f.Fields[i].Err = u.t("this is needed, unless they are somebody's guest")
	if wrong < 0 || i < wrong {
		wrong = i
	}
	return wrong
}
