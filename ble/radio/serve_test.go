package radio

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
)

func TestEOFEndsTheChild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		p := running(func(ctx context.Context, c net.Conn) error { return serve(ctx, c, "hci0", d.open) })
		gen := greeted(t, p)
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
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		p := running(func(ctx context.Context, c net.Conn) error { return serve(ctx, c, "hci0", d.open) })
		gen := greeted(t, p)
		say(p, frame{Gen: gen ^ 2, Connect: &connect{ID: 1, Left: 1000, Addr: lockA.MAC}})
		say(p, frame{Gen: gen, Probe: &probe{ID: 2, Left: 1000}})
		if f, err := readFrame(p); err != nil || f.Reply == nil || f.Reply.ID != 2 || f.Reply.Health == nil {
			t.Errorf("answered %+v, %v", f, err)
		}
		if len(d.dialed) != 0 {
			t.Error("it dialled")
		}
		p.Close()
		p.Wait()
	})
}

func TestAdapterThatFallsEndsTheChildAndSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		(<-b.devs).fall(errors.New("pulled out"))
		if why := b.fell().Why; !strings.Contains(why, "pulled out") {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
	})
}

// A lost link is told with its reason, and only that link ends.
func TestLostLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		dev := <-b.devs
		l, other := b.connect(lockA), b.connect(lockB)
		p, q := <-dev.dialed, <-dev.dialed
		dev.set(func() { p.write = func(ctx context.Context) error { p.HangUp(); <-ctx.Done(); return ctx.Err() } })
		if err := l.Write(t.Context(), 0, nil); !errors.Is(err, ble.ErrLinkLost) {
			t.Errorf("a write over a lost link: %v", err)
		}
		<-l.Done()
		if !errors.Is(l.Err(), ble.ErrLinkLost) || errors.Is(l.Err(), ble.ErrRadioDown) {
			t.Errorf("it ended with %v", l.Err())
		}
		if err := other.Write(t.Context(), 0, []byte{1}); err != nil || len(<-q.wrote) != 2 {
			t.Errorf("the other link: %v", err)
		}
	})
}

// Nothing is dropped silently: a reader too late by one loses the link, at either end of the pipe.
func TestLateReaderLosesTheLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
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
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		dev := <-b.devs
		dev.set(func() { dev.prepare = func(p *fakePeer) { p.heard(ble.Note{Char: 1, Data: []byte("early")}) } })
		if n := <-b.connect(lockA).Notifications(); string(n.Data) != "early" {
			t.Errorf("first note %q", n.Data)
		}
	})
}

// A connect that we gave up is cancelled, and a link that comes all the same is hung up.
func TestGivenUpConnectLeavesNoLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
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
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
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

// A dial that never comes back is not waited for: the radio is replaced.
func TestStuckStackIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		never := make(chan struct{})
		defer close(never)
		dev := <-b.devs
		dev.set(func() { dev.dial = func(context.Context) error { <-never; return errTest } })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.Connect(ctx, lockA, service); !errors.Is(err, ble.ErrTimeout) {
			t.Errorf("connect: %v", err)
		}
		if why := b.fell().Why; !strings.Contains(why, "stuck") {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
		b.connect(lockB)
	})
}

// A stack that refuses every command answers a ping; it is not well all the same.
func TestUnwellRadioIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
		dev := <-b.devs
		dev.set(func() { dev.probe = func(context.Context) error { return errTest } })
		if why := b.fell().Why; !strings.Contains(why, errTest.Error()) {
			t.Errorf("it fell because %q", why)
		}
		b.rose()
	})
}

func TestWritesKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDevice()
		p := running(func(ctx context.Context, c net.Conn) error { return serve(ctx, c, "hci0", d.open) })
		gen := greeted(t, p)
		say(p, frame{Gen: gen, Connect: &connect{ID: 1, Left: 1000, Addr: lockA.MAC}})
		f, _ := readFrame(p)
		go func() {
			for i := range 20 {
				say(p, frame{Gen: gen, Write: &write{ID: uint64(2 + i), Left: 1000, Link: f.Reply.Link.Link, Data: []byte{byte(i)}}})
			}
		}()
		peer := <-d.dialed
		for i := range 20 {
			if f, err := readFrame(p); err != nil || f.Reply == nil || f.Reply.ID != uint64(2+i) || f.Reply.Code != codeOK {
				t.Fatalf("answer %d: %+v, %v", i, f.Reply, err)
			}
			if got := <-peer.wrote; got[1] != byte(i) {
				t.Fatalf("write %d was %v", i, got)
			}
		}
		p.Close()
		p.Wait()
	})
}

func TestLinkIDsAreNeverReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.stop()
		b.rose()
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

func TestAdvertsCoalesce(t *testing.T) {
	a := newAdverts()
	for i := range 3 {
		a.put(ble.Advert{Addr: lockA, RSSI: int8(-i)})
	}
	for i := range maxHeard + 9 {
		a.put(ble.Advert{Addr: ble.Addr{MAC: [6]byte{1, byte(i >> 8), byte(i)}}})
	}
	x, missed, ok := a.take()
	if !ok || x.Addr != lockA || x.RSSI != -2 || missed != 2+10 {
		t.Errorf("took %+v, %d missed, %t: want the newest of the first, and 12 missed", x, missed, ok)
	}
	if total, lost := a.counts(); total != 3+maxHeard+9 || lost != 12 {
		t.Errorf("counted %d, %d lost", total, lost)
	}
	n := 0
	for ; ok; n++ {
		_, missed, ok = a.take()
	}
	if n != maxHeard || missed != 0 {
		t.Errorf("%d were waiting, %d missed", n, missed)
	}
}

func TestErrorsCrossAsThemselves(t *testing.T) {
	for _, err := range []error{ble.ErrRadioDown, ble.ErrLinkLost, ble.ErrNotFound, ble.ErrTimeout, ble.ErrGap} {
		r := failure(fmt.Errorf("%w: for a reason", err))
		if back := r.Code.err(r.Why); !errors.Is(back, err) || !strings.Contains(back.Error(), "for a reason") {
			t.Errorf("%v became %v", err, back)
		}
	}
	if r := failure(context.DeadlineExceeded); !errors.Is(r.Code.err(r.Why), ble.ErrTimeout) {
		t.Errorf("a deadline became %v", r.Code.err(r.Why))
	}
	if err := codeOf(errTest).err("text"); err == nil || errors.Is(err, ble.ErrTimeout) {
		t.Errorf("an error of no kind became %v", err)
	}
}
