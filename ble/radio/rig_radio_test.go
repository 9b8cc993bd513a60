//go:build e2e && linux

package radio_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/rig/vradio"
	"localiq/core"
)

// Every trick of a rogue lock costs at most a replaced radio: another lock is served all along.
func rogueLock(t *testing.T) {
	b := newBench(t, nil)
	good := b.echo()
	good.Power(true)
	var l ble.Link
	b.served(good, &l)
	for _, trick := range vradio.Tricks() {
		rogue, pid := b.echo(), b.process()
		rogue.Turn(trick)
		rogue.Power(true)
		if k, err := b.call(rogue, 1500*time.Millisecond); err == nil {
			for range 2 {
				trip(k, []byte{7}, 500*time.Millisecond)
			}
			k.Close()
		}
		took := b.served(good, &l)
		rogue.Power(false)
		how := "survived"
		if b.process() != pid {
			how = "replaced"
		}
		figure("rogue, %s: %s, the other lock served after %s", trick.Name, how, took.Round(time.Millisecond))
		if took > 6*time.Second {
			t.Errorf("%s: %s", trick.Name, took)
		}
		l.Close() // in good order: it is acquitted
		l = nil
	}
}

// Three locks of eight fall silent in the middle of long writes. With the buffers kept free that
// costs their links and nothing else, however few buffers there are.
func silenceDuringLongWrites(t *testing.T) {
	for _, buffers := range []byte{2, 8} {
		b := newBench(t, func(c *vradio.Controller) { c.Buffers(buffers) })
		pid := b.process()
		var links []ble.Link
		var ps []*vradio.Peripheral
		for range 8 {
			p := b.echo()
			p.Power(true)
			var l ble.Link
			b.served(p, &l)
			ps, links = append(ps, p), append(links, l)
		}
		var under sync.WaitGroup
		for i, l := range links {
			under.Go(func() {
				for n := 0; n < 20; n++ {
					if i < 3 && n == 2+i {
						ps[i].Link().Stall()
					}
					if err := trip(l, bytes.Repeat([]byte{byte(n)}, 200), 10*time.Second); err != nil {
						if i >= 3 {
							t.Errorf("%d buffers, lock %d: %v", buffers, i, err)
						}
						return
					}
				}
			})
		}
		under.Wait()
		if b.process() != pid {
			t.Errorf("%d buffers: it cost the radio: %v", buffers, b.falls)
		}
	}
}

// Passers-by are heard, raw, and harm nobody: neither their shapes nor their number.
func hostileAdvertisements(t *testing.T) {
	b := newBench(t, nil)
	good := b.echo()
	good.Power(true)
	var l ble.Link
	b.served(good, &l)
	heard := make(chan ble.Advert, 256)
	go b.Scan(t.Context(), func(a ble.Advert) {
		select {
		case heard <- a:
		default:
		}
	})
	pid := b.process()
	marker := vradio.Shape{Data: []byte{2, 1, 6}}.Passer([6]byte{0xba})
	theAir().Add(marker)
	defer theAir().Remove(marker)
	for i, s := range vradio.Hostile() {
		x := s.Passer([6]byte{0xba, 0xd0, 5: byte(i)})
		theAir().Add(x)
		was := false
		for after := 0; after < 5; { // rounds of the air, each of which carries both
			a := <-heard
			switch a.Addr.MAC {
			case [6]byte{0xba}:
				after++
			case [6]byte{0xba, 0xd0, 5: byte(i)}:
				if was = true; !bytes.Equal(a.Data, s.Data) {
					t.Errorf("%s: heard %x", s.Name, a.Data)
				}
			}
		}
		theAir().Remove(x)
		if !was && s.Kind == 0 && len(s.Data) <= 31 {
			t.Errorf("%s: not heard", s.Name)
		}
	}
	if b.process() != pid {
		t.Errorf("a shape cost the radio: %v", b.falls)
	}
	for _, x := range vradio.Crowd(5, 1) {
		theAir().Add(x)
		defer theAir().Remove(x)
	}
	t0 := time.Now()
	for time.Since(t0) < 5*time.Second {
		if err := trip(l, []byte{1}, patience); err != nil {
			b.served(good, &l)
		}
	}
	h, _ := b.Health()
	figure("crowd of 5 strangers, 50 times a second: replaced %t, %d goroutines, %d KiB resident, round trip to the controller %s",
		b.process() != pid, h.Goroutines, h.Memory>>10, h.RoundTrip.Round(time.Millisecond))
}

