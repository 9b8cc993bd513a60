package sitefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"

	"localiq/core"
)

// reader walks the YAML and collects faults. After a fault it reads on, so that a person can
// mend all of them at once. No fault repeats a value that may be a secret.
type reader struct{ faults []string }

const maxFaults = 20

func (r *reader) fault(at place, format string, args ...any) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, fmt.Sprintf("%s: %s", at, fmt.Sprintf(format, args...)))
	}
}

// err is nil, or all faults as one error.
func (r *reader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	head := "the site file has a fault at line "
	if len(r.faults) > 1 {
		head = fmt.Sprintf("the site file has %d faults at lines\n", len(r.faults))
	}
	return core.Errorf(core.CodeInvalid, "%s%s", head, strings.Join(r.faults, "\n")).
		Advise("mend the file and import it again; nothing was changed")
}

// parse returns the root of the one document, or nil after a fault. src comes after so many lines of the
// file. Of the parser's own message nothing is told: it may show a tag's number.
func (r *reader) parse(src []byte, after int) (root ast.Node) {
	if !utf8.Valid(src) {
		r.fault(place{1, 1}, "the file is not UTF-8 text")
		return nil
	}
	defer func() {
		if recover() != nil { // the parser's own bug; the file is at fault as far as anybody can tell
			r.fault(place{1, 1}, "the file cannot be read as YAML")
			root = nil
		}
	}()
	tokens := lexer.Tokenize(string(src))
	for _, t := range tokens {
		t.Position.Line += after
	}
	f, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
			r.fault(placeOf(e.GetToken().Position.Line, e.GetToken().Position.Column), "not YAML as it is read here: check the indentation, the colons and the quotes")
		} else {
			r.fault(place{1, 1}, "the file cannot be read as YAML")
		}
		return nil
	}
	for _, d := range f.Docs {
		switch {
		case d.Body == nil || root != nil && d.Body.Type() == ast.NullType:
		case root != nil:
			r.fault(at(d.Body), "a second document: a site file is one")
		default:
			root = d.Body
		}
	}
	if root == nil {
		r.fault(place{1, 1}, "the file is empty")
	}
	return root
}

func placeOf(line, col int) place { return place{int32(max(line, 1)), int32(max(col, 1))} }

func at(n ast.Node) place {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return place{1, 1}
	}
	p := n.GetToken().Position
	return placeOf(p.Line, p.Column)
}

// table is a mapping that is being read. done tells the keys that nobody asked for.
type table struct {
	r     *reader
	at    place
	what  string
	rows  map[string]*ast.MappingValueNode
	order []text
	asked []string
}

func (r *reader) table(n ast.Node, what string) *table {
	t := &table{r: r, at: at(n), what: what, rows: map[string]*ast.MappingValueNode{}}
	var rows []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		rows = n.Values
	case *ast.MappingValueNode:
		rows, t.at = []*ast.MappingValueNode{n}, at(n.Key)
	default:
		r.fault(t.at, "%s must be a list of `key: value` lines", what)
	}
	for _, row := range rows {
		k := r.scalar(row.Key)
		if t.rows[k.s] != nil {
			r.fault(k.at, "%s: this key is already at line %d", what, at(t.rows[k.s].Key).line)
		}
		t.rows[k.s] = row
		t.order = append(t.order, k)
	}
	return t
}

func (t *table) value(key string) ast.Node {
	t.asked = append(t.asked, key)
	row := t.rows[key]
	if row == nil || row.Value == nil || row.Value.Type() == ast.NullType {
		return nil
	}
	return row.Value
}

func (t *table) text(key string) text {
	if n := t.value(key); n != nil {
		return t.r.scalar(n)
	}
	return text{at: t.at}
}

func (t *table) list(key string) []ast.Node {
	n := t.value(key)
	if n == nil {
		return nil
	}
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		t.r.fault(at(n), "%s: %s must be a list: write one `- …` line for each, or [a, b]", t.what, key)
		return nil
	}
	return s.Values
}

func (t *table) texts(key string) (out []text) {
	for _, n := range t.list(key) {
		out = append(out, t.r.scalar(n))
	}
	return out
}

func (t *table) need(key, write string) ast.Node {
	n := t.value(key)
	if n == nil {
		t.r.fault(t.at, "%s has no %s: write %s", t.what, key, write)
	}
	return n
}

// section is a list that must be there: a file that was cut off must not empty the site.
func (t *table) section(key string) []ast.Node {
	if t.rows[key] == nil {
		t.r.fault(t.at, "%s has no %s: write `%s: []` if there are none", t.what, key, key)
	}
	return t.list(key)
}

func (t *table) done() {
	for _, k := range t.order {
		if !slices.Contains(t.asked, k.s) {
			t.r.fault(k.at, "%s has no %s; it has %s", t.what, word(k.s), strings.Join(t.asked, ", "))
		}
	}
}

// word quotes what can only be a misspelt word, and never what might be a number of a tag.
func word(s string) string {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return "such key"
		}
	}
	return fmt.Sprintf("%q", s)
}

// scalar reads a value as it stands in the file: 007 stays 007.
func (r *reader) scalar(n ast.Node) text {
	switch v := n.(type) {
	case *ast.StringNode:
		return text{v.Value, at(n), true}
	case *ast.LiteralNode:
		return text{v.Value.Value, at(n), true}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return text{n.GetToken().Value, at(n), true}
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		r.fault(at(n), "anchors, aliases and tags of YAML are not used here: write the value")
	default:
		r.fault(at(n), "one value is wanted here")
	}
	return text{at: at(n)}
}
