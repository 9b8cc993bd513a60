//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestPhone: a phone with a digital key, on an adapter of its own, opens a door while the hub is there
// and while it is dead; renewed by the hub; revoked, it opens nothing although phone and lock are alone.
func TestPhone(t *testing.T) {
	setClock(t, "10:00:00")
	l, s := newLock(t, "front", front), newSite(t)
	yaml := strings.NewReplacer("    table: none\n", "", "    office: easy\n    schedule: Office hours\n", "").Replace(siteYAML)
	file := filepath.Join(t.TempDir(), "rig.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "site", "import", "--yes", "--data", s.data, file)
	must(t, "site", "release", "--data", s.data, "--yes")
	l.say("pair")
	l.want(patience, "pairing window open")
	if out, code := once(t, l.code+"\n", "lock", "add", "--data", s.data, "--door", "Front"); code != 0 {
		t.Fatal(out)
	}
	key := filepath.Join(t.TempDir(), "phone.key")
	public := strings.TrimSpace(must(t, "phone", "keygen", "--key", key))
	var told core.Told
	if err := json.Unmarshal([]byte(must(t, "digital", "new", "--who", "Ben", "--phone", public, "--data", s.data, "--json")), &told); err != nil {
		t.Fatal(err)
	}
	if out, code := once(t, told.Text, "phone", "take", "--key", key, "-"); code != 0 || !strings.Contains(out, "opens 1 doors") {
		t.Fatal(out)
	}
	must(t, "phone", "renew", "--key", key, "--data", s.data)
	s.held(t, 3)
	tap := func(when string, want int) {
		t.Helper()
		began := time.Now()
		out, code := once(t, "", "phone", "--adapter", back.Name(), "--key", key, "--tap")
		if code != want || (want == 0) != strings.Contains(out, "Front opens") {
			t.Fatalf("%s: exit code %d\n%s", when, code, out)
		}
		figure("a phone's tap, %s: %s, of which it listened for 2.5 s", when, time.Since(began).Round(time.Millisecond))
	}
	tap("the hub there", 0)
	l.want(patience, admitted)
	s.kill()
	tap("the hub dead", 0)
	l.want(patience, admitted)
	s.start()
	must(t, "digital", "block", "Ben", "--lost", "--data", s.data)
	s.held(t, 2)
	s.kill()
	tap("revoked", 3)
	if out, _ := once(t, "", "phone", "--adapter", back.Name(), "--key", key, "--list"); !strings.Contains(out, "dBm") {
		t.Error(out)
	}
}

// held waits until the front door's lock has said that it holds so many keys, and no other.
func (s *site) held(t *testing.T, keys int) {
	t.Helper()
	s.until(t, 2*patience, "the lock holds its table", func(now *core.Snapshot) bool {
		for _, d := range now.Doors { // in the order of ids, which are random
			if y := d.State.Sync; d.Door.Name == "Front" {
				return y.Done() && y.Rows == keys && len(y.Gone) == 0
			}
		}
		return false
	})
}
