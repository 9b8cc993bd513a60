//go:build e2e && linux

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// What an installer does at the command line.

// add pairs a lock as an installer does, at the command line, and says how long that took. A
// pairing that breaks off is tried again, as its message says.
func (s *site) add(t *testing.T, l *lock) time.Duration {
	t.Helper()
	for try := 1; ; try++ {
		l.say("pair")
		l.want(patience, "pairing window open")
		t0 := time.Now()
		out, exit := once(t, l.code+"\n", "lock", "add", "--data", s.data, "--door", l.door)
		took := time.Since(t0)
		switch {
		case exit == 0:
			l.want(patience, "paired")
			return took
		case try == 3 || !strings.Contains(out, "try again"):
			t.Fatalf("lock add for %s: exit code %d\n%s", l.name, exit, out)
		}
		t.Logf("%s is paired again: %s", l.name, out)
	}
}

// importSite also hands a new site to its owner: until then nobody's key opens.
func (s *site) importSite(t *testing.T, yaml string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "site", "import", "--yes", "--data", s.data, file)
	if s.snapshot(t).Settings.Installing {
		must(t, "site", "release", "--data", s.data, "--yes")
	}
}

func (s *site) snapshot(t *testing.T) *core.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	snap, ok := <-s.api.Watch(ctx)
	if !ok {
		t.Fatal("the hub shows nothing")
	}
	return snap
}
