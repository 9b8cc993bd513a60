package radio

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

// [ble.Resetter]
func TestResetCostsTheProcessAndSaysWhy(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		l := b.connect(lockA)
		b.Reset("nothing is heard")
		<-l.Done()
		if why := b.fell().Why; why != "nothing is heard" {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
	})
}

// saying is a child that says these in answer to a connect, whose id it puts in where it is 1.
func saying(says []frame) func(context.Context, net.Conn, uint64) error {
	return func(ctx context.Context, conn net.Conn, gen uint64) error {
		for {
			f, err := readFrame(conn)
			if err != nil {
				return err
			}
			if f.Connect == nil {
				continue
			}
			go io.Copy(io.Discard, conn)
			for _, f2 := range says {
				if r := f2.Reply; r != nil && r.ID == 1 {
					r.ID = f.Connect.ID
				}
				if x := f2.Found; x != nil && x.ID == 1 {
					x.ID = f.Connect.ID
				}
				f2.Gen = gen
				say(conn, f2)
			}
			<-ctx.Done()
			return ctx.Err()
		}
	}
}

// A radio that lies is not believed: each of these ends it at once, and says what it was.
func TestRadioThatLiesIsReplaced(t *testing.T) {
	linkedTo := func(id uint64, mtu int) *linked { return &linked{Link: id, MTU: mtu, Handles: make([]handle, 2)} }
	for name, c := range map[string]struct {
		says []frame
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
				b := newBench(t, script(saying(c.says)))
				defer b.stop()
				b.rose()
				b.Connect(t.Context(), lockA, service)
				b.fellBecause("broke the protocol: ", c.why)
				b.rose()
				b.connect(lockA)
			})
		})
	}
}

// A stack that hangs while something is under way is noticed in two seconds, whatever the request's
// own deadline is, and the process is not asked to end: it is killed.
func TestHungStackIsNoticedInTwoSeconds(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		hung := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		dev.set(func() { dev.dial, dev.probe = hung, hung })
		t0 := time.Now()
		if _, err := b.Connect(t.Context(), lockA, service); !errors.Is(err, ble.ErrRadioDown) {
			t.Errorf("connect: %v", err)
		}
		noticed := time.Since(t0)
		b.fellBecause("the Bluetooth stack hangs")
		b.rose()
		if up := time.Since(t0) - noticed; noticed > 2*time.Second || up >= time.Second {
			t.Errorf("noticed after %s, up again %s later", noticed, up)
		}
	})
}

// A request that the stack does not come back from is noticed a second after its deadline, and the
// stack is replaced.
func TestStuckStackIsReplaced(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		never := make(chan struct{})
		defer close(never)
		dev := <-b.devs
		dev.set(func() { dev.dial = func(context.Context) error { <-never; return errTest } })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.Connect(ctx, lockA, service); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("connect: %v", err)
		}
		t0 := time.Now()
		b.fellBecause("stuck")
		if took := time.Since(t0); took > overdue+beatBusy {
			t.Errorf("noticed after %s", took)
		}
		b.rose()
		b.connect(lockB)
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
				b := overStream(t, func(context.Context) (io.ReadWriteCloser, error) {
					ours, theirs := net.Pipe()
					go func() { theirs.Write(unhex(t, hello)); io.Copy(io.Discard, theirs) }()
					return ours, nil
				})
				defer b.stop()
				b.fellBecause("install the same version")
			})
		})
	}
}
