package vradio

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// rig is a hub's host and some peripherals …:02, …:03 on one air.
func rig(t *testing.T, peripherals int, f func(hub *host, c *Controller, ps []*Peripheral)) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, c := newHost(t, air, 1)
		defer hub.Close()
		ps := make([]*Peripheral, peripherals)
		for i := range ps {
			ps[i] = &Peripheral{Addr: [6]byte{5: byte(2 + i)}, Data: []byte{2, 1, 6}}
			ps[i].Power(true)
			air.Add(ps[i])
		}
		f(hub, c, ps)
	})
}

// A controller that has no room for one more says so at once, and has room again later.
func TestRoom(t *testing.T) {
	for _, status := range []byte{0x09, 0x07, 0x0d} {
		rig(t, 2, func(hub *host, c *Controller, ps []*Peripheral) {
			c.Room(1, status)
			hub.dial(2)
			hub.command(opLEConnect, create(3, 10)...)
			hub.expect(fmt.Sprintf("040f04%02x010d20", status))
			c.Links()[0].Drop(0x13)
			hub.expect("04050400400013")
			hub.dial(3)
		})
	}
}

// A picky controller connects only when it does not scan.
func TestPicky(t *testing.T) {
	rig(t, 1, func(hub *host, c *Controller, ps []*Peripheral) {
		c.Picky(true)
		ps[0].Power(false)
		hub.command(opLEScanEnable, 1, 0)
		hub.expect("040e04010c2000")
		hub.command(opLEConnect, create(2, 100)...)
		hub.expect("040f040c010d20")
		hub.command(opLEScanEnable, 0, 0)
		hub.expect("040e04010c2000")
		ps[0].Power(true)
		hub.dial(2)
	})
}

// Drowsy ends with another switching on, numb with a reset only.
func TestDrowsyAndNumb(t *testing.T) {
	rig(t, 1, func(hub *host, c *Controller, ps []*Peripheral) {
		report := "043e0f0201000002000000000003020106c4"
		scan := func(on byte) {
			t.Helper()
			hub.command(opLEScanEnable, on, 0)
			for e := range hub.events {
				if got := fmt.Sprintf("%x", e); got == "040e04010c2000" {
					return
				} else if got != report {
					t.Fatal(got)
				}
			}
		}
		hears := func(want bool) {
			t.Helper()
			for len(hub.events) > 0 {
				<-hub.events
			}
			select {
			case e := <-hub.events:
				if !want || fmt.Sprintf("%x", e) != report {
					t.Errorf("heard %x", e)
				}
			case <-time.After(time.Second):
				if want {
					t.Error("heard nothing")
				}
			}
		}
		scan(1)
		hears(true)
		c.Drowsy()
		hears(false)
		scan(0)
		scan(1)
		hears(true)
		c.Numb()
		scan(0)
		scan(1)
		hears(false)
		hub.command(opReset)
		hub.expect("040e0401030c00")
		scan(1)
		hears(true)
	})
}

// The timing of a link changes when both ends know; what is not legal is refused.
func TestConnectionUpdate(t *testing.T) {
	rig(t, 1, func(hub *host, c *Controller, ps []*Peripheral) {
		h := byte(hub.dial(2))
		l := c.Links()[0]
		if l.Pace() != (Pace{15 * time.Millisecond, 0, time.Second}) {
			t.Errorf("dialled with %+v", l.Pace())
		}
		hub.command(opLEConnUpdate, h, 0, 80, 0, 160, 0, 4, 0, 200, 0, 0, 0, 0, 0) // 200 ms, 4: needs more than 2 s
		hub.expect("040f0412011320")
		hub.command(opLEConnUpdate, h+1, 0, 80, 0, 160, 0, 0, 0, 200, 0, 0, 0, 0, 0)
		hub.expect("040f0402011320")
		hub.command(opLEConnUpdate, h, 0, 80, 0, 160, 0, 4, 0, 0x90, 1, 0, 0, 0, 0)
		hub.expect("040f0400011320")
		hub.expect("043e0a03004000" + "a000" + "0400" + "9001")
		if l.Pace() != (Pace{200 * time.Millisecond, 4, 4 * time.Second}) || l.Updates() != 1 {
			t.Errorf("%+v, %d updates", l.Pace(), l.Updates())
		}
		t0 := time.Now()
		if got := hub.att(uint16(h), "02f700"); got != "03f700" || time.Since(t0) != time.Second+200*time.Millisecond {
			t.Errorf("%s after %s: a peripheral that sleeps through four of five listens every second", got, time.Since(t0))
		}
	})
}

