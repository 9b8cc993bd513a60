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
		cuts, served := make(chan func(), 8), make(chan error, 8)
		b := overStream(t, func(context.Context) (io.ReadWriteCloser, error) {
			ours, theirs, cut := far(t, late)
			go func() { served <- serve(t.Context(), theirs, "hci7", newFakeDevice().open) }()
			cuts <- cut
			return ours, nil
		})
		defer b.stop()
		for range 2 {
			b.rose()
			l := b.connect(lockA)
			time.Sleep(20 * time.Second) // of health checks
			if err := l.Write(t.Context(), 0, []byte("turn")); err != nil {
				t.Fatal(err)
			}
			if h, up := b.Health(); !up || h.Links != 1 {
				t.Errorf("health %+v, %t", h, up)
			}
			t0 := time.Now()
			(<-cuts)()
			b.fellBecause("health")
			if took := time.Since(t0); took > beatIdle+farTimes*beats*beatWait+time.Second {
				t.Errorf("noticed after %s", took)
			}
			if err := <-served; err == nil || !strings.Contains(err.Error(), "said nothing") || time.Since(t0) > hubSilent+2*late {
				t.Errorf("after %s the radio ended with %v", time.Since(t0), err)
			}
		}
	})
}

// Deadlines cross as what is left of them: the radio gives up when the hub does, whatever the
// two clocks say.
func TestDeadlineCrossesASlowStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		gaveUp := make(chan time.Time, 1)
		d.dial = func(ctx context.Context) error { <-ctx.Done(); gaveUp <- time.Now(); return ctx.Err() }
		b := overStream(t, func(context.Context) (io.ReadWriteCloser, error) {
			ours, theirs, _ := far(t, 200*time.Millisecond)
			go serve(t.Context(), theirs, "hci0", d.open)
			return ours, nil
		})
		defer b.stop()
		b.rose()
		dialling, done := context.WithTimeout(t.Context(), 3*time.Second)
		defer done()
		t0 := time.Now()
		if _, err := b.Connect(dialling, lockA, service); !errors.Is(err, ble.ErrTimeout) {
			t.Error(err)
		}
		if left := (<-gaveUp).Sub(t0); left < 3*time.Second || left > 3200*time.Millisecond {
			t.Errorf("the radio gave up after %s", left)
		}
	})
}
