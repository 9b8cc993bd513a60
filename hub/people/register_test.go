package people

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"

	"localiq/core"
)

// TestPeopleStayInOrder: after whatever changes, people and their keys are listed as if they had been put in
// order anew.
func TestPeopleStayInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	cfg, names := core.NewConfig(), map[core.PersonID]core.Name{}
	var kept *Register
	for round := range 300 {
		names = maps.Clone(names)
		var edits []core.Edit
		for range r.IntN(4) {
			p := core.Person{ID: core.PersonID(fmt.Sprint("p", r.IntN(12))), ExtraTime: r.IntN(5)}
			edits = append(edits, core.Put(p))
			names[p.ID] = core.Name{First: fmt.Sprint(r.IntN(2)), Last: fmt.Sprint(r.IntN(3))}
			for n := range r.IntN(3) {
				id := core.KeyID(fmt.Sprint("k", r.IntN(9), "-", p.ID))
				edits = append(edits, core.Put(core.Key{ID: id, Person: p.ID, Kind: core.KeyKind(1 + r.IntN(2)), State: core.KeyActive, Digest: core.Digest{byte(round), byte(round >> 8), byte(len(edits)), byte(n)}}))
			}
		}
		if n := len(cfg.People); n > 0 && r.IntN(3) == 0 {
			gone := cfg.People[r.IntN(n)].ID
			edits = edits[:0]
			for _, k := range cfg.Keys {
				if k.Person == gone {
					edits = append(edits, core.Drop(k.Ref()))
				}
			}
			edits = append(edits, core.Drop(core.Person{ID: gone}.Ref()))
			delete(names, gone)
		}
		next, err := cfg.With(core.Seq(round+1), edits, nil)
		if err != nil {
			t.Fatal(err)
		}
		cfg = next
		kept = RegisterOf(cfg, names, kept)
		anew := RegisterOf(cfg, names, nil)
		if !reflect.DeepEqual(kept.rows, anew.rows) && len(anew.rows)+len(kept.rows) > 0 {
			t.Fatalf("round %d:\n%+v\n%+v", round, kept.rows, anew.rows)
		}
		for i := range cfg.People {
			if e := kept.of(cfg.People[i].ID); e == nil || e.is != &cfg.People[i] {
				t.Fatalf("round %d: %s is %+v", round, cfg.People[i].ID, e)
			}
		}
	}
	if kept.of("nobody") != nil || RegisterOf(cfg, names, kept) != kept {
		t.Error("somebody who is not there, or another register of the same")
	}
}
