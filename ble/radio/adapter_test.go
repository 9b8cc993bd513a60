package radio

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

// An adapter that is not there is told once and waited for by one process, however long; it is up
// at once when it comes, and after its fall it is asked for by its own address.
func TestAdapterIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plugged := make(chan struct{})
		b := newBench(t, func(ctx context.Context, c net.Conn) error {
			return serve(ctx, c, "hci0", func(ctx context.Context, w wanted) (device, error) {
				if w.was != ([6]byte{}) {
					t.Errorf("asked for %x", w.was)
				}
				for {
					select {
					case <-plugged:
						return newFakeDevice().open(ctx, w)
					case <-time.After(waitEvery):
						w.waits(&OpenError{Why: "hci0 is not plugged in", Do: "plug it in"})
					}
				}
			})
		})
		defer b.stop()
		if why := b.fell().Why; why != "hci0 is not plugged in: plug it in" {
			t.Errorf("it says %q", why)
		}
		time.Sleep(time.Hour)
		if len(b.events) != 0 || len(b.procs) != 1 {
			t.Errorf("%d more events, %d processes in an hour", len(b.events), len(b.procs))
		}
		t0 := time.Now()
		close(plugged)
		b.rose()
		if time.Since(t0) != 0 {
			t.Errorf("up after %s", time.Since(t0))
		}
		if b.Address() != "09:00:00:00:00:00" {
			t.Errorf("its address is %q", b.Address())
		}
		(<-b.procs).Kill()
		b.fell()
		b.rose()
		if dev := <-b.devs; dev.was != [6]byte{9} {
			t.Errorf("asked for %x", dev.was)
		}
	})
}

const waitEvery = 2 * time.Second

// What goes out finds its buffers free, or waits; a controller that has none to spare gets less at
// a time, and one with which nothing can be sent is refused.
func TestRoomForWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct{ size, buffers, mtu int }{{251, 8, 247}, {27, 4, 77}, {27, 8, 158}, {251, 2, 247}, {27, 2, 23}} {
			r, err := newRoom(c.size, c.buffers)
			if err != nil || r.mtu(ownMTU) != c.mtu {
				t.Errorf("%d buffers of %d: MTU %d, %v", c.buffers, c.size, r.mtu(ownMTU), err)
			}
		}
		for _, c := range [][2]int{{251, 1}, {251, 0}, {20, 2}, {0, 8}} {
			if _, err := newRoom(c[0], c[1]); err == nil {
				t.Errorf("%d buffers of %d are taken", c[1], c[0])
			}
		}
		r, _ := newRoom(27, 8) // 6 to use
		give, err := r.take(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := r.take(ctx, 100); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("buffers twice: %v", err)
		}
		give()
		if _, err := r.take(t.Context(), 158); err != nil {
			t.Error(err)
		}
	})
}

// A radio without a connection free says so, is believed for an hour, and proves itself wrong.
func TestFullRadioSaysSoAndIsBelievedForAnHour(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		if b.Room() != 0 {
			t.Errorf("room %d before anything was learnt", b.Room())
		}
		l := b.connect(lockA)
		dev.set(func() { dev.dial = func(context.Context) error { return fmt.Errorf("%w: 0x09", ble.ErrFull) } })
		if _, err := b.Connect(t.Context(), lockB, service); !errors.Is(err, ble.ErrFull) || b.Room() != 1 {
			t.Errorf("%v, room %d", err, b.Room())
		}
		dev.set(func() { dev.dial = nil })
		other := b.connect(lockB)
		if b.Room() != 2 {
			t.Errorf("room %d, and two links stand", b.Room())
		}
		l.Close()
		other.Close()
		time.Sleep(slotsFor + time.Second)
		if b.Room() != 0 {
			t.Errorf("room %d after an hour", b.Room())
		}
	})
}
