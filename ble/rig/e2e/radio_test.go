//go:build e2e && linux

package e2e

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/rig/vradio"
)

// Scan, connect, write, be notified, over the kernel's HCI, by a process of its own.
func TestRadio(t *testing.T) {
	s := newStation(t, hub.Name())
	t0 := time.Now()
	s.rose(patience)
	figure("radio process started to adapter open: %s", time.Since(t0).Round(time.Millisecond))

	p := echo(t)
	heard := make(chan ble.Advert, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go s.Scan(ctx, func(a ble.Advert) {
		if a.Addr.MAC == p.Addr {
			select {
			case heard <- a:
			default:
			}
		}
	})
	t0 = time.Now()
	a := <-heard
	cancel()
	figure("scan on to first report: %s", time.Since(t0).Round(time.Millisecond))
	if a.Addr.Random != (p.AddrType == 1) || !a.Connectable || a.RSSI != -60 || !bytes.Equal(a.Data, p.Data) {
		t.Errorf("heard %+v", a)
	}

	t0 = time.Now()
	l := s.connect(p)
	figure("connect, MTU, discovery, subscription: %s", time.Since(t0).Round(time.Millisecond))
	if l.MTU() != 247 {
		t.Errorf("MTU %d", l.MTU())
	}
	var trips []time.Duration
	for i := range 50 {
		trips = append(trips, trip(t, l, []byte{byte(i), 1, 2, 3}))
	}
	figure("write to notification: %s", spread(trips))
	trip(t, l, bytes.Repeat([]byte{0xa5}, 244))
	l.Close()

	var again []time.Duration
	for range 5 {
		t0 = time.Now()
		l = s.connect(p)
		again = append(again, time.Since(t0))
		trip(t, l, []byte{1})
		l.Close()
	}
	figure("connect again, handles known: %s", spread(again))
	if h, up := s.Health(); !up || h.Links > 1 {
		t.Errorf("health %+v, %t", h, up)
	}
}

// The whole of the profile's window, sent before the write is answered, arrives in order: go-ble
// loses the 18th, and nothing ever has more than 16 outstanding.
func TestWindowOfNotifications(t *testing.T) {
	s := newStation(t, hub.Name())
	p := echo(t)
	p.Wrote = nil
	p.Answer = func(att []byte) bool { // before the answer to the write
		if att[0] == 0x12 && len(att) == 4 && att[1] == 3 {
			for i := range 16 {
				p.Notify([]byte{byte(i)})
			}
		}
		return false
	}
	s.rose(patience)
	l := s.connect(p)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := l.Write(ctx, 0, []byte{7}); err != nil {
		t.Fatal(err)
	}
	for i := range 16 {
		note(t, l, []byte{byte(i)})
	}
}

// The process is killed with -9, idle and with a link: how long until bytes go over a new link.
func TestRadioKilled(t *testing.T) {
	s := newStation(t, hub.Name())
	p := echo(t)
	s.rose(patience)
	for _, linked := range []bool{false, true} {
		l := s.connect(p)
		trip(t, l, []byte{1})
		if !linked {
			l.Close()
			<-p.Parted()
		}
		old := s.process()
		t0 := time.Now()
		syscall.Kill(old, syscall.SIGKILL)
		if why := s.fell(time.Second); !strings.Contains(why, "killed") {
			t.Errorf("it fell because %q", why)
		}
		if linked {
			<-l.Done()
			if !errors.Is(l.Err(), ble.ErrLinkLost) || !errors.Is(l.Err(), ble.ErrRadioDown) {
				t.Errorf("the link ended with %v", l.Err())
			}
		}
		s.rose(patience)
		up := time.Since(t0)
		l = s.connect(p)
		trip(t, l, []byte{2})
		what := "idle"
		if linked {
			what = "with a link (the peer holds on to it for its supervision timeout of 0.72 s)"
		}
		figure("radio killed -9, %s: up again %s, first round trip over a new link %s", what, up.Round(time.Millisecond), time.Since(t0).Round(time.Millisecond))
		if s.process() == old {
			t.Error("it is the same process")
		}
		l.Close()
	}
}

// What passers-by send kills go-ble's own parser; we never call it.
func TestPassersBy(t *testing.T) {
	s := newStation(t, hub.Name())
	s.rose(patience)
	heard := make(chan ble.Advert, 256)
	go s.Scan(t.Context(), func(a ble.Advert) {
		select {
		case heard <- a:
		default:
		}
	})
	pid := s.process()
	for i, data := range []string{"ff0961", "05030d180f", "0416aabbcc", "00", "1fff" + strings.Repeat("00", 29)} {
		raw, _ := hex.DecodeString(data)
		p := &vradio.Peripheral{Addr: [6]byte{0xba, 0xd0, 0, 0, 0, byte(i)}, Data: raw}
		air.Add(p)
		p.Power(true)
		defer p.Power(false)
		for a := range heard {
			if a.Addr.MAC == p.Addr {
				if !bytes.Equal(a.Data, raw) {
					t.Errorf("heard %x, want %x", a.Data, raw)
				}
				break
			}
		}
	}
	trip(t, s.connect(echo(t)), []byte{1})
	if s.process() != pid {
		t.Error("it died on the way")
	}
}

// A lock that loses its power mid-session costs its link, and nothing else.
func TestPeerGoesSilent(t *testing.T) {
	s := newStation(t, hub.Name())
	s.rose(patience)
	p, q := echo(t), echo(t)
	l, other := s.connect(p), s.connect(q)
	trip(t, l, []byte{1})
	t0 := time.Now()
	p.Power(false)
	select {
	case <-l.Done():
	case <-time.After(patience):
		t.Fatal("the link outlives its peer")
	}
	figure("peer without power: link lost after %s", time.Since(t0).Round(time.Millisecond))
	if !errors.Is(l.Err(), ble.ErrLinkLost) || errors.Is(l.Err(), ble.ErrRadioDown) {
		t.Errorf("the link ended with %v", l.Err())
	}
	trip(t, other, []byte{2})
}

// A controller that hangs up costs the process, and the next one works.
func TestWedgedStackIsReplaced(t *testing.T) {
	s := newStation(t, hub.Name())
	s.rose(patience)
	p := echo(t)
	trip(t, s.connect(p), []byte{1})

	hub.Deaf(true)
	t0 := time.Now()
	why := s.fell(patience)
	figure("controller hangs: noticed after %s", time.Since(t0).Round(time.Millisecond))
	hub.Deaf(false)
	if !strings.Contains(why, "health") {
		t.Errorf("it fell because %q", why)
	}
	s.rose(patience)

	trip(t, s.connect(p), []byte{2})
}

// A connection that the controller reports as failed leaves go-ble waiting for ever. It costs
// neither the dial nor the process.
func TestFailedConnectionIsTriedAgain(t *testing.T) {
	s := newStation(t, hub.Name())
	s.rose(patience)
	p, pid := echo(t), s.process()
	hub.RefuseNext(0x3e)
	t0 := time.Now()
	trip(t, s.connect(p), []byte{1})
	figure("connect, the first attempt failed at the controller: %s", time.Since(t0).Round(time.Millisecond))

	p.Power(false) // nobody answers: the dial is cancelled, and the next one works
	q := echo(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := s.Connect(ctx, ble.Addr{MAC: p.Addr, Random: p.AddrType == 1}, echoGATT); !errors.Is(err, ble.ErrTimeout) {
		t.Errorf("connected to nobody: %v", err)
	}
	trip(t, s.connect(q), []byte{2})
	if s.process() != pid {
		t.Error("it cost the process")
	}
}

// A dongle that is pulled out and put back is used again.
func TestUnplugged(t *testing.T) {
	dongle, err := vradio.Plug(air, [6]byte{0, 0x1b, 0xdc, 0, 0, 0x77})
	if err != nil {
		t.Fatal(err)
	}
	s := newStation(t, dongle.Name())
	s.rose(patience)
	dongle.Unplug()
	s.fell(time.Second)
	again, err := vradio.Plug(air, [6]byte{0, 0x1b, 0xdc, 0, 0, 0x77})
	if err != nil || again.Name() != dongle.Name() {
		t.Fatalf("%v, %v", again, err)
	}
	defer again.Unplug()
	s.rose(patience)
	trip(t, s.connect(echo(t)), []byte{1})
}

// An adapter that another program holds is refused with what to do.
func TestBusyAdapter(t *testing.T) {
	s := newStation(t, hub.Name())
	s.rose(patience)
	second := newStation(t, hub.Name())
	if why := second.fell(patience); !strings.Contains(why, "systemctl disable --now bluetooth") {
		t.Errorf("refused with %q", why)
	}
	trip(t, s.connect(echo(t)), []byte{1})
}
