//go:build unix

package radio

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"localiq/ble"
	"localiq/core"
)

// TestMain makes this test a radio process when it is started as one.
func TestMain(m *testing.M) {
	if adapter := os.Getenv("RADIO_TEST_ADAPTER"); adapter != "" {
		if conn, err := FromFD(3); err != nil || Serve(context.Background(), conn, adapter) != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if adapter := os.Getenv("RADIO_TEST_CHILD"); adapter != "" {
		fmt.Println("noise on stdout, as go-ble makes it")
		fmt.Fprintln(os.Stderr, "LOGXI is", os.Getenv("LOGXI"))
		conn, err := FromFD(3)
		if err == nil {
			d := newFakeDevice()
			d.dial = func(context.Context) error {
				if adapter == "hci9" {
					go func() { panic("index out of range: what a passer-by can do to go-ble") }()
					select {}
				}
				return nil
			}
			err = serve(context.Background(), conn, adapter, d.open)
		}
		if err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// procs hands out the processes that a supervisor starts.
func starting(adapter string, procs chan<- *child) Start {
	return func(context.Context) (Process, error) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "RADIO_TEST_CHILD="+adapter)
		p, err := Command(cmd)
		if err == nil {
			procs <- p.(*child)
		}
		return p, err
	}
}

// A real process, killed with -9: its link ends, it is reaped, and another takes its place.
func TestKilledProcessIsReplaced(t *testing.T) {
	procs, events := make(chan *child, 8), make(chan core.Event, 8)
	s := NewSupervisor("hci0", starting("hci0", procs), func(e core.Event) { events <- e })
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	if e := <-events; e != (core.RadioRose{Adapter: "hci0"}) {
		t.Fatalf("%+v", e)
	}
	l, err := s.Connect(ctx, lockA, service)
	if err != nil {
		t.Fatal(err)
	}
	first := <-procs
	t0 := time.Now()
	syscall.Kill(first.PID(), syscall.SIGKILL)
	<-l.Done()
	if e, ok := (<-events).(core.RadioFell); !ok || !strings.Contains(e.Why, "killed") {
		t.Errorf("%+v", e)
	}
	if err := syscall.Kill(first.PID(), 0); err != syscall.ESRCH {
		t.Errorf("the dead process was not reaped: %v", err)
	}
	if e := <-events; e != (core.RadioRose{Adapter: "hci0"}) {
		t.Errorf("%+v", e)
	}
	t.Logf("killed to up again: %s", time.Since(t0))
	if _, err := s.Connect(ctx, lockA, service); err != nil {
		t.Error(err)
	}
	cancel()
	<-ran
	second := <-procs
	if state := second.cmd.ProcessState; state == nil || !state.Success() {
		t.Errorf("told to go, it ended with %v", state)
	}
	if said := string(second.said.b); !strings.Contains(said, "noise on stdout") || !strings.Contains(said, "LOGXI is *=OFF") {
		t.Errorf("the child said %q", said)
	}
}

// A radio that somebody else keeps alive is reached at its socket, comes and goes with it, and is
// told once while it is not there.
func TestRadioKeptByOthersIsReachedAtItsSocket(t *testing.T) {
	path := t.TempDir() + "/radio.sock"
	events := make(chan core.Event, 8)
	s := NewSupervisor("hci0", Dial(path), func(e core.Event) { events <- e })
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	if e, ok := (<-events).(core.RadioFell); !ok || !strings.Contains(e.Why, path) {
		t.Errorf("%+v", e)
	}
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		conn, err := ln.Accept()
		if err != nil {
			t.Fatal(err)
		}
		radio, pull := context.WithCancel(ctx)
		served := make(chan error, 1)
		go func() { served <- serve(radio, conn, "hci0", newFakeDevice().open) }()
		if e := <-events; e != (core.RadioRose{Adapter: "hci0"}) {
			t.Fatalf("%+v", e)
		}
		if _, err := s.Connect(ctx, lockA, service); err != nil {
			t.Error(err)
		}
		pull()
		<-served
		if e, ok := (<-events).(core.RadioFell); !ok {
			t.Errorf("%+v", e)
		}
	}
	cancel()
	<-ran
	ln.Close()
}

// A panic in the stack is told by its own first line.
func TestPanicIsToldWithItsReason(t *testing.T) {
	procs, events := make(chan *child, 8), make(chan core.Event, 8)
	s := NewSupervisor("hci9", starting("hci9", procs), func(e core.Event) { events <- e })
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	<-events
	if l, err := s.Connect(ctx, ble.Addr{}, service); err == nil {
		t.Errorf("connected: %v", l)
	}
	if e, ok := (<-events).(core.RadioFell); !ok || !strings.Contains(e.Why, "panic, index out of range") {
		t.Errorf("%+v", e)
	}
	cancel()
	<-ran
}
