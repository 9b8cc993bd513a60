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
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// conn is a connection of which only its identity, its MTU and its end matter.
type conn struct {
	goble.Conn
	closed chan struct{}
}

func newConn() *conn { return &conn{closed: make(chan struct{})} }

func (*conn) TxMTU() int     { return 247 }
func (c *conn) Close() error { close(c.closed); return nil }

// A subscription is a link, a second one on the same connection another, and a write finds the
// newest. What a stranger writes ends the link and nothing else.
func TestLinks(t *testing.T) {
	lock, err := virtual.New(virtual.Config{}, clock.Process())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	told := make(chan string, 16)
	l := newLinks(lock, func(s string) { told <- s }, make(chan error, 1))
	below := newConn()
	c, tx, rx := newCentral(below), profile.GATT.Chars[profile.TX], profile.GATT.Chars[profile.RX]
	for range 2 {
		n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
		served := make(chan struct{})
		go func() { l.subscribed(tx, goble.NewRequest(c, nil, 0), n); close(served) }()
		if s := <-told; s != "link up" {
			t.Fatal(s)
		}
		n.Close()
		<-served
		if s := <-told; s != "link down" || len(l.lines) != 0 || len(c.subs) != 0 {
			t.Fatalf("%s, %d lines, %d subscriptions left", s, len(l.lines), len(c.subs))
		}
	}
	n := goble.NewNotifier(func(b []byte) (int, error) { return len(b), nil })
	go l.subscribed(tx, goble.NewRequest(c, nil, 0), n)
	<-told
	l.wrote(rx, goble.NewRequest(c, bytes.Repeat([]byte{0xee}, 20), 0), goble.NewResponseWriter(nil))
	if s := <-told; s != "link ended" {
		t.Error(s)
	}
	<-below.closed
}

// A write that nobody will hear the answer to is refused, after a while.
func TestWriteWithoutSubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lock, err := virtual.New(virtual.Config{}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		l := newLinks(lock, func(string) {}, make(chan error, 1))
		rsp := goble.NewResponseWriter(nil)
		l.wrote(profile.GATT.Chars[profile.RX], goble.NewRequest(newCentral(newConn()), []byte{1}, 0), rsp)
		if rsp.Status() != goble.ErrUnlikely {
			t.Errorf("%v", rsp.Status())
		}
	})
}

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
		char := services[0].Characteristics[0]
		write := func(handle uint16, b []byte) {
			p.in <- append(binary.LittleEndian.AppendUint16([]byte{att.WriteRequestCode}, handle), b...)
			synctest.Wait()
			for n := len(p.out); n > 0; n-- { // an indication may come before the response
				if r := <-p.out; r[0] == att.WriteResponseCode {
					return
				} else if r[0] != att.HandleValueIndicationCode {
					t.Fatalf("write to %d: %x", handle, r)
				} else {
					p.out <- r
				}
			}
			t.Fatalf("write to %d: no response", handle)
		}
		ask, err := nuki.EncodePlain(nuki.RequestData{Want: nuki.CmdPublicKey})
		if err != nil {
			t.Fatal(err)
		}
		write(char.ValueHandle+1, []byte{2, 0})
		write(char.ValueHandle, ask)
		var said nuki.PlainStream
		for {
			synctest.Wait()
			if len(p.out) != 1 {
				t.Fatalf("%d indications at a time", len(p.out))
			}
			pdu := <-p.out
			if pdu[0] != att.HandleValueIndicationCode || len(pdu)-3 > nuki.IndicationSize {
				t.Fatalf("%x", pdu)
			}
			ms, err := said.Feed(pdu[3:])
			if err != nil {
				t.Fatal(err)
			}
			p.in <- []byte{att.HandleValueConfirmationCode}
			if len(ms) > 0 {
				if ms[0] != (nuki.KeyShare{Key: lock.PublicKey()}) {
					t.Errorf("%v", ms[0])
				}
				return
			}
		}
	})
}

// The antenna of a machine that has no such adapter says so.
func TestNoAdapter(t *testing.T) {
	for _, m := range append(Models, "") {
		var out bytes.Buffer
		if err := Run(t.Context(), Config{Adapter: "eth0", State: t.TempDir() + "/lock", Model: m}, bytes.NewReader(nil), &out); err == nil {
			t.Error(m, "it ran on eth0")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Run(ctx, Config{Adapter: "hci0", State: t.TempDir() + "/lock", Model: m}, bytes.NewReader(nil), &out); err == nil {
			t.Error(m, "it ran in no time")
		}
	}
	if err := Run(t.Context(), Config{Adapter: "hci0", State: t.TempDir() + "/lock", Model: "yale"}, bytes.NewReader(nil), &bytes.Buffer{}); err == nil {
		t.Error("it is a Yale")
	}
}
