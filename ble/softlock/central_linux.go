package softlock

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/att"

	"localiq/ble"
)

// central is a connection under go-ble's server, with what the server keeps to itself: the
// connection's end, and the confirmation of an indication. The server drops one that comes before
// its own indicate has begun to wait for it, and then waits 30 s for another. So central takes
// confirmations out of what the server reads, and indicates by itself.
type central struct {
	goble.Conn
	confirmed chan struct{} // room for one
	gone      chan struct{} // closed when the connection is over
	ended     sync.Once
	asking    sync.Mutex // one indication at a time (Core Spec Vol 3 Part F 3.3.2)
	end                  // guarded by links.mu
}

func newCentral(c goble.Conn) *central {
	return &central{
		Conn: c, confirmed: make(chan struct{}, 1), gone: make(chan struct{}),
		end: end{subs: map[ble.UUID]goble.Notifier{}, changed: make(chan struct{})},
	}
}

type centralKey struct{}

// Context is how a handler finds the central: the server hands it a connection of its own.
func (c *central) Context() context.Context {
	return context.WithValue(context.Background(), centralKey{}, c)
}

func centralOf(r goble.Request) *central {
	return r.Conn().Context().Value(centralKey{}).(*central)
}

// Read is the server's, until the connection ends.
func (c *central) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		if n == 0 || err != nil {
			c.ended.Do(func() { close(c.gone) })
			return n, err
		}
		if b[0] != att.HandleValueConfirmationCode {
			return n, nil
		}
		select {
		case c.confirmed <- struct{}{}:
		default: // of nothing
		}
	}
}

// Write fails once the connection is over: its handle may be another's by then.
func (c *central) Write(b []byte) (int, error) {
	if c.over() {
		return 0, io.ErrClosedPipe
	}
	return c.Conn.Write(b)
}

// Close ends the connection that this was, and no other that has its handle since.
func (c *central) Close() error {
	if c.over() {
		return nil
	}
	return c.Conn.Close()
}

func (c *central) over() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}

// confirmWait is ATT's (Core Spec Vol 3 Part F 3.3.3): who has not confirmed by then is left.
const confirmWait = 30 * time.Second

// indicate returns once the other end has confirmed. sent is called when the stack took it.
func (c *central) indicate(handle uint16, b []byte, sent func()) error {
	if len(b) > c.TxMTU()-3 {
		return errors.New("softlock: an indication does not fit the MTU")
	}
	c.asking.Lock()
	defer c.asking.Unlock()
	select {
	case <-c.confirmed: // of one that was given up
	default:
	}
	pdu := binary.LittleEndian.AppendUint16([]byte{att.HandleValueIndicationCode}, handle)
	_, err := c.Write(append(pdu, b...))
	if sent(); err != nil {
		return err
	}
	late := time.NewTimer(confirmWait)
	defer late.Stop()
	select {
	case <-c.confirmed:
		return nil
	case <-c.gone:
		return io.ErrClosedPipe
	case <-late.C:
		return errors.New("softlock: an indication was not confirmed")
	}
}
