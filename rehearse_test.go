package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"localiq/hub/rehearse"
)

var rewrite = flag.Bool("rehearsal", false, "write the report that people read anew")

// office is the file with so much of it replaced.
func office(t *testing.T, replace ...string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/rehearse/office.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := string(b)
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(s, replace[i]) {
			t.Fatalf("the file has no %q", replace[i])
		}
		s = strings.Replace(s, replace[i], replace[i+1], 1)
	}
	f := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(f, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

// faulty has what a person may get wrong: hours that end early on a Friday, a day that is closed and
// should not be, a battery that was not changed.
func faulty(t *testing.T) string {
	return office(t, "      - Fri 08:00-18:00\n", "      - Fri 08:00-14:00\n    exceptions: [2026-11-26 closed]\n", "battery: 90%", "battery: 25%")
}

func rehearsed(t *testing.T, file string, args ...string) string {
	t.Helper()
	var out, trouble bytes.Buffer
	args = append([]string{"rehearse", file, "--from", "2026-11-23"}, args...)
	if code := run(t.Context(), args, stdio{out: &out, err: &trouble}); code != 0 {
		t.Fatalf("exit %d: %s", code, trouble.String())
	}
	return out.String()
}

// What is wrong in a file is named in the report, and the same file without it names nothing. The
// report is one that people read: testdata/rehearse/office.txt.
func TestRehearsalNamesWhatIsWrong(t *testing.T) {
	got := rehearsed(t, faulty(t), "--days", "7")
	const golden = "testdata/rehearse/office.txt"
	if *rewrite {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || got != string(want) {
		t.Errorf("another report than %s (%v):\n%s", golden, err, got)
	}
	_, change, _ := strings.Cut(got, "What you may want to change")
	for _, want := range []string{"Office hours ends at 14:00", "2026-11-26 (Thu): an exception closes Office hours", "Store is expected to have a low battery on"} {
		if !strings.Contains(change, want) {
			t.Errorf("nothing says: %s", want)
		}
	}
	if clean := rehearsed(t, office(t), "--days", "7"); !strings.HasSuffix(clean, "What you may want to change\n  Nothing that these days have shown.\n") {
		t.Errorf("of a file with nothing wrong:\n%s", clean)
	}
}

// The same file and seed make the same report, byte for byte, on as many processors as there are and on
// one; another seed makes other days. What was decided is decided again by replay.
func TestRehearsalIsTheSameAgain(t *testing.T) {
	file, kept := faulty(t), filepath.Join(t.TempDir(), "kept")
	first := rehearsed(t, file, "--days", "5", "--json", "--keep", kept)
	if rehearsed(t, file, "--days", "5", "--json") != first {
		t.Error("the same days were others")
	}
	processors := runtime.GOMAXPROCS(1)
	one := rehearsed(t, file, "--days", "5", "--json")
	runtime.GOMAXPROCS(processors)
	if one != first {
		t.Error("on one processor the days were others")
	}
	if rehearsed(t, file, "--days", "5", "--json", "--seed", "2") == first {
		t.Error("two seeds made the same days")
	}
	var r rehearse.Report
	if err := json.Unmarshal([]byte(first), &r); err != nil || len(r.Doors) != 3 || r.Doors[0].Openings == 0 || r.Doors[0].Opened < 30 || r.Inputs < 200 {
		t.Errorf("%v, %d inputs, %+v", err, r.Inputs, r.Doors)
	}
	var out, trouble bytes.Buffer
	if code := run(t.Context(), []string{"replay", "--data", kept}, stdio{out: &out, err: &trouble}); code != 0 {
		t.Errorf("replay of it: exit %d\n%s%s", code, out.String(), trouble.String())
	}
}

// A fault of the file has its line and column, the section's too; and what cannot be rehearsed is said.
func TestRehearsalOfABadFile(t *testing.T) {
	for _, c := range [][3]string{
		{"comes: 08:30", "comes: 8", "27:"},
		{"who: [Ana Novak", "who: [Nobody", `27:`},
		{"door: Store", "door: Cellar", `29:`},
		{"2026-11-24T10:15 25m", "yesterday", "not a power cut"},
		{"  habits:", "  habit:", `rehearsal has no "habit"`},
		{"zone: Europe/Vienna", "zone: Wien", "3:"},
	} {
		var out, trouble bytes.Buffer
		code := run(t.Context(), []string{"rehearse", office(t, c[0], c[1])}, stdio{out: &out, err: &trouble})
		if code == 0 || out.Len() > 0 || !strings.Contains(trouble.String(), c[2]) {
			t.Errorf("%s: exit %d, %s", c[1], code, trouble.String())
		}
	}
}
