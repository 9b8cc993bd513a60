package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Contract 9: nothing hidden. Replay, explain and what-if are the same functions only as long
// as these know no clock, no disk, no air, no chance and no goroutine.
func TestRulesArePure(t *testing.T) {
	allowed := []string{"localiq/core", "cmp", "crypto/sha256", "crypto/subtle", "encoding/binary", "encoding/hex", "errors", "fmt", "iter", "math", "reflect", "slices", "strings", "time"}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no sources here", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, im := range f.Imports {
			if path := strings.Trim(im.Path.Value, `"`); !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s: is it pure?", name, path)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt:
				t.Errorf("%s: a decision has no goroutine", name)
			case *ast.MapType: // Explain looks names up in the one it is given
				if name != "explain.go" {
					t.Errorf("%s has a map: its order would show when it is ranged over", name)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Sleep", "LoadLocation", "Local"}, n.Sel.Name) {
					t.Errorf("%s: time.%s: time is data here", name, n.Sel.Name)
				}
			}
			return true
		})
	}
}
