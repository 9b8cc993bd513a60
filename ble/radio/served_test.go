package radio

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"localiq/ble"
)

// A write that crosses with its link's end is answered all the same: an unanswered one would count
// as stuck, and cost the radio.
func TestWriteThatCrossesWithTheEndIsAnswered(t *testing.T) {
	s := &server{ctx: t.Context(), out: make(chan frame, 1), pending: map[uint64]*request{}, links: map[uint64]*served{}}
	l := &served{id: 3, writes: make(chan waiting, maxWrites), gone: make(chan struct{})}
	s.links[3] = l
	close(l.gone)
	s.enqueue(&write{ID: 7, Left: 1000, Link: 3})
	if r := (<-s.out).Reply; r == nil || r.ID != 7 || r.Code != codeLost || len(s.pending) != 0 {
		t.Errorf("answered %+v", r)
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

func TestWritesKeepTheirOrder(t *testing.T) {
	directly(t, func(t *testing.T, p *fakeProcess, d *fakeDevice, gen uint64) {
		say(p, frame{Gen: gen, Connect: &connect{ID: 1, Left: 1000, Addr: lockA.MAC}})
		if f, err := readFrame(p); err != nil || f.Found == nil || f.Found.ID != 1 {
			t.Fatalf("before it talks to the peer: %+v, %v", f, err)
		}
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
	})
}

// A lost link is told with its reason, and only that link ends.
func TestLostLinkEndsAloneAndSaysWhy(t *testing.T) {
	radioUp(t, func(t *testing.T, b *bench) {
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
