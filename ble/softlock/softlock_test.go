package softlock

import (
	"bytes"
	"strings"
	"testing"

	"localiq/ble/virtual"
	"localiq/core/clock"
)

// What hands say is done; what cannot be read is answered, and a tag's number is not repeated.
func TestHands(t *testing.T) {
	var out bytes.Buffer
	said := newTeller(&out)
	lock, err := virtual.New(virtual.Config{Say: said.tell}, clock.Process())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	obey(lock, strings.NewReader("open\ndance\n\ntag 04A1B2C3D4E5F6\npair\nclose"), said)
	said.close()
	said.tell("told after the end") // void, and no panic
	want := []string{"door open", "error: virtual: hands cannot do that", "error: virtual: tag: the lock is not paired",
		"pairing window open for 60 s", "door closed"}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("it said %q", lines)
	}
	for i, w := range want {
		if !strings.HasPrefix(lines[i], w) {
			t.Errorf("line %d is %q, want %q", i, lines[i], w)
		}
	}
	if strings.Contains(out.String(), "04A1B2C3D4E5F6") {
		t.Error("a tag's number was repeated")
	}
}
