package store

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"localiq/core"
)

// What was acknowledged is there after kill -9, and a batch is there whole or not at all. This
// proves the recovery, not the flushing: the kernel survives and writes the rest. TestPowerCut
// is for that.
func TestKilledWriterLosesNothing(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 10
	}
	s := openSite(t, t.TempDir(), Options{Keep: 200, Every: 60})
	furnish(t, s)
	closeSite(t, s)
	random := rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		acked := writeAndKill(t, s.dir, 1+random.IntN(20))
		s = openSite(t, s.dir, Options{Keep: 200, Every: 60})
		site := load(t, s)
		if s.Restored() != "" {
			t.Fatalf("round %d: %s", round, s.Restored())
		}
		if site.Seq < acked {
			t.Fatalf("round %d: input %d was acknowledged, %d is there", round, acked, site.Seq)
		}
		consistent(t, s, site)
		closeSite(t, s)
	}
}

// consistent: the last line, the door's state and the mark are of the same input.
func consistent(t *testing.T, s *Store, site *core.Site) {
	t.Helper()
	whole(t, s)
	last, err := s.Last(1)
	if err != nil || len(last) != 1 || last[0].Input.ID != site.Seq {
		t.Fatalf("the last line is %+v, %v; the site is at %d", last, err, site.Seq)
	}
	if d := site.Door("d1"); site.Seq > 1 && (d.Last.Seq != site.Seq || d.Cursor.Index != uint32(site.Seq)) {
		t.Fatalf("the door is at %d, the site at %d", d.Last.Seq, site.Seq)
	}
}

// writeAndKill lets a writer go on until it has acknowledged n commits, kills it, and returns
// the last number that it said.
func writeAndKill(t *testing.T, dir string, n int) (acked core.Seq) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asWriter+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; lines.Scan(); i++ {
		var seq core.Seq
		if _, err := fmt.Sscanf(lines.Text(), "kept %d", &seq); err != nil {
			t.Fatalf("the writer said %q", lines.Text())
		}
		acked = max(acked, seq)
		if i == n {
			_ = cmd.Process.Kill() // what it says until it is dead still counts
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	return acked
}
