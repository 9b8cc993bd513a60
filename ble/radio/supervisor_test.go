package radio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

// Scan, connect, write, be notified, close: the whole of ble.Radio through a child.
func TestRadioServesAcrossTheProcesses(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		adverts := make(chan ble.Advert, 1)
		ctx, cancel := context.WithCancel(t.Context())
		scanned := make(chan error, 1)
		go func() { scanned <- b.Scan(ctx, func(a ble.Advert) { adverts <- a }) }()
		<-dev.scans
		raw := []byte{0xff, 9, 'a'} // a length byte that go-ble's own parser never comes back from
		dev.advertise(ble.Advert{Addr: lockA, RSSI: -60, Connectable: true, Data: raw})
		if a := <-adverts; a.Addr != lockA || a.RSSI != -60 || !a.Connectable || !bytes.Equal(a.Data, raw) {
			t.Errorf("heard %+v", a)
		}
		cancel()
		if err := <-scanned; !errors.Is(err, context.Canceled) {
			t.Errorf("Scan ended with %v", err)
		}
		if on := <-dev.scans; on {
			t.Error("scanning goes on with nobody to hear")
		}

		l := b.connect(lockA)
		p := <-dev.dialed
		if p.addr != lockA || l.MTU() != 247 {
			t.Errorf("dialled %v, MTU %d", p.addr, l.MTU())
		}
		if err := l.Write(t.Context(), 0, []byte("turn")); err != nil {
			t.Fatal(err)
		}
		if got := <-p.wrote; string(got) != "\x00turn" {
			t.Errorf("the peer got %q", got)
		}
		for _, s := range []string{"one", "two", "three"} {
			p.heard(ble.Note{Char: 1, Data: []byte(s)})
		}
		for _, s := range []string{"one", "two", "three"} {
			if n := <-l.Notifications(); n.Char != 1 || string(n.Data) != s {
				t.Errorf("note %+v, want %q", n, s)
			}
		}
		l.Close()
		<-p.gone
		if l.Err() == nil || l.Write(t.Context(), 0, nil) == nil {
			t.Error("a closed link still takes writes")
		}
	})
}

func TestKilledRadioIsReplacedInUnderASecond(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		adverts := make(chan ble.Advert, 1)
		go b.Scan(t.Context(), func(a ble.Advert) { adverts <- a })
		dev := <-b.devs
		<-dev.scans
		l := b.connect(lockA)

		t0 := time.Now()
		(<-b.procs).Kill()
		<-l.Done()
		if !errors.Is(l.Err(), ble.ErrLinkLost) || !errors.Is(l.Err(), ble.ErrRadioDown) {
			t.Errorf("the link ended with %v", l.Err())
		}
		b.fell()
		if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("connected over a dead radio: %v", err)
		}
		b.rose()
		if d := time.Since(t0); d >= time.Second {
			t.Errorf("replaced after %s", d)
		}
		dev = <-b.devs
		if !<-dev.scans {
			t.Error("the new radio does not scan")
		}
		dev.advertise(ble.Advert{Addr: lockA})
		<-adverts
		b.connect(lockA)
		if hs := dev.known[0]; len(hs) != 2 || hs[1].CCCD != 6 {
			t.Errorf("the new radio has to discover again: %v", hs)
		}
	})
}

func TestRadioThatDoesNotAnswerIsReplaced(t *testing.T) {
	deaf := func(ctx context.Context, c net.Conn, _ uint64) error {
		go io.Copy(io.Discard, c)
		<-ctx.Done()
		return ctx.Err()
	}
	stopped := func(ctx context.Context, _ net.Conn, _ uint64) error { <-ctx.Done(); return ctx.Err() } // SIGSTOP: not even read
	for name, hang := range map[string]func(context.Context, net.Conn, uint64) error{"deaf": deaf, "stopped": stopped} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, script(hang))
				defer b.stop()
				b.rose()
				t0 := time.Now()
				b.fellBecause("health")
				b.rose()
				if d := time.Since(t0); d > beatIdle+beats*beatWait+time.Second {
					t.Errorf("replaced after %s", d)
				}
			})
		})
	}
}

func TestRadioThatBreaksTheProtocolIsReplaced(t *testing.T) {
	cases := map[string]func(context.Context, net.Conn, uint64) error{
		"another generation": func(_ context.Context, c net.Conn, gen uint64) error {
			go io.Copy(io.Discard, c)
			return say(c, frame{Gen: gen + 1, Heard: &heard{}})
		},
		"garbage": func(_ context.Context, c net.Conn, _ uint64) error {
			go io.Copy(io.Discard, c)
			_, err := c.Write([]byte("\x00\x20unexpected fault address 0xdeadbeef"))
			return err
		},
		"a hub's words": func(_ context.Context, c net.Conn, gen uint64) error {
			go io.Copy(io.Discard, c)
			return say(c, frame{Gen: gen, Probe: &probe{ID: 1}})
		},
		"hello again": func(_ context.Context, c net.Conn, gen uint64) error {
			go io.Copy(io.Discard, c)
			return say(c, frame{Gen: gen, Hello: &hello{}})
		},
	}
	for name, lie := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, script(func(ctx context.Context, c net.Conn, gen uint64) error {
					readFrame(c) // the first health check: by now it counts as up
					lie(ctx, c, gen)
					<-ctx.Done()
					return ctx.Err()
				}))
				defer b.stop()
				b.rose()
				b.fell()
				b.rose()
				b.connect(lockA)
			})
		})
	}
}

func TestRadioOfAnotherBuildIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(ctx context.Context, c net.Conn) error {
			say(c, frame{Gen: 1, Hello: &hello{Protocol, "elsewhere", "hci0"}})
			<-ctx.Done()
			return nil
		})
		defer b.stop()
		if why := b.fell().Why; !strings.Contains(why, "another build") {
			t.Errorf("refused because %q", why)
		}
	})
}

// An adapter that cannot be opened is told once, with what to do, while it is tried again.
func TestAdapterThatCannotBeOpenedIsToldOnce(t *testing.T) {
	busy := func(ctx context.Context, c net.Conn) error {
		return serve(ctx, c, "hci0", func(context.Context, wanted) (device, error) {
			return nil, &OpenError{Why: "hci0 is busy", Do: "systemctl stop bluetooth", Err: errTest}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, busy, busy, busy)
		defer b.stop()
		if why := b.fell().Why; why != "hci0 is busy: systemctl stop bluetooth" {
			t.Errorf("it says %q", why)
		}
		b.rose()
	})
}

func TestQuickDeathsBackOff(t *testing.T) {
	die := func(context.Context, net.Conn) error { return errTest }
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, die, die, die, die, die)
		defer b.stop()
		t0 := time.Now()
		b.fell()
		b.rose()
		if d := time.Since(t0); d < 3*time.Second || d > 4*time.Second { // 100+200+400+800+1600 ms
			t.Errorf("five deaths in a row were retried within %s", d)
		}
	})
}

// However often it falls, a radio that had served is replaced in under a second.
func TestDoorsNeverWaitLongForTheNextRadio(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for range 20 {
			b.rose()
			t0 := time.Now()
			(<-b.procs).Kill()
			b.fell()
			for len(b.procs) == 0 {
				time.Sleep(time.Millisecond)
			}
			if d := time.Since(t0); d >= time.Second {
				t.Fatalf("replaced after %s", d)
			}
		}
	})
}
