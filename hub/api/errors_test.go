package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localiq/core"
)

// ofTheField is the seeds' table.
const ofTheField = "1100 1101 1102 1500 1501 2201 2203 2204 2205 2206 2207 2208 2209 2210 2211 2212 2213 2214 2215 2216 2217 2218 2219" +
	" 2220 2221 2222 2223 3010 3101 3102 3103 3104 3105 3201 4101 4201"

// TestEveryErrorIsInTheTable: docs/errors.md has a row for every code of the field and every one of ours,
// and no other; a row is of a code that the core has, with its status, who gets it and what to do, or says
// why there is none.
func TestEveryErrorIsInTheTable(t *testing.T) {
	rows := tableOfErrors(t)
	codes := codesOfTheCore(t)
	for _, c := range slices.Concat(strings.Fields(ofTheField), codes) {
		if rows[c] == nil {
			t.Errorf("%s has no row in docs/errors.md", c)
		}
	}
	for c, row := range rows {
		n, _ := strconv.Atoi(c)
		switch why, none := strings.CutPrefix(row[1], "not produced here: "); {
		case n < 9000 && !strings.Contains(ofTheField, c):
			t.Errorf("%s is of nobody's table", c)
		case none && (slices.Contains(codes, c) || len(why) < 20 || row[0] != "–"):
			t.Errorf("%s is said not to be produced, and the core has it, or there is no reason: %q", c, row)
		case !none && (!slices.Contains(codes, c) || row[0] != strconv.Itoa(status[core.Code(n)])):
			t.Errorf("%s: the core has no such code, or its status is %d: %q", c, status[core.Code(n)], row)
		case !none && (len(row) != 4 || slices.Contains(row, "")):
			t.Errorf("%s does not say what it means, who gets it and what to do: %q", c, row)
		}
	}
}

// tableOfErrors is the cells behind each code.
func tableOfErrors(t *testing.T) map[string][]string {
	text, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d{4}) \|(.*)\|$`).FindAllStringSubmatch(string(text), -1) {
		if rows[m[1]] != nil {
			t.Errorf("%s has two rows", m[1])
		}
		for cell := range strings.SplitSeq(m[2], "|") {
			rows[m[1]] = append(rows[m[1]], strings.TrimSpace(cell))
		}
	}
	return rows
}

// codesOfTheCore are those of every file of core, in their order there.
func codesOfTheCore(t *testing.T) (codes []string) {
	t.Helper()
	files, err := filepath.Glob("../../core/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(x ast.Node) bool {
			v, ok := x.(*ast.ValueSpec)
			if is, typed := (*ast.Ident)(nil), false; ok {
				if is, typed = v.Type.(*ast.Ident); typed && is.Name == "Code" && len(v.Values) == 1 {
					codes = append(codes, v.Values[0].(*ast.BasicLit).Value)
				}
			}
			return true
		})
	}
	return codes
}
