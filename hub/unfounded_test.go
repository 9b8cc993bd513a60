package hub

import (
	"context"
	"strings"
	"testing"

	"localiq/core"
)

const ofTwo = `version: 1
site: {name: Office, zone: Europe/Amsterdam}
schedules: []
doors:
  - {name: Front}
groups: []
people:
  - {first: Ana, keys: [{pin: new}, {tag: 04AABBCC}]}
  - {first: Ben, keys: [{pin: new}]}
`

// TestDryRunNeedsNoSite: what an import would make is told where nothing is yet, faults as well, and
// nothing comes to be.
func TestDryRunNeedsNoSite(t *testing.T) {
	h := Unfounded()
	ask := func(yaml string, dry bool) core.Told {
		return h.Ask(context.Background(), core.Asked{Origin: core.Origin{Request: "r"}, Wish: core.ImportSite{YAML: []byte(yaml), DryRun: dry}})
	}
	got := ask(ofTwo, true)
	report := strings.Join(got.Report, "\n")
	if got.Error != nil || !strings.Contains(report, "add person Ben") || !strings.Contains(report, "add PIN of Ana") || strings.Contains(report, "shown") {
		t.Fatalf("%v\n%s", got.Error, report)
	}
	if got := ask(strings.Replace(ofTwo, "Europe/Amsterdam", "Europe/Atlantis", 1), true); got.Error == nil || got.Error.Code != core.CodeInvalid {
		t.Errorf("a fault: %+v", got)
	}
	if got := ask(strings.Replace(ofTwo, "[{pin: new}]", "[{tag: 04AABBCC}]", 1), true); got.Error == nil || !strings.Contains(got.Error.Text, "already at line") {
		t.Errorf("one tag of two people: %+v", got)
	}
	if got := ask(ofTwo, false); got.Error == nil || got.Error.Code != core.CodeHubAway || len(h.Site().Config.Doors) != 0 {
		t.Errorf("it was done: %+v", got)
	}
}
