package radio

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/core"
)

// far is a stream whose every byte is late, in order, until it is cut: then nothing crosses and
// nobody is told, as in a network.
func far(t *testing.T, late time.Duration) (a, b net.Conn, cut func()) {
	var under sync.WaitGroup
	t.Cleanup(under.Wait)
	a, x := net.Pipe()
	y, b := net.Pipe()
	gone := make(chan struct{})
	carry := func(from, to net.Conn) {
		type parcel struct {
			b  []byte
			at time.Time
		}
		road := make(chan parcel, 1024)
		under.Go(func() {
			for p := range road {
				time.Sleep(time.Until(p.at)) // on the bubble's clock
				select {
				case <-gone:
				default:
					to.Write(p.b)
				}
			}
			select {
			case <-gone:
			default:
				to.Close()
			}
		})
		defer close(road)
		for {
			b := make([]byte, 4096)
			n, err := from.Read(b)
			if err != nil {
				return
			}
			road <- parcel{b[:n], time.Now().Add(late)}
		}
	}
	under.Go(func() { carry(x, y) })
	under.Go(func() { carry(y, x) })
	return a, b, func() { close(gone) }
}

// A radio behind a network of 200 ms serves as one beside us; its build and its adapter are its
// own affair. When the network is cut the hub notices by the missing health, the radio by the
// missing questions, and the next dial finds it free.
func TestRadioOverASlowStreamThatIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const late = 200 * time.Millisecond
		events, cuts, served := make(chan core.Event, 8), make(chan func(), 8), make(chan error, 8)
		s := NewSupervisor("repeater-1", Over(func(context.Context) (io.ReadWriteCloser, error) {
			ours, theirs, cut := far(t, late)
			go func() { served <- serve(t.Context(), theirs, "hci7", newFakeDevice().open) }()
			cuts <- cut
			return ours, nil
		}), func(e core.Event) { events <- e })
		s.AnyBuild = true
		ctx, cancel := context.WithCancel(t.Context())
		ran := make(chan error, 1)
		go func() { ran <- s.Run(ctx) }()

		for range 2 {
			if e := <-events; e != (core.RadioRose{Adapter: "repeater-1"}) {
				t.Fatalf("%+v", e)
			}
			l, err := s.Connect(ctx, lockA, service)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Second) // of health checks
			if err := l.Write(ctx, 0, []byte("turn")); err != nil {
				t.Fatal(err)
			}
			if h, up := s.Health(); !up || h.Links != 1 {
				t.Errorf("health %+v, %t", h, up)
			}
			t0 := time.Now()
			(<-cuts)()
			e, fell := (<-events).(core.RadioFell)
			if !fell || !strings.Contains(e.Why, "health") || time.Since(t0) > beatIdle+farTimes*beats*beatWait+time.Second {
				t.Errorf("after %s: %+v", time.Since(t0), e)
			}
			if err := <-served; err == nil || !strings.Contains(err.Error(), "said nothing") || time.Since(t0) > hubSilent+2*late {
				t.Errorf("after %s the radio ended with %v", time.Since(t0), err)
			}
		}
		cancel()
		<-ran
	})
}

// Deadlines cross as what is left of them: the radio gives up when the hub does, whatever the
// two clocks say.
func TestDeadlineCrossesASlowStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		gaveUp := make(chan time.Time, 1)
		d.dial = func(ctx context.Context) error { <-ctx.Done(); gaveUp <- time.Now(); return ctx.Err() }
		events := make(chan core.Event, 8)
		s := NewSupervisor("hci0", Over(func(context.Context) (io.ReadWriteCloser, error) {
			ours, theirs, _ := far(t, 200*time.Millisecond)
			go serve(t.Context(), theirs, "hci0", d.open)
			return ours, nil
		}), func(e core.Event) { events <- e })
		ctx, cancel := context.WithCancel(t.Context())
		ran := make(chan error, 1)
		go func() { ran <- s.Run(ctx) }()
		<-events
		dialling, done := context.WithTimeout(ctx, 3*time.Second)
		defer done()
		t0 := time.Now()
		if _, err := s.Connect(dialling, lockA, service); !errors.Is(err, ble.ErrTimeout) {
			t.Error(err)
		}
		if left := (<-gaveUp).Sub(t0); left < 3*time.Second || left > 3200*time.Millisecond {
			t.Errorf("the radio gave up after %s", left)
		}
		cancel()
		<-ran
	})
}
