package hub

import (
	"context"
	"testing"

	"localiq/core"
)

// TestAPlanUndoesNothingThatCameBetween: edits are whole items; planned on an older version they would
// bring back somebody who was erased meanwhile, or take a PIN that they have just chosen.
func TestAPlanUndoesNothingThatCameBetween(t *testing.T) {
	inOffice(t, func(r *rig) {
		tries := 0
		got := r.planned(context.Background(), func(s *core.Site) core.Told {
			ana := *s.Config.Person("ana")
			if ana.MOM = true; tries == 0 {
				r.put(core.Person{ID: "ana", Groups: ana.Groups, IQPIN: core.Digest{7}}) // the loop, meanwhile
			}
			tries++
			return r.Hub.put(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}},
				core.SiteEdited{Why: "a right", Of: s.Config.Version, Edits: []core.Edit{core.Put(ana)}})
		})
		if got.Error != nil || tries != 2 {
			t.Fatalf("%+v after %d plans", got.Error, tries)
		}
		if ana := r.Site().Config.Person("ana"); !ana.MOM || ana.IQPIN.IsZero() {
			t.Errorf("one of the two is lost: %+v", ana)
		}
	})
}

// TestAnImportIsPlannedOnWhatIsThere: like every other plan.
func TestAnImportIsPlannedOnWhatIsThere(t *testing.T) {
	inOffice(t, func(r *rig) {
		file := r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.ExportSite{}})
		old := r.Site()
		r.put(core.Person{ID: "bo"})
		a := core.Asked{Origin: core.Origin{Kind: core.FromCLI}}
		w := core.ImportSite{YAML: append(file.YAML, "  - first: Cy\n    id: p-00000000c1c1\n"...)}
		if got, _ := r.importOn(context.Background(), old, a, w); !got.Error.IsOutdated() {
			t.Errorf("an import of yesterday's plan: %+v", got.Error)
		}
	})
}
