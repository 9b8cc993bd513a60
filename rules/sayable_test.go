package rules

import (
	"math"
	"strings"
	"testing"

	"localiq/core"
)

// TestOnlyWhatCanBeReadComesIn: by whatever way an edit comes; what was there stays as it is.
func TestOnlyWhatCanBeReadComesIn(t *testing.T) {
	s := sold(t, core.Subscription{})
	for _, it := range []core.Item{core.Settings{Name: "\x07"}, core.Group{ID: "g", Name: "a\x1b[31m"}, core.Group{ID: "g", Name: "a\u009b"}, core.Group{ID: "g", Name: strings.Repeat("g", 201)},
		core.Schedule{ID: "s", Name: "\u202e"}, core.Calendar{ID: "c", Name: "\u200b"}, core.Pod{ID: "p", Name: "a\nb"}, core.Dealer{ID: "d", Name: "\x07"},
		core.Door{ID: "d", Name: " "}, core.Repeater{ID: "r", Name: ""},
		core.Person{ID: "p", Until: math.MaxInt64}, core.Person{ID: "p", From: -1}, core.Person{ID: "p", Until: -1}, core.Person{ID: "p", From: math.MaxInt64}, core.Key{ID: "k", Until: math.MaxInt64}} {
		d := Decide(s, core.Input{ID: s.Seq + 1, At: s.At, Origin: core.Origin{Kind: core.FromCLI}, Event: core.SiteEdited{Edits: []core.Edit{core.Put(it)}}})
		if e := d.Answer.Error; e == nil || e.Code != core.CodeInvalid || len(d.Changes) > 0 {
			t.Errorf("%+v came in (%v)", it, e)
		}
	}
	for _, it := range []core.Item{core.Settings{Name: "\x07"}, core.Repeater{ID: "r"}, core.Dealer{ID: "d", Name: "\x07"}, core.Person{ID: "p", Until: -1}} {
		if sayable(s.Config, []core.Edit{core.Put(it)}) == nil {
			t.Errorf("%+v can be read", it)
		}
	}
	next, err := s.Config.With(s.Seq+1, []core.Edit{core.Put(core.Group{ID: "old", Name: "\x07"}), core.Put(core.Person{ID: "far", Until: math.MaxInt64}),
		core.Put(core.Group{ID: "good", Name: "Good"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if e := sayable(next, []core.Edit{core.Put(core.Group{ID: "old", Name: "\x07", Schedule: "x"}), core.Put(core.Person{ID: "far", Until: math.MaxInt64, Blocked: true})}); e != nil {
		t.Errorf("a site of an older release cannot be changed: %v", e)
	}
	if sayable(next, []core.Edit{core.Put(core.Group{ID: "good", Name: "\x07"})}) == nil {
		t.Error("a good name became one that cannot be shown")
	}
	if e := sayable(next, []core.Edit{core.Put(core.Person{ID: "p", Until: core.LastDate.Time().UnixNano()})}); e != nil {
		t.Errorf("the last date is none: %v", e)
	}
}
