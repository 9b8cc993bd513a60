package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

// mutant is one line that might have been written otherwise. It has a name that survives when lines
// move: file, function, expression, what becomes of it, and which one of several alike.
type mutant struct {
	id       int
	file, fn string
	was, is  string
	nth      int
	line     int
	at       *site
	constant bool // in a declaration of constants: it needs a program of its own
	from, to int  // bytes of the file, of a constant
	text     string
	src      *source
	by       int64 // what it adds, to a value that is known when it is compiled
}

func (m *mutant) key() string {
	k := fmt.Sprintf("%s %s: %s => %s", m.file, m.fn, m.was, m.is)
	if m.nth > 0 {
		k += fmt.Sprintf(" #%d", m.nth+1)
	}
	return k
}

func (m *mutant) String() string { return fmt.Sprintf("%s (line %d)", m.key(), m.line) }

// site is an expression with its mutants.
type site struct {
	from, to int // bytes
	weave    func(inner func(ast.Expr) string, s *site) string
	mutants  []*mutant
	expr     ast.Expr
}

type source struct {
	path  string
	text  []byte
	file  *ast.File
	sites map[ast.Expr]*site
	needs map[string]string // imports by the name that woven text uses
}

type finder struct {
	fset    *token.FileSet
	info    *types.Info
	pkg     *types.Package
	src     *source
	fn      string
	fixed   int // depth of what must be constant
	all     []*mutant
	seen    map[string]int
	sources []*source
}

// find lists the mutants of a package; sources are kept for the weaving.
func find(root, pkg string) ([]*mutant, error) {
	f, err := load(root, pkg)
	if err != nil {
		return nil, err
	}
	for _, s := range f.sources {
		f.src = s
		for _, d := range s.file.Decls {
			f.decl(d)
		}
	}
	woven = f
	return f.all, nil
}

// woven is the package as it was read.
var woven *finder

func load(root, pkg string) (*finder, error) {
	f := &finder{fset: token.NewFileSet(), seen: map[string]int{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	names, err := filepath.Glob(filepath.Join(root, pkg, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		b, err := os.ReadFile(n)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(f.fset, n, b, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		f.sources = append(f.sources, &source{path: n, text: b, file: file, sites: map[ast.Expr]*site{}, needs: map[string]string{}})
	}
	if err := os.Chdir(filepath.Join(root, pkg)); err != nil {
		return nil, err
	}
	conf := types.Config{Importer: importer.ForCompiler(f.fset, "source", nil)}
	f.pkg, err = conf.Check(pkg, f.fset, files, f.info)
	return f, err
}

func (f *finder) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		f.fn = d.Name.Name
		if d.Body != nil {
			f.walk(d.Body)
		}
	case *ast.GenDecl:
		f.fn = d.Tok.String()
		for _, s := range d.Specs {
			v, ok := s.(*ast.ValueSpec)
			if !ok {
				continue
			}
			f.fn = v.Names[0].Name
			for _, e := range v.Values {
				if d.Tok == token.CONST {
					f.constant(e)
				} else {
					f.walk(e)
				}
			}
		}
	}
}

// constant moves the numbers of a declared constant, each in a program of its own.
func (f *finder) constant(e ast.Expr) {
	ast.Inspect(e, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.INT {
			return true
		}
		v, _ := constant.Int64Val(constant.MakeFromLiteral(l.Value, l.Kind, 0))
		for _, by := range []int64{1, -1} {
			m := f.mutant(e, f.text(e), strings.TrimSpace(fmt.Sprintf("%s with %d", f.text(e), v+by)))
			m.constant, m.from, m.to, m.text = true, f.off(l.Pos()), f.off(l.End()), fmt.Sprintf("(%d)", v+by)
		}
		return true
	})
}

func (f *finder) off(p token.Pos) int { return f.fset.Position(p).Offset }

func (f *finder) text(n ast.Node) string {
	return strings.Join(strings.Fields(string(f.src.text[f.off(n.Pos()):f.off(n.End())])), " ")
}

func (f *finder) mutant(n ast.Node, was, is string) *mutant {
	m := &mutant{id: len(f.all) + 1, file: filepath.Base(f.src.path), fn: f.fn, was: was, is: is, src: f.src, line: f.fset.Position(n.Pos()).Line}
	k := m.key()
	m.nth = f.seen[k]
	f.seen[k]++
	f.all = append(f.all, m)
	return m
}

func (f *finder) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				for _, s := range n.Specs {
					for _, e := range s.(*ast.ValueSpec).Values {
						f.constant(e)
					}
				}
				return false
			}
		case *ast.ArrayType:
			return false
		case *ast.CompositeLit:
			f.literal(n)
			return false
		case ast.Expr:
			if tv := f.info.Types[n]; tv.Value != nil && tv.Value.Kind() == constant.Int {
				f.number(n, tv)
				return false
			}
			f.expr(n)
		}
		return true
	})
}

