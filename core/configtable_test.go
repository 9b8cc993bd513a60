package core

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestEditsAtOnceAreEditsInARow: many edits make what each of them after the other makes, in whatever order,
// and touch nothing of the configuration before.
func TestEditsAtOnceAreEditsInARow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	cfg := NewConfig()
	for round := range 200 {
		var edits []Edit
		for i := range r.IntN(20) {
			p := Person{ID: PersonID(fmt.Sprint("p", r.IntN(9))), ExtraTime: i + 1}
			if edits = append(edits, Put(p)); r.IntN(3) == 0 {
				edits[i] = Drop(p.Ref())
			}
		}
		was := fmt.Sprint(cfg.People)
		row := cfg
		for _, e := range edits {
			var err error
			if row, err = row.With(1, []Edit{e}, nil); err != nil {
				t.Fatal(err)
			}
		}
		next, err := cfg.With(1, edits, nil)
		if err != nil || len(next.People)+len(row.People) > 0 && !reflect.DeepEqual(next.People, row.People) {
			t.Fatalf("round %d, %+v: %v\n%+v\n%+v", round, edits, err, next.People, row.People)
		}
		if is := fmt.Sprint(cfg.People); is != was {
			t.Fatalf("round %d: what was before has changed", round)
		}
		cfg = next
	}
}
