package people

import (
	"testing"

	"localiq/core"
)

// TestARefusalCallsPeopleByTheirNames: also whoever was to be added; whom nobody knows keeps the id.
func TestARefusalCallsPeopleByTheirNames(t *testing.T) {
	names := map[core.PersonID]core.Name{"p-00a1": {First: "Ana", Last: "Novak"}}
	e := core.Errorf(core.CodePodNotItsOwn, "person p-00a1, person p-00b2 and person p-00c3 are guests")
	got := InNames(names, []core.Private{{Person: "p-00b2", Name: &core.Name{First: "Bo"}}}, e)
	if got.Text != "Ana Novak, Bo and person p-00c3 are guests" || got.Code != e.Code || e.Text == got.Text {
		t.Errorf("%q", got.Text)
	}
}
