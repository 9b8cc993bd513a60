package radio

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/core"
)

// A peer over which the radio falls again and again is kept away with growing pauses, and an event
// names it; another one is served all along.
func TestBlame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for falls, pause := range []time.Duration{0, blamePause, 4 * blamePause, 16 * blamePause} {
			b.rose()
			dev, proc := <-b.devs, <-b.procs
			b.connect(lockB).Close()
			dev.set(func() { dev.dial = func(ctx context.Context) error { proc.Kill(); <-ctx.Done(); return ctx.Err() } })
			if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) {
				t.Fatalf("connect: %v", err)
			}
			b.fell()
			if pause == 0 {
				continue
			}
			if e := b.blamed(); e != (core.RadioBlamed{Adapter: "hci0", Address: lockA.String(), Falls: falls + 1, For: pause}) {
				t.Errorf("%+v", e)
			}
			if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) && !errors.Is(err, ble.ErrTimeout) {
				t.Errorf("dialled again at once: %v", err)
			}
			time.Sleep(pause) // on the bubble's clock
		}
		b.rose()
		b.connect(lockA)
	})
}

// A peer that kills the radio while nothing at all is under way has a link, and is found by that.
func TestIdleLinkIsSuspect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for range 2 {
			b.rose()
			b.connect(lockA)
			(<-b.procs).Kill()
			b.fell()
		}
		if e := b.blamed(); e.Address != lockA.String() {
			t.Errorf("%+v", e)
		}
	})
}

// What is no peer's doing is put on none: a passer-by, a hand on the dongle, somebody's word.
func TestNobodyIsBlamedForAPasserByOrAHand(t *testing.T) {
	for name, fall := range map[string]func(b *bench, dev *fakeDevice, proc *fakeProcess){
		"passer-by": func(b *bench, _ *fakeDevice, proc *fakeProcess) { proc.Kill() },
		"unplugged": func(b *bench, dev *fakeDevice, _ *fakeProcess) {
			b.connect(lockA)
			dev.fall(&OpenError{Why: "unplugged"})
		},
		"reset": func(b *bench, _ *fakeDevice, _ *fakeProcess) { b.connect(lockA); b.Reset("the driver hears nothing") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				defer b.stop()
				for range 4 {
					b.rose()
					fall(b, <-b.devs, <-b.procs)
					b.fell()
				}
				b.rose()
				b.connect(lockA)
			})
		})
	}
}

// Reset costs the process and says why.
func TestReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		l := b.connect(lockA)
		b.Reset("nothing is heard")
		<-l.Done()
		if why := b.fell().Why; why != "nothing is heard" {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
	})
}

// Of several under suspicion the guilty one is found: those with another are kept away for no
// long, at different times, and whoever does its work is acquitted.
func TestSuspectsAreSeparated(t *testing.T) {
	b, now := blame{}, time.Unix(0, 0)
	both := func() []ble.Addr { return []ble.Addr{lockA, lockB} }
	if vs := b.accuse(both(), false, now); vs != nil {
		t.Errorf("once is bad luck: %v", vs)
	}
	vs := b.accuse(both(), false, now)
	if len(vs) != 2 || vs[0].pause != blamePause || vs[1].pause != 2*blamePause {
		t.Errorf("%v", vs)
	}
	for range 9 {
		vs = b.accuse(both(), false, now)
	}
	if vs[0].pause != blameAmong || vs[0].falls != 11 {
		t.Errorf("among others: %v", vs)
	}
	b.acquit(lockB)
	if left := b.left(lockB, now); left != 0 {
		t.Errorf("acquitted, and kept away for %s", left)
	}
	for range 7 {
		vs = b.accuse([]ble.Addr{lockA}, true, now)
	}
	if vs[0].pause != blameMax {
		t.Errorf("alone: %v", vs)
	}
	b.acquit(lockA)
	if vs = b.accuse([]ble.Addr{lockA}, true, now); vs[0].falls != 4 {
		t.Errorf("it did its work once, and is accused of %d falls", vs[0].falls)
	}
	if vs = b.accuse([]ble.Addr{lockA}, true, now.Add(blameFor+1)); vs != nil {
		t.Errorf("after an hour: %v", vs)
	}
}

// A hang is noticed late: whoever had something under way just before is suspected too, so that
// nobody else is taken for the only one.
func TestHangIsBlamedOnWhoCameBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		for range 2 {
			b.rose()
			dev := <-b.devs
			innocent := b.connect(lockB)
			b.connect(lockA).Close()
			hung := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
			q := <-dev.dialed
			dev.set(func() { dev.probe, q.write = hung, hung })
			innocent.Write(t.Context(), 0, []byte{1})
			b.fell()
		}
		if e := b.blamed(); e.Address != lockA.String() && e.Address != lockB.String() || e.For > blameAmong {
			t.Errorf("%+v", e)
		}
		b.blamed()
		b.rose()
		time.Sleep(2 * blamePause)
		l := b.connect(lockB)
		if err := l.Write(t.Context(), 0, []byte{1}); err != nil {
			t.Fatal(err)
		}
		l.Close()
		if left := b.blame.left(lockB, time.Now()); len(b.blame) != 1 || left != 0 {
			t.Errorf("%d are still accused", len(b.blame))
		}
	})
}

