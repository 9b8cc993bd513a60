package tui

import (
	"slices"
	"strings"
	"time"

	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// What stands in a form's fields, by their labels.

func (f form) at(label string) *field {
	if i := slices.IndexFunc(f.Fields, func(x field) bool { return x.Label == label }); i >= 0 {
		return &f.Fields[i]
	}
	return nil
}

func (f form) text(label string) string {
	if x := f.at(label); x != nil {
		return strings.TrimSpace(x.Text)
	}
	return ""
}

// id is what is behind the option that is chosen.
func (f form) id(label string) string {
	x := f.at(label)
	if x == nil {
		return ""
	}
	if i := slices.Index(x.Options, x.Text); i >= 0 && i < len(x.IDs) {
		return x.IDs[i]
	}
	return ""
}

// when is 0 for a field that is empty, or not there.
func (f form) when(label string, now time.Time) int64 {
	x := f.at(label)
	if x == nil {
		return 0
	}
	at, _ := plain.When(texts.English, x.Text, now, x.Kind == untilField)
	return at
}

// split2 is first name and last name.
func split2(name string) (first, last string) {
	first, last, _ = strings.Cut(strings.TrimSpace(name), " ")
	return first, strings.TrimSpace(last)
}
