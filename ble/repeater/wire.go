package repeater

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"time"
)

const (
	// silence ends a connection on which nothing comes, or nothing goes. A hub asks for the
	// radio's health every second and gives up a radio that is silent for three: by now it has
	// gone, and the locks that it was linked to wait to be let go. TCP itself may take a quarter
	// of an hour to notice a cut.
	silence = 6 * time.Second
	// goodbye is for what is under way when one side has ended.
	goodbye = time.Second
	// buffered bounds what the kernel holds for a slow network, each way. Advertisements that
	// wait there are old ones, and an answer waits behind them.
	buffered = 32 << 10
)

// wire is TLS over something that Close cuts at once: no farewell waits for a network that is
// gone. Whoever reads sees the cut, and frames have their lengths.
type wire struct {
	*tls.Conn
	under net.Conn
	alive bool // false: Read and Write wait for ever
}

func (w *wire) Close() error { return w.under.Close() }

func (w *wire) Read(b []byte) (int, error) {
	if w.alive {
		_ = w.SetReadDeadline(time.Now().Add(silence))
	}
	return w.Conn.Read(b)
}

func (w *wire) Write(b []byte) (int, error) {
	if w.alive {
		_ = w.SetWriteDeadline(time.Now().Add(silence))
	}
	return w.Conn.Write(b)
}

// slim keeps little in the kernel's hands.
func slim(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetWriteBuffer(buffered)
	}
}

// carry joins the hub's connection and what it is for, until either ends or ctx does. Both are
// closed then; what the far side said last has a moment to arrive.
func carry(ctx context.Context, hub *wire, far io.ReadWriteCloser) {
	defer context.AfterFunc(ctx, func() { hub.Close(); far.Close() })()
	var up sync.WaitGroup
	up.Go(func() {
		_, _ = io.Copy(far, hub)
		far.Close()
		_, _ = io.Copy(io.Discard, hub) // closing over unread bytes would be a reset, which overtakes what was written
	})
	_, _ = io.Copy(hub, far)
	far.Close()
	_ = hub.SetWriteDeadline(time.Now().Add(goodbye))
	_ = hub.CloseWrite()
	cut := time.AfterFunc(goodbye, func() { hub.Close() })
	up.Wait()
	cut.Stop()
	hub.Close()
}
