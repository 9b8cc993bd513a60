package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// All mutants but those of constants are woven into one program; which one lives is said when it
// starts. A mutant is then a start, not a build.

const helpers = `package %s

import (
	"cmp"
	"os"
	"strconv"
)

// mutsReached lists those that were asked whether they live.
func mutsReached() (out []int) {
	for id, was := range mutReached {
		if was {
			out = append(out, id)
		}
	}
	return out
}

var mutActive, _ = strconv.Atoi(os.Getenv("MUTANT"))

// mutReached is nil unless somebody asks. It is there before what is declared with a value is given it.
var mutReached = func() []bool {
	if n, _ := strconv.Atoi(os.Getenv("MUTANTS_REACHED")); n > 0 {
		return make([]bool, n+1)
	}
	return nil
}()

func mutOn(id int) bool {
	if mutReached != nil {
		mutReached[id] = true
	}
	return mutActive == id
}

func mutOrder[T cmp.Ordered](a, b T, op, flip, bound int, flipped, bounded int) bool {
	switch {
	case mutOn(flip):
		op = flipped
	case mutOn(bound):
		op = bounded
	}
	switch op {
	case 0:
		return a < b
	case 1:
		return a <= b
	case 2:
		return a > b
	}
	return a >= b
}

func mutAnd(id int, a bool, b func() bool) bool {
	if mutOn(id) {
		return a || b()
	}
	return a && b()
}

func mutOr(id int, a bool, b func() bool) bool {
	if mutOn(id) {
		return a && b()
	}
	return a || b()
}

func mutBy(id int, by int64) int64 {
	if mutOn(id) {
		return by
	}
	return 0
}
`

const reporter = `package %s

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if mutReached != nil {
		fmt.Println("reached:", mutsReached())
	}
	os.Exit(code)
}
`

func flip(inner func(ast.Expr) string, s *site) string {
	return fmt.Sprintf("((%s) != mutOn(%d))", inner(nil), s.mutants[0].id)
}

var orders = map[token.Token]int{token.LSS: 0, token.LEQ: 1, token.GTR: 2, token.GEQ: 3}

func ordered(inner func(ast.Expr) string, s *site) string {
	e := s.expr.(*ast.BinaryExpr)
	return fmt.Sprintf("mutOrder(%s, %s, %d, %d, %d, %d, %d)", inner(e.X), inner(e.Y), orders[e.Op],
		s.mutants[0].id, s.mutants[1].id, orders[flipped[e.Op]], orders[bounds[e.Op]])
}

func shortCircuit(name string) func(func(ast.Expr) string, *site) string {
	return func(inner func(ast.Expr) string, s *site) string {
		e := s.expr.(*ast.BinaryExpr)
		return fmt.Sprintf("%s(%d, %s, func() bool { return %s })", name, s.mutants[0].id, inner(e.X), inner(e.Y))
	}
}

func (f *finder) moved(t types.Type) func(func(ast.Expr) string, *site) string {
	src := f.src
	name := types.TypeString(t, func(p *types.Package) string {
		if p == f.pkg {
			return ""
		}
		src.needs["woven"+p.Name()] = p.Path()
		return "woven" + p.Name()
	})
	return func(inner func(ast.Expr) string, s *site) string {
		var by strings.Builder
		for _, m := range s.mutants {
			fmt.Fprintf(&by, "+ mutBy(%d, %d)", m.id, m.by)
		}
		return fmt.Sprintf("(%s(%s) + %s(%s))", name, inner(nil), name, strings.TrimPrefix(by.String(), "+ "))
	}
}

// weave writes the package with every mutant asleep in it.
func weave(dir string) error {
	for _, s := range woven.sources {
		w := weaver{s}
		text := w.between(0, len(s.text), s.file)
		at := bytes.Index(text, []byte("\npackage ")) + 1
		at += bytes.IndexByte(text[at:], '\n')
		var imports strings.Builder
		for name, path := range s.needs {
			fmt.Fprintf(&imports, "; import %s %q", name, path)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(s.path)), slices.Concat(text[:at], []byte(imports.String()), text[at:]), 0o644); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "mutants_woven_test.go"), fmt.Appendf(nil, reporter, woven.pkg.Name()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "mutants_woven.go"), fmt.Appendf(nil, helpers, woven.pkg.Name()), 0o644)
}

type weaver struct{ *source }

// between is the text from one byte to another, with the outermost sites below n woven.
func (w weaver) between(from, to int, n ast.Node) []byte {
	var out bytes.Buffer
	ast.Inspect(n, func(c ast.Node) bool {
		e, ok := c.(ast.Expr)
		if !ok || c == n {
			return true
		}
		s := w.sites[e]
		if s == nil {
			return true
		}
		out.Write(w.text[from:s.from])
		out.WriteString(w.site(s))
		from = s.to
		return false
	})
	out.Write(w.text[from:to])
	return out.Bytes()
}

func (w weaver) site(s *site) string {
	return s.weave(func(e ast.Expr) string {
		if e == nil {
			return string(w.between(s.from, s.to, s.expr))
		}
		from, to := woven.off(e.Pos()), woven.off(e.End())
		if at := w.sites[e]; at != nil {
			return w.site(at)
		}
		return strings.TrimSpace(string(w.between(from, to, e)))
	}, s)
}

// unweave puts back what was there.
func unweave(dir string) error {
	for _, s := range woven.sources {
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(s.path)), s.text, 0o644); err != nil {
			return err
		}
	}
	return errors.Join(os.Remove(filepath.Join(dir, "mutants_woven.go")), os.Remove(filepath.Join(dir, "mutants_woven_test.go")))
}
