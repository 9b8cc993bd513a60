package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets a script run this very binary as `localiq`.
func TestMain(m *testing.M) {
	localiq := func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if code := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.Environ()}); code != 0 {
			os.Exit(code)
		}
	}
	// A test that opens a store in its own process has this program look at it first (openStore): without
	// this that child would be all of the tests again, each with such a child.
	if len(os.Args) > 1 && os.Args[1] == "check" {
		localiq()
		os.Exit(0)
	}
	os.Setenv("GOGC", "400") // of what is started here: most is over before it has to collect anything
	testscript.Main(m, map[string]func(){"localiq": localiq})
}

// TestCommandLine plays the scripts in testdata/script: the command line as its users type it.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, Setup: func(e *testscript.Env) error {
		site, err := os.ReadFile("testdata/site.yaml")
		if err != nil {
			return err
		}
		return os.WriteFile(e.WorkDir+"/office.yaml", site, 0o600)
	}, Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"eventually": eventually, "code": code,
	}, Condition: func(is string) (bool, error) { // where everything has to be proven
		if is == "ci" {
			return os.Getenv("CI") == "true", nil
		}
		return false, fmt.Errorf("what is %s?", is)
	}})
}

// pollEvery is what eventually adds to a wait, at most; nothing depends on it.
const pollEvery = 200 * time.Millisecond

// eventually runs a command again and again until it succeeds and its output matches:
//
//	eventually 'pattern' localiq events --data d
func eventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: eventually pattern command…")
	}
	for end := time.Now().Add(90 * time.Second); ; {
		if ts.Exec(args[1], args[2:]...) == nil && matches(args[0], ts.ReadFile("stdout")) {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("never: %s", args[0])
		}
		time.Sleep(pollEvery) // a process that asks without a pause takes from the one that it waits for
	}
}

// code runs a command and wants its exit code: code 4 localiq console --data none
func code(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = exitText(err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

func matches(pattern, text string) bool {
	return regexp.MustCompile("(?m)" + pattern).MatchString(text)
}

func exitText(err error) string {
	var e *exec.ExitError
	if !errors.As(err, &e) {
		return err.Error()
	}
	return strconv.Itoa(e.ExitCode())
}

// TestReadmeCommands: every command that the README shows is one.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^(?:sudo \./localiq|go run \.) (.*?)(?: +#.*)?$`).FindAllSubmatch(readme, -1)
	for _, f := range found {
		args := strings.Fields(strings.ReplaceAll(string(f[1]), `"Ana Novak"`, "Ana"))
		if _, err := commands(stdio{nil, io.Discard, io.Discard, nil}, func(int) {}).Parse(args); err != nil {
			t.Errorf("localiq %s: %v", f[1], err)
		}
	}
	if len(found) < 7 {
		t.Errorf("only %d commands found: this test looks at the wrong lines", len(found))
	}
	for _, must := range []string{"go run . demo", "go test ./..."} {
		if !strings.Contains(string(readme), must) {
			t.Errorf("the README does not say %q", must)
		}
	}
}
