package radio

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

func TestEOFEndsTheChild(t *testing.T) {
	directly(t, func(t *testing.T, p *fakeProcess, d *fakeDevice, gen uint64) {
		say(p, frame{Gen: gen, Connect: &connect{ID: 1, Left: 1000, Addr: lockA.MAC}})
		readFrame(p)
		p.Close()
		if err := p.Wait(); err != nil {
			t.Errorf("it ended with %v", err)
		}
		<-d.closed
		<-(<-d.dialed).gone // a goodbye, so that the lock advertises at once
	})
}

// directly runs a story with a child and no hub: p is the hub's end of its pipe.
func directly(t *testing.T, story func(t *testing.T, p *fakeProcess, d *fakeDevice, gen uint64)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		p := running(func(ctx context.Context, c net.Conn) error { return serve(ctx, c, "hci0", d.open) })
		story(t, p, d, greeted(t, p))
		p.Close()
		if err := p.Wait(); err != nil {
			t.Errorf("it ended with %v", err)
		}
	})
}

func greeted(t *testing.T, p *fakeProcess) (gen uint64) {
	t.Helper()
	h, err := readFrame(p)
	if err != nil || h.Hello == nil || h.Hello.Adapter != "hci0" || h.Hello.Build == "" {
		t.Fatalf("hello: %+v, %v", h, err)
	}
	say(p, frame{Gen: h.Gen, Open: &openIt{}})
	if r, err := readFrame(p); err != nil || r.Ready == nil || r.Gen != h.Gen {
		t.Fatalf("ready: %+v, %v", r, err)
	}
	return h.Gen
}

// What was meant for an earlier radio does nothing in this one.
func TestRequestOfAnotherGenerationIsVoid(t *testing.T) {
	directly(t, func(t *testing.T, p *fakeProcess, d *fakeDevice, gen uint64) {
		say(p, frame{Gen: gen ^ 2, Connect: &connect{ID: 1, Left: 1000, Addr: lockA.MAC}})
		say(p, frame{Gen: gen, Probe: &probe{ID: 2, Left: 1000}})
		if f, err := readFrame(p); err != nil || f.Reply == nil || f.Reply.ID != 2 || f.Reply.Health == nil {
			t.Errorf("answered %+v, %v", f, err)
		}
		if len(d.dialed) != 0 {
			t.Error("it dialled")
		}
	})
}

func TestAdapterThatFallsEndsTheChildAndSaysWhy(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		(<-b.devs).fall(errors.New("pulled out"))
		b.fellBecause("pulled out")
		b.rose()
	})
}

// Nothing is dropped silently: a reader too late by one loses the link, at either end of the pipe.
func TestLateReaderLosesTheLink(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		l := b.connect(lockA)
		p := <-dev.dialed
		for i := range maxNotes {
			p.heard(ble.Note{Char: 1, Data: []byte{byte(i)}})
			synctest.Wait()
		}
		if l.Err() != nil {
			t.Fatalf("ended by %d notes: %v", maxNotes, l.Err())
		}
		p.heard(ble.Note{Char: 1})
		<-l.Done()
		if !errors.Is(l.Err(), ble.ErrGap) {
			t.Errorf("it ended with %v", l.Err())
		}
		<-p.gone
		for i := range maxNotes {
			if n := <-l.Notifications(); n.Data[0] != byte(i) {
				t.Fatalf("note %d is %v", i, n)
			}
		}
	})
}

// What a lock says between our subscription and the link's being known is not lost.
func TestNoteBeforeTheLinkIsKnown(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		dev.set(func() { dev.prepare = func(p *fakePeer) { p.heard(ble.Note{Char: 1, Data: []byte("early")}) } })
		if n := <-b.connect(lockA).Notifications(); string(n.Data) != "early" {
			t.Errorf("first note %q", n.Data)
		}
	})
}

// A connect that we gave up is cancelled, and a link that comes all the same is hung up.
func TestGivenUpConnectLeavesNoLink(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		cancelled := make(chan struct{})
		dev.set(func() { dev.dial = func(ctx context.Context) error { <-ctx.Done(); close(cancelled); return nil } }) // it came through just then
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		time.AfterFunc(time.Second, cancel)
		if _, err := b.Connect(ctx, lockA, service); !errors.Is(err, context.Canceled) {
			t.Errorf("connect: %v", err)
		}
		<-cancelled
		<-(<-dev.dialed).gone
	})
}

func TestConnectKeepsItsDeadline(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		dev.set(func() { dev.dial = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() } })
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		t0 := time.Now()
		if _, err := b.Connect(ctx, lockA, service); !errors.Is(err, ble.ErrTimeout) || time.Since(t0) != 3*time.Second {
			t.Errorf("after %s: %v", time.Since(t0), err)
		}
	})
}

// A stack that refuses every command answers a ping; it is not well all the same.
func TestUnwellRadioIsReplaced(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		dev := <-b.devs
		dev.set(func() { dev.probe = func(context.Context) error { return errTest } })
		b.fellBecause(errTest.Error())
		b.rose()
	})
}

func TestLinkIDsAreNeverReused(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
		seen := map[uint64]bool{}
		for range 5 {
			l := b.connect(lockA).(*link)
			if seen[l.id] || l.id == 0 {
				t.Fatalf("link id %d again", l.id)
			}
			seen[l.id] = true
			l.Close()
		}
	})
}
