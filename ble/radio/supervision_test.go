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
		"a link to whom it did not find": {[]frame{{Reply: &reply{ID: 1, Link: linkedTo(1, 247)}}}, "has not found"},
		"a peer that nobody looked for":  {[]frame{{Found: &found{99}}}, "nobody looked for"},
		"a peer found twice":             {[]frame{{Found: &found{1}}, {Found: &found{1}}}, "nobody looked for"},
		"a link without room":            {[]frame{{Found: &found{1}}, {Reply: &reply{ID: 1, Link: linkedTo(1, 3)}}}, "without room"},
		"a link without a number":        {[]frame{{Found: &found{1}}, {Reply: &reply{ID: 1, Link: linkedTo(0, 247)}}}, "twice"},
		"news of a link that never was":  {[]frame{{Note: &note{Link: 5}}}, "never was"},
		"the end of one that never was":  {[]frame{{Lost: &lost{Link: 5}}}, "never was"},
		"news of the next, not yet made": {[]frame{{Found: &found{1}}, {Reply: &reply{ID: 1, Link: linkedTo(3, 247)}}, {Note: &note{Link: 4}}}, "never was"},
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
							if x := say1.Found; x != nil && x.ID == 1 {
								x.ID = f.Connect.ID
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