// literal walks what a composite holds; the indexes of an array have to be constants.
func (f *finder) literal(c *ast.CompositeLit) {
	for _, e := range c.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		f.walk(e)
	}
}

func (f *finder) expr(e ast.Expr) {
	tv := f.info.Types[e]
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if tv.Value != nil { // known when it is compiled
			return
		}
		f.binary(e, tv.Type)
	case *ast.UnaryExpr:
		if e.Op == token.NOT && plainBool(tv.Type) {
			f.site(e, flip, f.mutant(e, f.text(e), f.text(e.X)))
		}
	case *ast.Ident:
		if c, ok := f.info.Uses[e].(*types.Const); ok && c.Pkg() == nil && (e.Name == "true" || e.Name == "false") && plainBool(tv.Type) {
			f.site(e, flip, f.mutant(e, e.Name, map[string]string{"true": "false", "false": "true"}[e.Name]))
		}
	}
}

func plainBool(t types.Type) bool {
	b, ok := types.Default(t).(*types.Basic)
	return ok && b.Kind() == types.Bool
}

var flipped = map[token.Token]token.Token{token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL}

var bounds = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}

func (f *finder) binary(e *ast.BinaryExpr, t types.Type) {
	otherwise := func(op token.Token) *mutant {
		return f.mutant(e, f.text(e), f.text(e.X)+" "+op.String()+" "+f.text(e.Y))
	}
	switch e.Op {
	case token.LAND:
		f.site(e, shortCircuit("mutAnd"), otherwise(token.LOR))
	case token.LOR:
		f.site(e, shortCircuit("mutOr"), otherwise(token.LAND))
	default:
		to, ok := flipped[e.Op]
		if !ok || !plainBool(t) {
			return
		}
		ms := []*mutant{otherwise(to)}
		if b, ok := bounds[e.Op]; ok {
			f.site(e, ordered, append(ms, otherwise(b))...)
			return
		}
		f.site(e, flip, ms...)
	}
}

// number moves the literals of what is known when it is compiled, each by one. A place that wants a
// constant stays as it is.
func (f *finder) number(e ast.Expr, tv types.TypeAndValue) {
	b, ok := tv.Type.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return
	}
	was, exact := constant.Int64Val(tv.Value)
	if !exact {
		return
	}
	var ms []*mutant
	ast.Inspect(e, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.INT {
			return true
		}
		v, _ := constant.Int64Val(constant.MakeFromLiteral(l.Value, l.Kind, 0))
		for _, to := range []int64{v + 1, v - 1} {
			text := string(f.src.text[f.off(e.Pos()):f.off(l.Pos())]) + fmt.Sprintf("(%d)", to) + string(f.src.text[f.off(l.End()):f.off(e.End())])
			now, err := types.Eval(f.fset, f.pkg, e.Pos(), text)
			if err != nil || now.Value == nil || to < 0 && tv.Type.Underlying().(*types.Basic).Info()&types.IsUnsigned != 0 {
				continue
			}
			is, exact := constant.Int64Val(now.Value)
			if exact && is != was {
				m := f.mutant(l, f.around(l), fmt.Sprint(to))
				m.by = is - was
				ms = append(ms, m)
			}
		}
		return true
	})
	if len(ms) > 0 {
		f.site(e, f.moved(types.Default(tv.Type)), ms...)
	}
}

// around is a number in its line, so that it has a name.
func (f *finder) around(l *ast.BasicLit) string {
	from, to := f.off(l.Pos()), f.off(l.End())
	b := f.src.text
	for from > 0 && b[from-1] != '\n' {
		from--
	}
	for to < len(b) && b[to] != '\n' {
		to++
	}
	at := f.off(l.Pos())
	return strings.TrimSpace(string(b[from:at]) + "[" + l.Value + "]" + string(b[f.off(l.End()):to]))
}

func (f *finder) site(e ast.Expr, weave func(func(ast.Expr) string, *site) string, ms ...*mutant) {
	s := &site{from: f.off(e.Pos()), to: f.off(e.End()), weave: weave, mutants: ms, expr: e}
	for _, m := range ms {
		m.at = s
	}
	f.src.sites[e] = s
}
