package vradio

import (
	"bytes"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// host is the kernel's end of a controller, in raw HCI.
type host struct {
	t *testing.T
	net.Conn
	events chan []byte
}

func newHost(t *testing.T, air *Air, addr byte) (*host, *Controller) {
	mine, theirs := net.Pipe()
	h := &host{t, mine, make(chan []byte, 64)}
	c := New(air, [6]byte{0, 0, 0, 0, 0, addr}, theirs)
	go func() {
		b := make([]byte, 1024)
		for {
			n, err := mine.Read(b)
			if err != nil {
				close(h.events)
				return
			}
			h.events <- bytes.Clone(b[:n])
		}
	}()
	h.command(opReset)
	h.expect("040e040103" + "0c00")
	return h, c
}

func (h *host) command(op uint16, b ...byte) {
	h.Write(append([]byte{h4Command, byte(op), byte(op >> 8), byte(len(b))}, b...))
}

func (h *host) expect(want string) {
	h.t.Helper()
	if got := fmt.Sprintf("%x", <-h.events); got != want {
		h.t.Fatalf("got  %s\nwant %s", got, want)
	}
}

func create(addr byte, superv byte) []byte {
	b := make([]byte, 25)
	b[6], b[15], b[19] = addr, 12, superv // address reversed; 15 ms
	return b
}

// Two controllers find each other, connect, talk, and part: the whole of an adapter's life.
func TestTwoControllers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, _ := newHost(t, air, 1)
		lock, lockCtl := newHost(t, air, 2)
		defer hub.Close()
		defer lock.Close()

		lock.command(opLEAdData, 3, 2, 0x01, 0x06)
		lock.expect("040e0401082000")
		lock.command(opLEAdEnable, 1)
		lock.expect("040e04010a2000")
		hub.command(opLEScanEnable, 1, 1)
		hub.expect("040e04010c2000")
		hub.expect("043e0f02010000020000000000" + "03020106" + "c4") // 02 01 06 from …:02, -60 dBm
		hub.command(opLEConnect, create(2, 10)...)
		hub.expect("040f0400010d20")
		hub.expect("043e1301004000000002000000000" + "00c0000000a0000")
		lock.expect("043e1301004000010001000000000" + "00c0000000a0000")

		hub.Write([]byte{h4ACL, 0x40, 0, 3, 0, 7, 8, 9})
		lock.expect("0240200300070809")
		hub.expect("041305014000" + "0100") // its buffer back
		lockCtl.Links()[0].Stall()
		hub.expect("040504004000" + "08")
		lock.expect("040504004000" + "08")
	})
}

// A controller that is reset does not say goodbye: the other end hears nothing for a supervision
// timeout, as the lock does when the hub's radio process was killed.
func TestResetIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, _ := newHost(t, air, 1)
		defer hub.Close()
		p := &Peripheral{Addr: [6]byte{0, 0, 0, 0, 0, 2}}
		p.Power(true)
		air.Add(p)
		hub.command(opLEConnect, create(2, 100)...)
		<-hub.events
		<-hub.events
		t0 := time.Now()
		hub.command(opReset)
		<-hub.events
		<-p.Parted()
		if d := time.Since(t0); d < time.Second || d > 1100*time.Millisecond {
			t.Errorf("the peripheral knew after %s", d)
		}
	})
}

func TestFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, c := newHost(t, air, 1)
		p := &Peripheral{Addr: [6]byte{0, 0, 0, 0, 0, 2}}
		p.Power(true)
		air.Add(p)

		c.RefuseNext(0x3e)
		hub.command(opLEConnect, create(2, 10)...)
		hub.expect("040f0400010d20")
		if e := <-hub.events; e[3] != 1 || e[4] != 0x3e {
			t.Errorf("connected: %x", e)
		}
		c.Deaf(true)
		hub.command(opAddress)
		c.Deaf(false)
		hub.command(opLEListSize)
		hub.expect("040e05010f200010")
		c.Unplug()
		if _, open := <-hub.events; open {
			t.Error("an unplugged controller speaks")
		}
	})
}

func FuzzHost(f *testing.F) {
	f.Add([]byte{h4Command, 0x0d, 0x20, 2, 0, 0})
	f.Add([]byte{h4ACL, 0x40, 0, 1, 0, 7})
	f.Fuzz(func(t *testing.T, b []byte) {
		air := NewAir(time.Hour)
		defer air.Close()
		mine, theirs := net.Pipe()
		c := New(air, [6]byte{1}, theirs)
		go func() {
			for buf := make([]byte, 1024); ; {
				if _, err := mine.Read(buf); err != nil {
					return
				}
			}
		}()
		if len(b) > 0 {
			mine.Write(b)
		}
		mine.Close()
		<-c.ended
	})
}