// What no controller should say costs at most the radio.
func brokenController(t *testing.T) {
	b := newBench(t, nil)
	good := b.echo()
	good.Power(true)
	go b.Scan(t.Context(), func(ble.Advert) {})
	var l ble.Link
	b.served(good, &l)
	for _, report := range vradio.BrokenReports() {
		pid := b.process()
		b.ctl.Event(0x3e, report...)
		took := b.served(good, &l)
		figure("event 3e %x: replaced %t, served after %s", report, b.process() != pid, took.Round(time.Millisecond))
		l.Close() // in good order: it is acquitted of what the controller did
		l = nil
		b.served(good, &l)
		if took > 6*time.Second {
			t.Errorf("%x: %s", report, took)
		}
	}
	pid := b.process()
	b.ctl.AskForKey(b.ctl.Links()[0])
	took := b.served(good, &l)
	figure("a key is asked for: replaced %t, served after %s", b.process() != pid, took.Round(time.Millisecond))
}

// A controller that is full says so, one that cannot connect while it scans is given quiet, and a
// link's pace reaches it.
func controllersWithLimits(t *testing.T) {
	for _, status := range []byte{0x09, 0x07, 0x0d} {
		b := newBench(t, func(c *vradio.Controller) { c.Room(2, status); c.Picky(true) })
		go b.Scan(t.Context(), func(ble.Advert) {})
		var links [2]ble.Link
		for i := range links {
			p := b.echo()
			p.Power(true)
			b.served(p, &links[i])
		}
		more := b.echo()
		more.Power(true)
		if _, err := b.call(more, patience); !errors.Is(err, ble.ErrFull) || b.Room() != 2 {
			t.Errorf("0x%02x: %v, room %d", status, err, b.Room())
		}
		for _, fast := range []bool{false, true} {
			if err := links[0].(ble.Pacer).Pace(t.Context(), fast); err != nil {
				t.Fatal(err)
			}
			if err := trip(links[0], []byte{1}, patience); err != nil {
				t.Error(err)
			}
		}
		paced := 0
		for _, l := range b.ctl.Links() {
			paced += l.Updates()
		}
		if paced != 2 {
			t.Errorf("%d changes of pace", paced)
		}
		if len(b.falls) != 0 {
			t.Errorf("it cost the radio: %v", b.falls)
		}
	}
}

// A refused connection, a dial that nobody answers, and a dial after each: none costs the radio.
func dials(t *testing.T) {
	b := newBench(t, nil)
	p, absent := b.echo(), b.echo()
	p.Power(true)
	for range 3 {
		if _, err := b.call(absent, 700*time.Millisecond); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("nobody is there, and: %v", err)
		}
		for _, status := range []byte{0, 0x3e, 0x09} {
			b.ctl.RefuseNext(status)
			l, err := b.call(p, patience)
			if err != nil {
				t.Fatal(err)
			}
			if err := trip(l, []byte{1}, patience); err != nil {
				t.Error(err)
			}
			l.Close()
		}
	}
	if len(b.falls) != 0 {
		t.Errorf("it cost the radio: %v", b.falls)
	}
	h, _ := b.Health()
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", b.process()))
	_, rss, _ := strings.Cut(string(status), "RssAnon:")
	rss, _, _ = strings.Cut(rss, "RssShmem")
	figure("after 9 links and 9 failures: %d goroutines, %d descriptors, %d KiB resident (anonymous, file: %s)", h.Goroutines, h.Descriptors, h.Memory>>10, strings.Join(strings.Fields(rss), " "))
}

// A link that nobody here asked for, or that should have been gone, does not keep its peer from anybody:
// the stack disconnects it once, and while the controller's last event was an error it does not even
// send that.
func strays(t *testing.T) {
	b := newBench(t, nil)
	b.echo().Power(true) // what it advertises ends the stack's error
	heard := make(chan struct{}, 1)
	go b.Scan(t.Context(), func(ble.Advert) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	<-heard
	p, pid := b.echo(), b.process()
	p.Power(true)
	b.ctl.Surprise(p)
	for range 300 {
		b.ctl.Event(0x3e, 0xfe, 1, 2, 3)
	}
	var l ble.Link
	took := b.served(p, &l)
	figure("a link that the stack lost sight of: served after %s", took.Round(time.Millisecond))
	if b.process() != pid {
		t.Errorf("it cost the radio: %v", b.falls)
	}
	if took > 6*time.Second {
		t.Errorf("served after %s", took)
	}
}

// A controller with which nothing can be sent is refused with what to do.
func controllerWithoutRoom(t *testing.T) {
	adapters++
	ctl, err := vradio.Plug(theAir(), [6]byte{0, 0x1b, 0xdc, 0xaa, 0, adapters})
	if err != nil {
		t.Fatal(err)
	}
	defer ctl.Unplug()
	ctl.Buffers(1)
	fell := make(chan core.Event, 8)
	s := radio.NewSupervisor(ctl.Name(), func(context.Context) (radio.Process, error) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "RADIO_TEST_ADAPTER="+ctl.Name())
		return radio.Command(cmd)
	}, func(e core.Event) { fell <- e })
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); s.Run(ctx) }()
	if e, ok := (<-fell).(core.RadioFell); !ok || !strings.Contains(e.Why, "use another adapter") {
		t.Errorf("%+v", e)
	}
	cancel()
	<-ran
}