// An address that is random is another device; it cannot be changed while it is in use.
func TestRandomAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, _ := newHost(t, air, 1)
		lock, _ := newHost(t, air, 2)
		defer hub.Close()
		defer lock.Close()
		lock.command(opLERandomAddr, 0xee, 0, 0, 0, 0, 0x40)
		lock.expect("040e0401052000")
		lock.command(opLEAdParams, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0)
		lock.expect("040e0401062000")
		lock.command(opLEAdEnable, 1)
		lock.expect("040e04010a2000")
		lock.command(opLERandomAddr, 0xef, 0, 0, 0, 0, 0x40)
		lock.expect("040e04010520" + "0c")
		hub.command(opLEScanEnable, 1, 1)
		hub.expect("040e04010c2000")
		hub.expect("043e0c020100" + "01" + "ee0000000040" + "00c4")
		b := create(0, 100)
		b[5] = 1
		copy(b[6:], []byte{0xee, 0, 0, 0, 0, 0x40})
		hub.command(opLEConnect, b...)
		hub.expect("040f0400010d20")
		hub.expect("043e1301004000" + "00" + "01" + "ee0000000040" + "0c0000006400" + "00")
	})
}

// Every shape reaches who listens, and every trick plays, whatever becomes of them there.
func TestHostileShapesAndTricks(t *testing.T) {
	rig(t, 0, func(hub *host, c *Controller, _ []*Peripheral) {
		hub.command(opLEScanEnable, 1, 0)
		hub.expect("040e04010c2000")
		for i, s := range Hostile() {
			x := s.Passer([6]byte{0xba, 5: byte(i)})
			c.air.Add(x)
			if e := <-hub.events; e[1] != 0x3e || e[5] != s.Kind || int(e[13]) != len(s.Data) {
				t.Errorf("%s: reported as %x", s.Name, e)
			}
			c.air.Remove(x)
		}
	})
	for _, trick := range Tricks() {
		rig(t, 1, func(hub *host, c *Controller, ps []*Peripheral) {
			played := make(chan struct{}, 1)
			ps[0].Turn(Trick{trick.Name, trick.At, func(p *Peripheral, b []byte) bool {
				played <- struct{}{}
				return trick.Play(p, b)
			}})
			h := hub.dial(2)
			b := []byte{h4ACL, byte(h), 0, 7, 0, 3, 0, cidATT, 0, trick.At, 3, 0}
			hub.Write(b)
			<-played
		})
	}
}

// A crowd is the same for the same seed, and another in each interval.
func TestCrowd(t *testing.T) {
	a, b := Crowd(3, 1)[2], Crowd(3, 1)[2]
	x, _ := a.Beacon()
	y, _ := b.Beacon()
	z, _ := a.Beacon()
	if fmt.Sprint(x) != fmt.Sprint(y) || fmt.Sprint(x) == fmt.Sprint(z) {
		t.Errorf("%v, %v, %v", x, y, z)
	}
}

// A peripheral that is late answers all the same.
func TestLate(t *testing.T) {
	rig(t, 1, func(hub *host, c *Controller, ps []*Peripheral) {
		h := hub.dial(2)
		ps[0].Late(5 * time.Second)
		t0 := time.Now()
		if got := hub.att(h, "02f700"); got != "03f700" || time.Since(t0) < 5*time.Second {
			t.Errorf("%s after %s", got, time.Since(t0))
		}
	})
}
