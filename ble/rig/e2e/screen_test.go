//go:build e2e && linux

package e2e

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

// screen is `localiq console` on a terminal of 80x24.
type screen struct {
	t   *testing.T
	emu *vt.SafeEmulator

	mu   sync.Mutex
	when map[string]time.Time // a text, and when it was first on the screen
	more chan struct{}
}

// newScreen watches for texts until the test ends.
func newScreen(t *testing.T, data string, texts ...string) *screen {
	t.Helper()
	s := &screen{t: t, emu: vt.NewSafeEmulator(80, 24), when: map[string]time.Time{}, more: make(chan struct{}, 1)}
	go io.Copy(io.Discard, s.emu) // a terminal's answers; unread they would stop it
	for _, x := range texts {
		s.when[x] = time.Time{}
	}
	cmd := exec.Command(binary, "console", "--data", data)
	cmd.Env = append(cmd.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	cmd.Stdout, cmd.Stderr = s, s
	keys, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		io.WriteString(keys, "q")
		insist := time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			t.Errorf("the console ended with %v", err)
		}
		insist.Stop()
		if t.Failed() {
			t.Logf("the console showed\n%s", s.emu.String())
		}
		s.emu.Close()
	})
	return s
}

// Write is the line to the terminal, whose driver makes whole newlines of bare ones.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emu.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	shown := s.emu.String()
	for x, at := range s.when {
		if at.IsZero() && strings.Contains(shown, x) {
			s.when[x] = time.Now()
		}
	}
	select {
	case s.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// shows waits for a text that newScreen was told of, and says when it was first there.
func (s *screen) shows(within time.Duration, text string) time.Time {
	s.t.Helper()
	limit := time.After(within)
	for {
		s.mu.Lock()
		at := s.when[text]
		s.mu.Unlock()
		if !at.IsZero() {
			return at
		}
		select {
		case <-s.more:
		case <-limit:
			s.t.Fatalf("the console does not show %q in %s", text, within)
		}
	}
}
