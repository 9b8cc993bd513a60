package verbs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// pty is a terminal: what is written to hands is typed, what it echoes is read from there.
func pty(t *testing.T) (hands, tty *os.File) {
	t.Helper()
	hands, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hands.Close() })
	n, err := unix.IoctlGetInt(int(hands.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(hands.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tty.Close() })
	return hands, tty
}

func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	s, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return s.Lflag&unix.ECHO != 0
}

// TestSecretIsNotEchoed on a terminal, which has its echo back afterwards, also when nobody typed
// anything. A line that everybody may see is the control.
func TestSecretIsNotEchoed(t *testing.T) {
	for _, unseen := range []bool{true, false} {
		hands, tty := pty(t)
		d := &Desk{Ctx: t.Context(), In: tty, Err: io.Discard}
		got := make(chan string)
		go func() {
			ask := d.line
			if unseen {
				ask = func(prompt string) (string, error) { return d.secret("-", prompt) }
			}
			text, err := ask("PIN: ")
			got <- fmt.Sprint(text, err)
		}()
		for unseen && echoes(t, tty) {
			runtime.Gosched()
		}
		hands.WriteString("918273\n")
		if text := <-got; text != "918273<nil>" {
			t.Fatalf("read %q", text)
		}
		if !echoes(t, tty) {
			t.Error("the terminal has lost its echo")
		}
		tty.Close()
		seen, _ := io.ReadAll(hands) // ends in EIO: nobody has the other end any more
		if strings.Contains(string(seen), "918273") == unseen {
			t.Errorf("unseen is %v, and the terminal shows %q", unseen, seen)
		}
	}
}

func TestInterruptedSecretGivesTheEchoBack(t *testing.T) {
	_, tty := pty(t)
	ctx, cancel := context.WithCancel(t.Context())
	var prompt bytes.Buffer
	d := &Desk{Ctx: ctx, In: tty, Err: &prompt}
	failed := make(chan error)
	go func() {
		_, err := d.secret("-", "PIN: ")
		failed <- err
	}()
	for echoes(t, tty) {
		runtime.Gosched()
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) || !echoes(t, tty) {
		t.Errorf("%v, echo %v", err, echoes(t, tty))
	}
}
