//go:build e2e && linux

package radio_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/rig/vradio"
	"localiq/core"
)

// These run in the rig's guest (ble/rig), over the kernel's HCI: what is proven of go-ble here
// cannot be without it.

func TestRig(t *testing.T) {
	t.Run("RogueLock", rogueLock)
	t.Run("SilenceDuringLongWrites", silenceDuringLongWrites)
	t.Run("HostileAdvertisements", hostileAdvertisements)
	t.Run("BrokenController", brokenController)
	t.Run("ControllersWithLimits", controllersWithLimits)
	t.Run("Dials", dials)
	t.Run("ManyAtATime", manyAtATime)
	t.Run("CallersComeAndGo", callersComeAndGo)
	t.Run("Strays", strays)
	t.Run("LeavesNoCallBehind", leavesNoCallBehind)
	t.Run("ControllerWithoutRoom", controllerWithoutRoom)
}

const patience = 20 * time.Second

var (
	echoGATT = ble.GATT{Service: ble.UUID{0xe1}, Chars: []ble.UUID{{0xe2}, {0xe3}}, Notify: []ble.Char{1}}
	theAir   = sync.OnceValue(func() *vradio.Air { return vradio.NewAir(20 * time.Millisecond) })
	adapters byte
)

// bench is an adapter of its own, and a supervisor over a child of this test.
type bench struct {
	*radio.Supervisor
	t   *testing.T
	ctl *vradio.Controller
	end func() // of the supervisor, and of its child in good order

	mu      sync.Mutex
	pid     int
	blamed  []core.RadioBlamed
	falls   []string
	changed chan struct{} // of one
	n       byte
}

func newBench(t *testing.T, faults func(*vradio.Controller)) *bench {
	adapters++
	ctl, err := vradio.Plug(theAir(), [6]byte{0, 0x1b, 0xdc, 0xaa, 0, adapters})
	if err != nil {
		t.Fatal(err)
	}
	if faults != nil {
		faults(ctl)
	}
	b := &bench{t: t, ctl: ctl, changed: make(chan struct{}, 1), n: adapters}
	b.Supervisor = radio.NewSupervisor(ctl.Name(), b.start, b.told)
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); b.Run(ctx) }()
	b.end = func() { cancel(); <-ran }
	t.Cleanup(func() { b.end(); ctl.Unplug() })
	b.up()
	return b
}

func (b *bench) start(context.Context) (radio.Process, error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "RADIO_TEST_ADAPTER="+b.ctl.Name())
	p, err := radio.Command(cmd)
	if err == nil {
		b.mu.Lock()
		b.pid = p.(interface{ PID() int }).PID()
		b.mu.Unlock()
	}
	return p, err
}

func (b *bench) told(e core.Event) {
	b.t.Logf("%T %+v", e, e)
	b.mu.Lock()
	switch e := e.(type) {
	case core.RadioFell:
		b.falls = append(b.falls, e.Why)
	case core.RadioBlamed:
		b.blamed = append(b.blamed, e)
	}
	b.mu.Unlock()
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

func (b *bench) process() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pid
}

// up waits until the radio serves.
func (b *bench) up() {
	b.t.Helper()
	for end := time.After(patience); ; {
		if _, up := b.Health(); up {
			return
		}
		select {
		case <-b.changed:
		case <-end:
			b.t.Fatal("the radio does not come up")
		}
	}
}

// echo is a peripheral that says back what is written to it.
func (b *bench) echo() *vradio.Peripheral {
	b.n++
	p := &vradio.Peripheral{Addr: [6]byte{0xc0, 0xec, 0, adapters, 0, b.n}, AddrType: 1, Data: []byte{2, 1, 6},
		Service: [16]byte(echoGATT.Service.LittleEndian()), RX: [16]byte(echoGATT.Chars[0].LittleEndian()), TX: [16]byte(echoGATT.Chars[1].LittleEndian())}
	p.Wrote = func(p *vradio.Peripheral, v []byte) { p.Notify(v) }
	theAir().Add(p)
	b.t.Cleanup(func() { p.Power(false); theAir().Remove(p) })
	return p
}

func (b *bench) call(p *vradio.Peripheral, within time.Duration) (ble.Link, error) {
	ctx, cancel := context.WithTimeout(b.t.Context(), within)
	defer cancel()
	return b.Connect(ctx, ble.Addr{MAC: p.Addr, Random: true}, echoGATT)
}

func trip(l ble.Link, v []byte, within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	if err := l.Write(ctx, 0, v); err != nil {
		return err
	}
	select {
	case n := <-l.Notifications():
		if !bytes.Equal(n.Data, v) {
			return fmt.Errorf("%x came back as %x", v, n.Data)
		}
		return nil
	case <-l.Done():
		return l.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// served talks with p until that works: over the link that stands, or over another. It returns how
// long it took.
func (b *bench) served(p *vradio.Peripheral, l *ble.Link) time.Duration {
	b.t.Helper()
	t0 := time.Now()
	for time.Since(t0) < patience {
		if *l != nil {
			if trip(*l, []byte{1, 2, 3}, 2*time.Second) == nil {
				return time.Since(t0)
			}
			(*l).Close()
			*l = nil
		}
		b.up()
		if k, err := b.call(p, 5*time.Second); err == nil {
			*l = k
		}
	}
	b.t.Fatalf("not served in %s", patience)
	return 0
}

func figure(format string, a ...any) { fmt.Printf("figure: "+format+"\n", a...) }
