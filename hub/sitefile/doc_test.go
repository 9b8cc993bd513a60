package sitefile

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
)

// documented is the example of docs/sitefile.md.
func documented(t *testing.T) (text, example string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/sitefile.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("there is no example")
	}
	return string(b), example
}

// TestTheExampleOfTheDocsImports, into a new box, and does what it says.
func TestTheExampleOfTheDocsImports(t *testing.T) {
	_, example := documented(t)
	o := newOffice(t)
	o.edit(nil, core.Put(core.Settings{Installing: true}))
	o.load(example)
	c := o.site.Config
	if len(c.Doors) != 1 || len(c.People) != 2 || len(c.Keys) != 2 || len(c.Bookings) != 1 || len(c.Dealers) != 1 || len(c.Pods) != 1 || c.Person("p-1") == nil {
		t.Errorf("%+v", c)
	}
	if p := o.mustPlan(o.export()); len(p.Edits) != 0 {
		t.Errorf("%q", p.Report)
	}
}

// TestEveryKeyIsInTheDocs: what the reader reads is in the docs, and each key that the example has in its
// place is read.
func TestEveryKeyIsInTheDocs(t *testing.T) {
	text, example := documented(t)
	for what, keys := range askedKeys(t) {
		for _, k := range keys {
			if !regexp.MustCompile(`(?m)(^\s*(- )?|` + "`" + `)` + regexp.QuoteMeta(k) + `:`).MatchString(text) {
				t.Errorf("%s: %s is not in docs/sitefile.md", what, k)
			}
			if k != "rehearsal" && k != "digital" && !regexp.MustCompile(`(?m)^\s*(- )?`+k+`:`).MatchString(example) {
				t.Errorf("%s: the example has no %s", what, k)
			}
		}
	}
}

// askedKeys are the keys that each table of a file is asked for, as the reader itself names them to
// whoever misspells one.
func askedKeys(t *testing.T) map[string][]string {
	out := map[string][]string{}
	for what, read := range map[string]func(*reader, ast.Node){
		"the site file": func(r *reader, n ast.Node) { r.file(n, nil) }, "a calendar": func(r *reader, n ast.Node) { r.calendar(n) },
		"a schedule": func(r *reader, n ast.Node) { r.schedule(n) }, "a door": func(r *reader, n ast.Node) { r.door(n) },
		"a pod": func(r *reader, n ast.Node) { r.pod(n) }, "a group": func(r *reader, n ast.Node) { r.group(n) },
		"a person": func(r *reader, n ast.Node) { r.person(n) }, "a key": func(r *reader, n ast.Node) { r.key(n) },
		"a booking": func(r *reader, n ast.Node) { r.booking(n) }, "a dealer": func(r *reader, n ast.Node) { r.dealer(n) },
		"site": func(r *reader, n ast.Node) { r.file(n, nil) },
	} {
		r := new(reader)
		src := "misspelt: x\n"
		if what == "site" {
			src = "site:\n  misspelt: x\n"
		}
		read(r, r.parse([]byte(src), 0))
		i := slices.IndexFunc(r.faults, func(f string) bool { return strings.Contains(f, what+` has no "misspelt"; it has `) })
		if i < 0 {
			t.Fatalf("%s: %q", what, r.faults)
		}
		_, keys, _ := strings.Cut(r.faults[i], "; it has ")
		out[what] = strings.Split(keys, ", ")
	}
	return out
}
