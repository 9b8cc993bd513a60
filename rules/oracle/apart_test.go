package oracle

import (
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestOracleSharesNothing: what judges knows core, and nothing that the rules are made of.
func TestOracleSharesNothing(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	judges := 0
	for _, f := range files {
		name := f.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(name, "agree_") || strings.HasPrefix(name, "control_") {
			continue
		}
		judges++
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, im := range parsed.Imports {
			if strings.HasPrefix(im.Path.Value, `"localiq/`) && im.Path.Value != `"localiq/core"` {
				t.Errorf("%s imports %s", name, im.Path.Value)
			}
		}
	}
	if judges < 5 {
		t.Errorf("looked at %d files only", judges)
	}
}
