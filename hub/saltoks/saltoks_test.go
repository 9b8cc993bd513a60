package saltoks

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"localiq/core"
	"localiq/hub/sitefile"
)

var update = flag.Bool("update", false, "rewrite testdata/site.yaml")

func export_(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/site.json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// planned is the site that a file makes of an empty one.
func planned(yaml []byte) (*core.Config, map[core.PersonID]core.Name, error) {
	n := 0
	site := core.NewSite(core.HubState{ID: "0badf00d"})
	p, err := sitefile.PlanImport(site, nil, yaml, sitefile.Tools{
		Digest: func(core.KeyKind, []byte) core.Digest { return core.Digest{1} },
		NewID:  func(kind string) string { n++; return fmt.Sprintf("%s-%d", kind, n) },
		NewPIN: func(int, func(core.Digest) bool) core.Secret { return core.NewSecret("739214") }})
	if err != nil {
		return nil, nil, err
	}
	names := map[core.PersonID]core.Name{}
	for _, own := range p.Private {
		if own.Name != nil {
			names[own.Person] = *own.Name
		}
	}
	cfg, err := site.Config.With(1, p.Edits, p.Zone)
	return cfg, names, err
}

// TestSaltoKSSite: the shapes of the API become a site file that imports, and nothing is wider here than
// there; what is lost is said.
func TestSaltoKSSite(t *testing.T) {
	yaml, report, err := Convert(export_(t), "UTC")
	if err != nil {
		t.Fatal(err)
	}
	got := string(yaml) + "# " + strings.Join(report, "\n# ") + "\n"
	if *update {
		if err := os.WriteFile("testdata/site.yaml", []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/site.yaml")
	if err != nil || got != string(want) {
		t.Errorf("%v\ngot\n%s", err, got)
	}
	c, names, err := planned(yaml)
	if err != nil {
		t.Fatal(err)
	}
	if c.Settings.Zone != "Europe/Vienna" || len(c.People) != 6 || len(c.Doors) != 3 || len(c.Groups) != 3 || len(c.Keys) != 0 {
		t.Errorf("%d people, %d doors, %d groups, %d keys in %s", len(c.People), len(c.Doors), len(c.Groups), len(c.Keys), c.Settings.Zone)
	}
	for _, p := range c.People {
		switch name := names[p.ID].String(); {
		case p.Role == core.RoleOwner || p.Master:
			t.Errorf("%s became %s, master %v", name, p.Role, p.Master)
		case name == "Emil" || name == "Cleo":
			if !p.Blocked {
				t.Errorf("%s has no end and opens doors", name)
			}
		case name == "Dora" && (!p.Unsubscribed || !p.Blocked || !p.MOM || p.Role != core.RoleUser):
			t.Errorf("Dora became %+v", p)
		}
	}
	for _, g := range c.Groups {
		s := c.Schedule(g.Schedule)
		if g.Name == "Always" != (s == nil) || g.Name == "Nobody" && len(s.Windows) != 0 || g.Name == "Office" && len(s.Windows) != 1 {
			t.Errorf("group %s has the schedule %+v", g.Name, s)
		}
	}
}

// TestEventsAreKeptAsLong: in whole days, as many as there can be here; anything else is said.
func TestEventsAreKeptAsLong(t *testing.T) {
	for ttl, want := range map[string]int{"": 0, "90.00:00:00": 90, "3650.00:00:00": 3650, "3651.00:00:00": 0, "0.00:00:00": 0, "23:00:00": 0, "90.12:00:00": 0, "-5.00:00:00": 0} {
		yaml, report, err := Convert([]byte(`{"site": {"time_zone": "UTC", "store_events_ttl": "`+ttl+`"}, "locks": [{"id": "l"}]}`), "UTC")
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := planned(yaml)
		if err != nil || c.Settings.KeepDays != want && want != core.DefaultKeepDays || len(report) != 0 != (want == 0 && ttl != "") {
			t.Errorf("%q: kept %+v, %q, %v", ttl, c.Settings, report, err)
		}
	}
}

// TestNoSaltoKSExport: a clear error, whatever it is.
func TestNoSaltoKSExport(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", "hello: yaml", `{"users": 7}`, `{"users": {"items": [], "next_page_link": "more"}}`, `{"site": {"time_zone": "UTC"}}`} {
		if _, _, err := Convert([]byte(text), "UTC"); err == nil || core.AsError(err).Code != core.CodeInvalid || core.AsError(err).Do == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestAnExportOfAnotherSystemsEditor: a byte order mark is no fault, and a fault is told without our types.
func TestAnExportOfAnotherSystemsEditor(t *testing.T) {
	if _, _, err := Convert(append([]byte("\uFEFF"), export_(t)...), "UTC"); err != nil {
		t.Error(err)
	}
	if _, _, err := Convert([]byte(`{"users": [{"blocked": "no"}]}`), "UTC"); err == nil || strings.Contains(err.Error(), "saltoks") || !strings.Contains(err.Error(), "byte") {
		t.Error(err)
	}
}

// TestPeopleAsTheyAreThere: two of one name, an end in 9999, an escape sequence in a name, an address that
// two have: each is said, and the whole can be imported.
func TestPeopleAsTheyAreThere(t *testing.T) {
	const users = `{"users":[{"id":"u1","expires_at":"9999-12-31T23:59:59Z","user":{"first_name":"Anna","last_name":"Bee","email":"a@b.nl"}},
		{"id":"u2","user":{"first_name":"Anna","last_name":"Bee","email":"A@b.nl"}},{"id":"u3","user":{"first_name":"Cy","last_name":"\u001b[31mDee"}},
		{"id":"u4","user":{"first_name":"\u0007"}}]}`
	yaml, report, err := Convert([]byte(users), "UTC")
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := planned(yaml)
	if err != nil || len(c.People) != 4 || len(report) < 4 {
		t.Fatalf("%v\n%s\n%q", err, yaml, report)
	}
	for _, p := range c.People {
		if p.Until != 0 || p.Blocked {
			t.Errorf("%+v", p)
		}
	}
}

// FuzzConvert: whatever is converted is a site file that can be read, or says where it is not; nobody becomes an
// owner or gets the master key.
func FuzzConvert(f *testing.F) {
	f.Add(export_(f))
	f.Add([]byte(`{"users":[{"alias":"a: #b\n- c"}],"locks":[{"customer_reference":"\u0000"}]}`))
	f.Add([]byte(`{"access_groups":[{"time_schedules":[{"monday":true,"start_time":"24:00","end_time":"00:00"}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		yaml, _, err := Convert(b, "UTC")
		if err != nil {
			if core.AsError(err).Code != core.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		c, _, err := planned(yaml)
		if err != nil {
			if e := core.AsError(err); e.Code == core.CodeInternal {
				t.Fatalf("%v\n%s", err, yaml)
			}
			return
		}
		for _, p := range c.People {
			if p.Role == core.RoleOwner || p.Master {
				t.Fatalf("%+v", p)
			}
		}
	})
}
