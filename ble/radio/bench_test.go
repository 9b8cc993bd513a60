package radio

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/ble"
	"localiq/core"
)

// fakeProcess is a child in a goroutine, over a pipe.
type fakeProcess struct {
	net.Conn
	theirs net.Conn
	kill   context.CancelFunc
	ended  chan struct{}
	err    error
}

func (p *fakeProcess) Kill() { p.kill(); p.theirs.Close() }

func (p *fakeProcess) Wait() error { <-p.ended; return p.err }

// running starts run as a child.
func running(run func(ctx context.Context, conn net.Conn) error) *fakeProcess {
	ours, theirs := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	p := &fakeProcess{Conn: ours, theirs: theirs, kill: cancel, ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		defer theirs.Close()
		p.err = run(ctx, theirs)
	}()
	return p
}

// bench is a supervisor whose radios are fakes.
type bench struct {
	*Supervisor
	t      *testing.T
	events chan core.Event
	procs  chan *fakeProcess
	devs   chan *fakeDevice
	stop   func()
}

// newBench runs a supervisor; each life's process is made by the next of makers, and after
// them by serving a healthy fake device.
func newBench(t *testing.T, makers ...func(ctx context.Context, conn net.Conn) error) *bench {
	b := &bench{t: t, events: make(chan core.Event, 64), procs: make(chan *fakeProcess, 64), devs: make(chan *fakeDevice, 64)}
	start := func(context.Context) (Process, error) {
		var p *fakeProcess
		if len(makers) > 0 {
			p, makers = running(makers[0]), makers[1:]
		} else {
			d := newFakeDevice()
			b.devs <- d
			p = running(func(ctx context.Context, c net.Conn) error { return serve(ctx, c, "hci0", d.open) })
		}
		b.procs <- p
		return p, nil
	}
	b.Supervisor = NewSupervisor("hci0", start, func(e core.Event) { b.events <- e })
	b.run()
	return b
}

// overStream is a supervisor whose radio is at the far end of a stream.
func overStream(t *testing.T, dial func(context.Context) (io.ReadWriteCloser, error)) *bench {
	b := &bench{t: t, events: make(chan core.Event, 64)}
	b.Supervisor = NewSupervisor("repeater-1", Over(dial), func(e core.Event) { b.events <- e })
	b.AnyBuild = true
	b.run()
	return b
}

func (b *bench) run() {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	b.stop = func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			b.t.Errorf("Run ended with %v", err)
		}
	}
}

// radioUp runs a story with a supervisor whose radio, a healthy fake, is up.
func radioUp(t *testing.T, story func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		story(t, b)
	})
}

func (b *bench) rose() {
	b.t.Helper()
	if e, ok := (<-b.events).(core.RadioRose); !ok || e.Adapter != b.adapter {
		b.t.Fatalf("want RadioRose, got %+v", e)
	}
}

func (b *bench) blamed() core.RadioBlamed {
	b.t.Helper()
	e, ok := (<-b.events).(core.RadioBlamed)
	if !ok {
		b.t.Fatal("nobody was blamed")
	}
	return e
}

func (b *bench) fell() core.RadioFell {
	b.t.Helper()
	switch e := (<-b.events).(type) {
	case core.RadioFell:
		return e
	default:
		b.t.Fatalf("want RadioFell, got %+v", e)
		return core.RadioFell{}
	}
}

// fellBecause checks the reason that people are told: all of what it says.
func (b *bench) fellBecause(says ...string) {
	b.t.Helper()
	why := b.fell().Why
	for _, words := range says {
		if !strings.Contains(why, words) {
			b.t.Errorf("it fell because %q, want %q in it", why, words)
		}
	}
}

func (b *bench) connect(a ble.Addr) ble.Link {
	b.t.Helper()
	l, err := b.Connect(b.t.Context(), a, service)
	if err != nil {
		b.t.Fatal(err)
	}
	return l
}

// script is a child that says hello and ready, and then what it is told to.
func script(after func(ctx context.Context, c net.Conn, gen uint64) error) func(context.Context, net.Conn) error {
	return func(ctx context.Context, c net.Conn) error {
		const gen = 77
		for _, f := range []frame{{Gen: gen, Hello: &hello{Protocol, Build(), "hci0"}}, {Gen: gen, Ready: &ready{}}} {
			if err := say(c, f); err != nil {
				return err
			}
		}
		return after(ctx, c, gen)
	}
}

func say(c io.Writer, f frame) error {
	b, err := f.encode()
	if err == nil {
		_, err = c.Write(b)
	}
	return err
}
