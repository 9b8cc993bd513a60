package radio

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestListenServesOneHub: at a socket of its own user, and not twice.
func TestListenServesOneHub(t *testing.T) {
	path := filepath.Join(t.TempDir(), "radio.sock")
	if stale, err := net.Listen("unix", path); err != nil {
		t.Fatal(err)
	} else {
		stale.(*net.UnixListener).SetUnlinkOnClose(false)
		stale.Close()
	}
	type came struct {
		conn interface{ Close() error }
		err  error
	}
	got := make(chan came, 1)
	go func() { c, err := Listen(context.Background(), path); got <- came{c, err} }()
	var hub net.Conn
	for err := error(os.ErrNotExist); err != nil; hub, err = net.Dial("unix", path) {
	}
	defer hub.Close()
	c := <-got
	if c.err != nil {
		t.Fatal(c.err)
	}
	defer c.conn.Close()
	if again, err := net.Dial("unix", path); err == nil {
		again.Close()
		t.Error("a second hub was let in")
	}
}

func TestListenEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Listen(ctx, filepath.Join(t.TempDir(), "radio.sock")); err == nil {
		t.Error("somebody came")
	}
}
