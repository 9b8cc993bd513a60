package api

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"localiq/core"
)

// The socket is its user's alone from the start, and goes when the hub does.
func TestSocketIsPrivate(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "new", "hub.sock")
	stop := serving(t, newFake(), socket)
	st, err := os.Stat(socket)
	if err != nil || st.Mode().Perm() != 0o600 || st.Mode().Type() != os.ModeSocket {
		t.Errorf("%v %v", st.Mode(), err)
	}
	if dir, err := os.Stat(filepath.Dir(socket)); err != nil || dir.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", dir.Mode(), err)
	}
	stop()
	left, err := os.ReadDir(filepath.Dir(socket))
	if err != nil || len(left) != 1 || left[0].Name() != "hub.sock.lock" {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestSecondHubIsRefused(t *testing.T) {
	h, c, socket := hubAt(t)
	if err := Serve(t.Context(), socket, everybody(newFake())); !errors.Is(err, ErrOwned) || !strings.Contains(err.Error(), "--socket") {
		t.Errorf("%v", err)
	}
	h.tell(1, "a")
	if _, err := c.Lines(t.Context(), 0, 1); err != nil {
		t.Errorf("the first hub suffered: %v", err)
	}
}

// Somebody else's socket, without a lock file of ours, is not taken while it is answered.
func TestSocketThatIsAnsweredIsNotTaken(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if err := Serve(t.Context(), socket, everybody(newFake())); !errors.Is(err, ErrOwned) {
		t.Errorf("%v", err)
	}
}

// A hub that was killed leaves its socket; the next one takes its place.
func TestStaleSocketIsReplaced(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	ln.SetUnlinkOnClose(false)
	ln.Close()
	if _, err := Dial(socket); !errors.Is(err, ErrNoHub) || !strings.Contains(err.Error(), "localiq run") {
		t.Errorf("dial: %v", err)
	}
	serving(t, newFake(), socket)
	dialled(t, socket)
}

func TestFileThatIsNoSocketIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(path, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := Serve(t.Context(), path, everybody(newFake()))
	if b, _ := os.ReadFile(path); err == nil || string(b) != "dear" {
		t.Errorf("%v; the file holds %q", err, b)
	}
	if _, err := listen("/" + strings.Repeat("x", 200)); err == nil || !strings.Contains(err.Error(), "shorter") {
		t.Errorf("%v", err)
	}
}

func TestDialWithoutAHub(t *testing.T) {
	_, err := Dial(filepath.Join(t.TempDir(), "s"))
	if !errors.Is(err, ErrNoHub) || !strings.Contains(err.Error(), "localiq run") {
		t.Errorf("%v", err)
	}
}

// A wish that never left is told from one whose answer was lost.
func TestLostAnswerIsUnknown(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	c := dialled(t, socket)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 10)) // took the wish, and died
			conn.Close()
		}
	}()
	wish := core.Asked{Wish: core.OpenDoor{Door: "d"}}
	if e := c.Ask(t.Context(), wish).Error; e == nil || !e.MayHaveSucceeded() {
		t.Errorf("%+v", e)
	}
	ln.Close()
	if e := c.Ask(t.Context(), wish).Error; e == nil || e.Code != core.CodeHubAway || e.Do == "" {
		t.Errorf("%+v", e)
	}
}

// A stop ends the streams and lets a wish that is under way have its answer.
func TestStopAnswersWhatIsUnderWay(t *testing.T) {
	h, socket := newFake(), filepath.Join(t.TempDir(), "s")
	ln, err := listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- serve(ctx, ln, everybody(h)) }()
	c := dialled(t, socket)
	c.Watch(t.Context())
	<-h.watched
	taken, finish := make(chan struct{}), make(chan struct{})
	h.ask = func(ctx context.Context, _ core.Asked) core.Told {
		close(taken)
		<-finish
		if ctx.Err() != nil {
			return core.Told{Error: core.Errorf(core.CodeInternal, "cut off")}
		}
		return core.Told{Seq: 5}
	}
	told := make(chan core.Told, 1)
	go func() { told <- c.Ask(t.Context(), core.Asked{Wish: core.LockDoor{Door: "d"}}) }()
	<-taken
	cancel()
	for { // until nobody new is let in
		if _, err := Dial(socket); err != nil {
			break
		}
	}
	close(finish)
	if got := <-told; got.Seq != 5 || got.Error != nil {
		t.Errorf("%+v", got)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}
