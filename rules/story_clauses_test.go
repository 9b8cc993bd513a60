package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"localiq/core"
)

const clauseFile = "../testdata/rules/clauses.txt"

// clause is a line of that file.
type clause struct {
	name, says string
	reasons    []core.Reason // that a story of it must give
	elsewhere  string        // the folder whose tests prove it
	later      bool
}

var (
	clauseLine = regexp.MustCompile(`^(Contract \d+|\S+)  (.+)$`)
	clauseName = regexp.MustCompile(`\[[a-z]+(?:\.[a-z]+)*\]|\b(?:OM|D|L|V)-\d+b?\b|\b4b\.\d+a?\b|\bContract \d+\b`)
)

func clauses(t *testing.T) (all []clause) {
	b, err := os.ReadFile(clauseFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := clauseLine.FindStringSubmatch(line)
		if m == nil || clauseName.FindString(m[1]) != m[1] {
			t.Fatalf("no clause: %q", line)
		}
		c := clause{name: m[1], later: strings.Contains(m[2], "later: ")}
		c.says, c.elsewhere, _ = strings.Cut(m[2], "elsewhere: ")
		_, reasons, _ := strings.Cut(m[2], " -> ")
		for _, r := range strings.FieldsFunc(reasons, func(r rune) bool { return r == ',' || r == ' ' }) {
			var reason core.Reason
			if err := reason.UnmarshalText([]byte(r)); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			c.reasons = append(c.reasons, reason)
		}
		all = append(all, c)
	}
	return all
}

func storyFiles(t *testing.T) []string {
	files, err := filepath.Glob("../testdata/rules/*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("found %d stories, want at least 15 (%v)", len(files), err)
	}
	return slices.DeleteFunc(files, func(f string) bool { return f == clauseFile })
}

// TestEveryClauseHasAStory: the list is complete, no story names what is not in it, and a step of the
// order of refusal has a story for each of its reasons.
func TestEveryClauseHasAStory(t *testing.T) {
	named, given := map[string][]string{}, map[string]map[core.Reason]bool{}
	for _, f := range storyFiles(t) {
		text := read(t, f)
		first, _, _ := strings.Cut(text, "\n")
		names := clauseName.FindAllString(first, -1)
		if !strings.HasPrefix(first, "# ") || len(names) == 0 {
			t.Errorf("%s: its first line names no clause", f)
		}
		said := tellStory(t, text).reasons()
		for _, n := range names {
			named[n] = append(named[n], filepath.Base(f))
			if given[n] == nil {
				given[n] = map[core.Reason]bool{}
			}
			for r := range said {
				given[n][r] = true
			}
		}
	}
	for _, c := range clauses(t) {
		switch stories := named[c.name]; {
		case (c.later || c.elsewhere != "") && len(stories) > 0:
			t.Errorf("%s has a story now, %v: take its \"later\" or \"elsewhere\" away", c.name, stories)
		case c.elsewhere != "" && !provenIn(t, c):
			t.Errorf("%s: no test in %s names it", c.name, c.elsewhere)
		case !c.later && c.elsewhere == "" && len(stories) == 0:
			t.Errorf("%s has no story: %s", c.name, c.says)
		}
		for _, r := range c.reasons {
			if !given[c.name][r] {
				t.Errorf("%s: no story that names it gives %s", c.name, r)
			}
		}
		delete(named, c.name)
	}
	for n, stories := range named {
		t.Errorf("%v name %s, which is not in %s", stories, n, clauseFile)
	}
}

// provenIn looks for the clause's name in the comments of that folder's tests.
func provenIn(t *testing.T, c clause) (found bool) {
	err := filepath.WalkDir(filepath.Join("..", c.elsewhere), func(path string, e fs.DirEntry, err error) error {
		if err != nil || found || e.IsDir() || !strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "story_clauses_test.go" {
			return err
		}
		found = slices.Contains(clauseName.FindAllString(read(t, path), -1), c.name)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return found
}

func read(t *testing.T, f string) string {
	b, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