// A radio that lies is not believed: each of these ends it at once, and says what it was.
func TestRadioThatLiesIsReplaced(t *testing.T) {
	linkedTo := func(id uint64, mtu int) *linked { return &linked{Link: id, MTU: mtu, Handles: make([]handle, 2)} }
	for name, c := range map[string]struct {
		says []frame // in answer to a connect, whose id is put in where it is 1
		why  string
	}{
		"an answer to nothing":           {[]frame{{Reply: &reply{ID: 99}}}, "nobody asked"},
		"an answer twice":                {[]frame{{Reply: &reply{ID: 1, Code: codeTimeout}}, {Reply: &reply{ID: 1, Code: codeTimeout}}}, "nobody asked"},
		"success without a link":         {[]frame{{Reply: &reply{ID: 1}}}, "something else"},
		"health instead of a link":       {[]frame{{Reply: &reply{ID: 1, Health: &Health{}}}}, "something else"},
		"a failure with a link":          {[]frame{{Reply: &reply{ID: 1, Code: codeTimeout, Link: linkedTo(1, 247)}}}, "something else"},
		"a link without room":            {[]frame{{Reply: &reply{ID: 1, Link: linkedTo(1, 3)}}}, "without room"},
		"a link without a number":        {[]frame{{Reply: &reply{ID: 1, Link: linkedTo(0, 247)}}}, "twice"},
		"news of a link that never was":  {[]frame{{Note: &note{Link: 5}}}, "never was"},
		"the end of one that never was":  {[]frame{{Lost: &lost{Link: 5}}}, "never was"},
		"news of the next, not yet made": {[]frame{{Reply: &reply{ID: 1, Link: linkedTo(3, 247)}}, {Note: &note{Link: 4}}}, "never was"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, script(func(ctx context.Context, conn net.Conn, gen uint64) error {
					for {
						f, err := readFrame(conn)
						if err != nil {
							return err
						}
						if f.Connect == nil {
							continue
						}
						go io.Copy(io.Discard, conn)
						for _, say1 := range c.says {
							if r := say1.Reply; r != nil && r.ID == 1 {
								r.ID = f.Connect.ID
							}
							say1.Gen = gen
							say(conn, say1)
						}
						<-ctx.Done()
						return ctx.Err()
					}
				}))
				defer b.stop()
				b.rose()
				b.Connect(t.Context(), lockA, service)
				if why := b.fell().Why; !strings.Contains(why, "broke the protocol") || !strings.Contains(why, c.why) {
					t.Errorf("it fell because %q", why)
				}
				b.rose()
				b.connect(lockA)
			})
		})
	}
}

// A stack that hangs while something is under way is noticed in two seconds, whatever the request's
// own deadline is, and the process is not asked to end: it is killed.
func TestHungStackIsNoticedInTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		dev := <-b.devs
		hung := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		dev.set(func() { dev.dial, dev.probe = hung, hung })
		t0 := time.Now()
		if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("connect: %v", err)
		}
		noticed := time.Since(t0)
		if why := b.fell().Why; !strings.Contains(why, "the Bluetooth stack hangs") {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
		if up := time.Since(t0) - noticed; noticed > 2*time.Second || up >= time.Second {
			t.Errorf("noticed after %s, up again %s later", noticed, up)
		}
	})
}

// A request that the stack does not come back from is noticed a second after its deadline.
func TestStuckRequestIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		dev := <-b.devs
		never := make(chan struct{})
		defer close(never)
		dev.set(func() { dev.dial = func(context.Context) error { <-never; return errTest } })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		b.Connect(ctx, lockA, service)
		t0 := time.Now()
		if why := b.fell().Why; !strings.Contains(why, "stuck") || time.Since(t0) > overdue+beatBusy {
			t.Errorf("after %s: %q", time.Since(t0), why)
		}
	})
}

// A radio of another version is refused with what to do, be it older or newer.
func TestRadioOfAnotherProtocolIsRefused(t *testing.T) {
	for name, hello := range map[string]string{
		"older":                     "000da2010702a30101026162036161", // protocol 1
		"newer, and not to be read": "0006a201071863f5",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				why := make(chan core.Event, 8)
				s := NewSupervisor("repeater-1", Over(func(context.Context) (io.ReadWriteCloser, error) {
					ours, theirs := net.Pipe()
					go func() { theirs.Write(unhex(t, hello)); io.Copy(io.Discard, theirs) }()
					return ours, nil
				}), func(e core.Event) { why <- e })
				s.AnyBuild = true
				ctx, cancel := context.WithCancel(t.Context())
				ran := make(chan error, 1)
				go func() { ran <- s.Run(ctx) }()
				if e, ok := (<-why).(core.RadioFell); !ok || !strings.Contains(e.Why, "install the same version") {
					t.Errorf("%+v", e)
				}
				cancel()
				<-ran
			})
		})
	}
}
