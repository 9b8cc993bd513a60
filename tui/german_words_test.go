package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// TestGermanIsWhole: every sentence that a screen can say has a German one with the same holes, and no German one stands
// for a sentence that nothing says any more.
func TestGermanIsWhole(t *testing.T) {
	said := map[string]string{}
	for _, dir := range []string{".", "internal/plain", "internal/texts"} {
		literals(t, dir, said)
	}
	for _, k := range listedWords() {
		said[k] = "a table"
	}
	elsewhere := map[string]bool{}
	for _, dir := range []string{"../core", "../rules", "../hub", "../ble", "../ble/driver", "ssh"} {
		everyLiteral(t, dir, elsewhere)
	}
	all := texts.German.All()
	for k, where := range said {
		german, ok := all[k]
		if !ok && wordy(k) {
			t.Errorf("%q of %s has no German", k, where)
		}
		if ok && !slices.Equal(holes(k), holes(german)) {
			t.Errorf("%q has other holes in German: %q", k, german)
		}
	}
	for k := range all {
		if _, ok := said[k]; !ok && !elsewhere[k] {
			t.Errorf("%q has a German sentence, and nothing says it", k)
		}
	}
}

// everyLiteral are the texts of a room that is not ours: what it puts into an event's detail we may only show.
func everyLiteral(t *testing.T, dir string, all map[string]bool) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files: %v", dir, err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				s, _ := strconv.Unquote(l.Value)
				all[s] = true
			}
			return true
		})
	}
}

// wordy is false for what is signs, holes and the letters of keys alone.
func wordy(s string) bool {
	letters := 0
	for _, r := range strings.NewReplacer("%s", "", "%d", "", "%q", "", "%-*s", "").Replace(s) {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}

// holes are the verbs of a format, in the order of its arguments.
func holes(s string) (out []string) {
	for i, part := range strings.Split(strings.ReplaceAll(s, "%%", ""), "%") {
		if i > 0 && part != "" && strings.ContainsAny(part[:1], "sdq-0123456789[") {
			out = append(out, part[:strings.IndexFunc(part, unicode.IsLetter)+1])
		}
	}
	slices.Sort(out)
	return out
}

// literals are what is said by its own words: arguments of t, Say, count and date, and the labels of forms.
func literals(t *testing.T, dir string, said map[string]string) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files: %v", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok {
					argument(s.Sel.Name, n.Args, name, said)
				}
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && slices.Contains([]string{"Label", "Teach", "Options"}, k.Name) {
					ast.Inspect(n.Value, func(v ast.Node) bool { return keep(v, name, "", said) })
				}
			}
			return true
		})
	}
}

func argument(call string, args []ast.Expr, where string, said map[string]string) {
	at, before := map[string]int{"t": 0, "Say": 0, "count": 1, "Count": 1, "date": 1, "Time": 1}, ""
	i, ok := at[call]
	if !ok || i >= len(args) {
		return
	}
	if strings.EqualFold(call, "count") {
		before = "1 "
	}
	keep(args[i], where, before, said)
}

func keep(n ast.Node, where, before string, said map[string]string) bool {
	if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		said[before+s] = where
	}
	return true
}

// listedWords are what is said by way of a table, or by core.
func listedWords() (out []string) {
	for _, b := range keys() {
		out = append(out, b.Sign, b.Foot, b.Does)
	}
	for _, v := range verbWords {
		out = append(out, v.Ask, v.Of+" %s?", v.Doing, v.Done)
	}
	for _, p := range helpParts {
		out = append(out, p.name)
	}
	for _, r := range moreRows {
		out = append(out, r.is)
	}
	for _, only := range onlyWords {
		for _, o := range only {
			out = append(out, o.say)
		}
	}
	for _, words := range []map[string]string{errandWords, unfooted} {
		for _, w := range words {
			out = append(out, w)
		}
	}
	for _, w := range checkWords {
		out = append(out, w)
	}
	for _, tr := range []trouble{diskStalled, clockUnset} {
		out = append(append(out, tr.says...), tr.alert)
	}
	for day := range 7 {
		d := time.Date(2026, 1, 4+day, 0, 0, 0, 0, time.UTC)
		out = append(out, d.Format("Mon"), d.Format("Monday"))
	}
	for month := time.January; month <= time.December; month++ {
		out = append(out, month.String(), month.String()[:3])
	}
	out = append(out, screenNames...)
	return slices.Concat(out, coreWords(), []string{stops, teachUntil, teachGroups, teachSchedule, "active", "blocked", "expired", "not yet", "tag", "1 tag", "1 PIN", "1 phone"})
}

// coreWords are the words of core that a screen shows.
func coreWords() (out []string) {
	for r := core.ReasonNone; !strings.HasPrefix(r.String(), "#"); r++ {
		out = append(out, r.Say())
	}
	for a := core.AlertNone; !strings.HasPrefix(a.String(), "#"); a++ {
		out = append(out, a.Say(), a.Do())
	}
	for k := core.KeyNone; !strings.HasPrefix(k.String(), "#"); k++ {
		out = append(out, k.String(), k.Word())
	}
	for k := core.KeyState(0); !strings.HasPrefix(k.String(), "#"); k++ {
		out = append(out, k.String())
	}
	for r := core.RoleUser; !strings.HasPrefix(r.String(), "#"); r++ {
		out = append(out, r.String())
	}
	for b := core.BoltUnknown; !strings.HasPrefix(b.String(), "#"); b++ {
		out = append(out, b.String()+"|bolt")
	}
	for b := core.ByUnknown + 1; !strings.HasPrefix(b.String(), "#"); b++ {
		out = append(out, b.String()+"|by")
	}
	for c := core.ContactUnknown; !strings.HasPrefix(c.String(), "#"); c++ {
		out = append(out, c.String()+"|door")
	}
	for m := core.ModeNormal; !strings.HasPrefix(m.String(), "#"); m++ {
		out = append(out, m.Say(), strings.TrimPrefix(m.Say(), "in "))
	}
	for s := core.SourceNone; !strings.HasPrefix(s.String(), "#"); s++ {
		out = append(out, s.Say())
	}
	for i := core.KeyHeld; !strings.HasPrefix(i.String(), "#"); i++ {
		out = append(out, i.String())
	}
	return append(out, core.Lack(1<<12-1).Say()...)
}
