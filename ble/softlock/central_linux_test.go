package softlock

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/att"
	"github.com/go-ble/ble/linux/gatt"

	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core/clock"
)

// pipe is the other end of a connection, ATT PDU by PDU. What it says last, before the end, arrives.
type pipe struct {
	goble.Conn
	in, out chan []byte
	mtu     int
}

func newPipe() *pipe { return &pipe{in: make(chan []byte, 8), out: make(chan []byte, 8), mtu: 23} }

func (p *pipe) Read(b []byte) (int, error) {
	pdu, more := <-p.in
	if !more {
		return 0, io.EOF
	}
	return copy(b, pdu), nil
}

func (p *pipe) Write(b []byte) (int, error) {
	p.out <- slices.Clone(b)
	return len(b), nil
}
func (p *pipe) Close() error             { return nil }
func (p *pipe) RxMTU() int               { return goble.MaxMTU }
func (p *pipe) TxMTU() int               { return p.mtu }
func (p *pipe) SetTxMTU(n int)           { p.mtu = n }
func (p *pipe) Context() context.Context { return context.Background() }

// quick is a stack whose confirmation comes while the value is still on its way down: sooner
// than go-ble's own server would wait for it.
type quick struct{ *pipe }

func (q quick) Write(b []byte) (int, error) {
	n, err := q.pipe.Write(b)
	if b[0] == att.HandleValueIndicationCode {
		q.in <- []byte{att.HandleValueConfirmationCode}
		synctest.Wait() // it has been read, and nobody waits for it yet
	}
	return n, err
}

// TestIndicationConfirmedAtOnce: the server under a lock gets every confirmation, also one that is
// there before it asks, and sends the next indication only then. The bytes are ATT's.
func TestIndicationConfirmedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipe()
		c := newCentral(quick{p})
		server, err := att.NewServer(att.NewDB(nil, 1), c)
		if err != nil {
			t.Fatal(err)
		}
		go server.Loop()
		began := time.Now()
		for i := range byte(3) {
			if err := c.indicate(7, []byte{i}, func() {}); err != nil {
				t.Fatal(err)
			}
			if pdu := <-p.out; !bytes.Equal(pdu, []byte{0x1d, 7, 0, i}) {
				t.Fatalf("%x", pdu)
			}
		}
		if time.Since(began) != 0 {
			t.Errorf("it waited for %v", time.Since(began))
		}
		close(p.in)
		synctest.Wait()
		if err := c.indicate(7, []byte{1}, func() {}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// TestIndicationUnconfirmed: the next one waits for as long as ATT says, and no longer; the end of
// the connection ends the wait.
func TestIndicationUnconfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipe()
		c := newCentral(p)
		go c.Read(make([]byte, 64))
		began := time.Now()
		if err := c.indicate(7, []byte{1}, func() {}); err == nil || time.Since(began) != confirmWait {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		over := make(chan error)
		go func() { over <- c.indicate(7, []byte{1}, func() {}) }()
		synctest.Wait()
		close(p.in)
		if err := <-over; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%v", err)
		}
	})
}

// TestNukiOverATT: a Nuki under go-ble's own server, asked PDU by PDU as a hub's stack asks: both
// services with one descriptor for each characteristic, indications after the subscription, one at
// a time, and what they say put together is the lock's public key.
func TestNukiOverATT(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock, err := softnuki.New(softnuki.Config{}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		if err := lock.Hands("button"); err != nil {
			t.Fatal(err)
		}
		l := newLinks(lock, func(string) {}, make(chan error, 1))
		s, err := gatt.NewServerWithName(lock.Name())
		if err != nil {
			t.Fatal(err)
		}
		services := l.services()
		if err := s.SetServices(services); err != nil {
			t.Fatal(err)
		}
		for _, s := range services {
			for _, c := range s.Characteristics {
				if len(c.Descriptors) != 1 {
					t.Errorf("%s has %d descriptors", c.UUID, len(c.Descriptors))
				}
			}
		}
		p := newPipe()
		server, err := att.NewServer(s.DB(), newCentral(p))
		if err != nil {
			t.Fatal(err)
		}
		go server.Loop()
		defer func() { close(p.in); synctest.Wait() }()
		peer := &client{t, p}
		char := services[0].Characteristics[0]
		ask, err := nuki.EncodePlain(nuki.RequestData{Want: nuki.CmdPublicKey})
		if err != nil {
			t.Fatal(err)
		}
		peer.write(char.ValueHandle+1, []byte{2, 0})
		peer.write(char.ValueHandle, ask)
		if m := peer.hear(); m != (nuki.KeyShare{Key: lock.PublicKey()}) {
			t.Errorf("%v", m)
		}
	})
}

// client is a hub's stack.
type client struct {
	t *testing.T
	*pipe
}

// write returns with the response; an indication may come before it.
func (c *client) write(handle uint16, b []byte) {
	c.t.Helper()
	c.in <- append(binary.LittleEndian.AppendUint16([]byte{att.WriteRequestCode}, handle), b...)
	synctest.Wait()
	for n := len(c.out); n > 0; n-- {
		switch r := <-c.out; r[0] {
		case att.WriteResponseCode:
			return
		case att.HandleValueIndicationCode:
			c.out <- r
		default:
			c.t.Fatalf("write to %d: %x", handle, r)
		}
	}
	c.t.Fatalf("write to %d: no response", handle)
}

// hear confirms one indication after another, until they are a message.
func (c *client) hear() nuki.Message {
	c.t.Helper()
	var said nuki.PlainStream
	for {
		synctest.Wait()
		if len(c.out) != 1 {
			c.t.Fatalf("%d indications at a time", len(c.out))
		}
		pdu := <-c.out
		if pdu[0] != att.HandleValueIndicationCode || len(pdu)-3 > nuki.IndicationSize {
			c.t.Fatalf("%x", pdu)
		}
		ms, err := said.Feed(pdu[3:])
		if err != nil {
			c.t.Fatal(err)
		}
		c.in <- []byte{att.HandleValueConfirmationCode}
		if len(ms) > 0 {
			return ms[0]
		}
	}
}
