//go:build e2e && linux

package e2e

import (
	"bytes"
	"context"
	"os/exec"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/rig/vradio"
	"localiq/core"
)

var echoGATT = ble.GATT{Service: ble.UUID{0xe1}, Chars: []ble.UUID{{0xe2}, {0xe3}}, Notify: []ble.Char{1}}

// station is the hub's side without a hub: a supervisor over the shipped binary's radio process.
type station struct {
	*radio.Supervisor
	t      *testing.T
	events chan core.Event

	end func() // ends the process, and waits for that

	mu  sync.Mutex
	pid int
}

func newStation(t *testing.T, adapter string) *station {
	s := &station{t: t, events: make(chan core.Event, 64)}
	start := func(context.Context) (radio.Process, error) {
		p, err := radio.Command(exec.Command(binary, "radio", "--adapter", adapter, "--fd", "3"))
		if err == nil {
			s.mu.Lock()
			s.pid = p.(interface{ PID() int }).PID()
			s.mu.Unlock()
		}
		return p, err
	}
	s.Supervisor = radio.NewSupervisor(adapter, start, func(e core.Event) { t.Logf("%T %+v", e, e); s.events <- e })
	s.AnyBuild = true // this test is not the binary that it tests
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); s.Run(ctx) }()
	s.end = func() { cancel(); <-done }
	t.Cleanup(s.end)
	return s
}

func (s *station) process() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pid
}

func (s *station) event(within time.Duration) core.Event {
	s.t.Helper()
	select {
	case e := <-s.events:
		return e
	case <-time.After(within):
		s.t.Fatalf("no event of the radio in %s", within)
		return nil
	}
}

func (s *station) rose(within time.Duration) {
	s.t.Helper()
	if e, ok := s.event(within).(core.RadioRose); !ok {
		s.t.Fatalf("it fell instead of rising: %+v", e)
	}
}

func (s *station) fell(within time.Duration) string {
	s.t.Helper()
	e, ok := s.event(within).(core.RadioFell)
	if !ok {
		s.t.Fatal("it rose instead of falling")
	}
	return e.Why
}

func (s *station) connect(p *vradio.Peripheral) ble.Link {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	l, err := s.Connect(ctx, ble.Addr{MAC: p.Addr, Random: p.AddrType == 1}, echoGATT)
	if err != nil {
		s.t.Fatal(err)
	}
	return l
}

// trip writes and waits for the same to come back.
func trip(t *testing.T, l ble.Link, b []byte) time.Duration {
	t.Helper()
	t0 := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := l.Write(ctx, 0, b); err != nil {
		t.Fatalf("write: %v", err)
	}
	note(t, l, b)
	return time.Since(t0)
}

func note(t *testing.T, l ble.Link, want []byte) {
	t.Helper()
	select {
	case n := <-l.Notifications():
		if n.Char != 1 || !bytes.Equal(n.Data, want) {
			t.Fatalf("notified %x, want %x", n.Data, want)
		}
	case <-l.Done():
		t.Fatalf("the link ended: %v", l.Err())
	case <-time.After(patience):
		t.Fatalf("no notification in %s", patience)
	}
}

var echoes byte

// echo puts a peripheral on the air that says back what is written to it.
func echo(t *testing.T) *vradio.Peripheral {
	echoes++
	p := &vradio.Peripheral{Addr: [6]byte{0xc0, 0xff, 0xee, 0, 0, echoes}, AddrType: echoes & 1, Data: []byte{2, 1, 6, 3, 9, 'e', echoes},
		Service: [16]byte(echoGATT.Service.LittleEndian()), RX: [16]byte(echoGATT.Chars[0].LittleEndian()), TX: [16]byte(echoGATT.Chars[1].LittleEndian())}
	p.Wrote = func(p *vradio.Peripheral, b []byte) { p.Notify(b) }
	p.Power(true)
	air.Add(p)
	t.Cleanup(func() { p.Power(false) })
	return p
}
