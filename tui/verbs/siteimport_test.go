package verbs

import (
	"context"
	"strings"
	"testing"

	"localiq/core"
)

// importing answers a dry run with a difference, and counts what was done.
type importing struct {
	still
	diff core.Diff
	did  []core.ImportSite
}

func (h *importing) Ask(_ context.Context, a core.Asked) core.Told {
	w := a.Wish.(core.ImportSite)
	if !w.DryRun {
		h.did = append(h.did, w)
	}
	return core.Told{Report: []string{"drop door Front"}, Diff: &h.diff}
}

// TestImportAsksFirst: what would be lost is on top, and nothing is done before somebody has said yes to
// what they saw.
func TestImportAsksFirst(t *testing.T) {
	diff := core.Diff{Careful: []string{"door Front goes"}, Removed: []string{"drop door Front"}, Of: 7}
	for _, c := range []struct {
		what  string
		first bool
		w     core.ImportSite
		says  string // "": nobody is there
		done  int
		fails bool
	}{
		{"yes", false, core.ImportSite{}, "y", 1, false},
		{"no", false, core.ImportSite{}, "n", 0, false},
		{"a script", false, core.ImportSite{}, "", 0, true},
		{"a script that means it", false, core.ImportSite{Sure: true}, "", 1, false},
		{"a dry run", false, core.ImportSite{DryRun: true}, "", 0, false},
		{"a site that has nothing", true, core.ImportSite{}, "", 1, false},
	} {
		h := &importing{still: still{shot: told(func(*core.DoorCard) {})}, diff: diff}
		h.diff.First = c.first
		var out strings.Builder
		err := Verbs{Hub: h, Out: &out}.Import(t.Context(), c.w, func(string) (bool, error) {
			if c.says == "" {
				return false, errNobody
			}
			return c.says == "y", nil
		})
		if (err != nil) != c.fails || len(h.did) != c.done || c.done > 0 && h.did[0].Of != 7 {
			t.Errorf("%s: %v, did %+v", c.what, err, h.did)
		}
		if got := out.String(); !strings.HasPrefix(got, "LOOK AT THESE FIRST:\n  door Front goes\nRemoved:\n  drop door Front\n") {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}
