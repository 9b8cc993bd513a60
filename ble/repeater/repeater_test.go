package repeater

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/core"
)

// [issue: a second box is one more radio behind the same interface]
func TestPairedRepeaterIsARadio(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := h.air.Scan(ctx, func(a ble.Advert) {
		if a.Addr == lockA && bytes.Equal(a.Data, beacon) {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Fatal("the lock was not heard:", err)
	}
	if h.air.Via(lockA) != "hall" {
		t.Errorf("via %q", h.air.Via(lockA))
	}
	l := h.talks()

	h.Set(nil)
	select {
	case <-l.Done():
	case <-time.After(patience):
		t.Fatal("its link outlived the repeater")
	}
	if !errors.Is(l.Err(), ble.ErrLinkLost) || len(h.air.Radios()) != 0 {
		t.Errorf("%v, radios %+v", l.Err(), h.air.Radios())
	}
}

// A change of one repeater, or a new name, disturbs no other.
func TestOthersGoOnUndisturbed(t *testing.T) {
	hall, attic, h := newStation(t, nil, nil), newStation(t, nil, nil), newHub(t)
	a, b := h.add("hall", hall, ""), h.add("attic", attic, "")
	h.Set([]core.Repeater{a})
	h.rises("hall")
	l := h.talks()
	a.Name = "Entrance"
	h.Set([]core.Repeater{b, a})
	h.rises("attic")
	h.Set([]core.Repeater{a})
	if l.Err() != nil || len(hall.started) != 1 {
		t.Errorf("%v, started %d times", l.Err(), len(hall.started))
	}
}

// [issue: chains up to three layers] Who carries cannot read.
func TestThreeInARowCarryWhatTheyCannotRead(t *testing.T) {
	third := newStation(t, nil, nil)
	ear := newRelay(t, third.address)
	second := newStation(t, []string{ear.address}, nil)
	first := newStation(t, []string{second.address}, nil)
	h := newHub(t)
	var all []core.Repeater
	via := core.RepeaterID("")
	for i, s := range []*station{first, second, third} {
		if s == third {
			s.address = ear.address
		}
		id := core.RepeaterID(rune('a' + i))
		all = append(all, h.add(id, s, via))
		h.Set(all)
		h.rises(id)
		via = id
	}
	if rs := h.air.Radios(); len(rs) != 3 || rs[2].Adapter != "c" {
		t.Fatalf("%+v", rs)
	}
	h.air.Remove("a")
	h.air.Remove("b")
	h.talks()
	if ear.overheard([]byte("knock")) || ear.overheard(beacon) || !ear.overheard([]byte{0x16, 3, 3}) {
		t.Error("on the way it can be read, or the ear was deaf")
	}
}

// A repeater carries the hub where its operator said, and nowhere else.
func TestTunnelOnlyWhereItIsAllowed(t *testing.T) {
	behind, other := newStation(t, nil, nil), newStation(t, nil, nil)
	front, h := newStation(t, []string{behind.address, "127.0.0.1:1"}, nil), newHub(t)
	ours := []core.Repeater{h.add("front", front, "")} // nobody has called Set yet
	for _, c := range []struct {
		address, code, says string
		want                core.Code
	}{
		{other.address, other.shown(), "--via-allow", core.CodeRefused},
		{"127.0.0.1:1", other.shown(), "does not reach", core.CodeLockOffline},
		{behind.address, behind.shown(), "", 0},
	} {
		_, err := h.Pair(t.Context(), core.AddRepeater{Address: c.address, Code: c.code, Via: "front"}, ours)
		if c.want == 0 && err == nil {
			continue
		}
		if e := core.AsError(err); e == nil || e.Code != c.want || !strings.Contains(e.Error(), c.says) {
			t.Errorf("%s: %v", c.address, err)
		}
	}
	if _, err := h.Pair(t.Context(), core.AddRepeater{Address: other.address, Code: other.shown(), Via: "nowhere"}, ours); core.AsError(err).Code != core.CodeNotFound {
		t.Error(err)
	}
}

// A hub that comes back finds the radio free at once, whatever became of its old connection.
func TestNewerConnectionReplacesTheOlder(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	way := row{h.add("hall", s, "")}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var conns []*wire
	for range 5 {
		w, err := way.radio(ctx, h.own)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		conns = append(conns, w)
		if _, err := w.Read(make([]byte, 1)); err != nil { // its radio says hello
			t.Fatal(err)
		}
	}
	for _, old := range conns[:4] {
		if _, err := io.Copy(io.Discard, old); err != nil && errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
	if len(s.started) != 5 {
		t.Errorf("%d radios were started", len(s.started))
	}
}

// [issue: with cuts and latency]
func TestCutNetworkIsNoticedAndComesBack(t *testing.T) {
	t.Parallel()
	s, h := newStation(t, nil, nil), newHub(t)
	net := newRelay(t, s.address)
	net.set(200*time.Millisecond, false)
	s.address = net.address
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	l := h.talks()
	<-s.started
	net.set(0, true)
	began := time.Now()
	h.falls("hall")
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("the cut was noticed after %s", took)
	}
	if <-l.Done(); !errors.Is(l.Err(), ble.ErrLinkLost) {
		t.Error(l.Err())
	}
	net.set(200*time.Millisecond, false)
	back := time.Now()
	for {
		if e, ok := h.event().(core.RadioRose); ok && e.Adapter == "hall" {
			break
		}
	}
	if took := time.Since(back); took > 10*time.Second {
		t.Errorf("it was back after %s", took)
	}
	h.talks()
}

// A repeater that sends what is no frame falls, and nothing else does.
func TestRepeaterThatSendsNonsenseFallsAlone(t *testing.T) {
	bad := newStation(t, nil, serving(func(_ context.Context, c net.Conn) error {
		_, err := c.Write(bytes.Repeat([]byte{0xff}, 1<<16))
		return err
	}))
	good, h := newStation(t, nil, nil), newHub(t)
	a, b := h.add("bad", bad, ""), h.add("good", good, "")
	h.Set([]core.Repeater{a})
	h.falls("bad")
	h.Set([]core.Repeater{a, b})
	for {
		if e, ok := h.event().(core.RadioRose); ok && e.Adapter == "good" {
			break
		}
	}
	h.talks()
}

// unplugged is an adapter that falls when it is to listen.
type unplugged struct{ ble.Radio }

func (unplugged) Scan(context.Context, func(ble.Advert)) error {
	return errors.New("hci7 was unplugged")
}

// What the radio says last reaches the hub: why it cannot be used, and what to do.
func TestLastWordsArrive(t *testing.T) {
	s := newStation(t, nil, serving(func(ctx context.Context, c net.Conn) error { return radio.ServeOver(ctx, c, "hci7", unplugged{}) }))
	h := newHub(t)
	go h.air.Scan(t.Context(), func(ble.Advert) {})
	h.Set([]core.Repeater{h.add("hall", s, "")})
	for {
		if e, ok := h.event().(core.RadioFell); ok {
			if !strings.Contains(e.Why, "unplugged") {
				t.Errorf("%+v", e)
			}
			return
		}
	}
}

// Whoever stands at a box without a usable adapter reads there why: once, however often its hub
// calls, and again when it is another reason; and that it is over.
func TestBoxSaysItselfWhyItsRadioIsDown(t *testing.T) {
	missing := func(context.Context) (radio.Process, error) { return nil, errors.New("hci7 is not plugged in") }
	over := func(r ble.Radio) radio.Start {
		return serving(func(ctx context.Context, c net.Conn) error { return radio.ServeOver(ctx, c, "hci7", r) })
	}
	starts := make(chan radio.Start, 4)
	for _, s := range []radio.Start{missing, missing, over(unplugged{}), over(&ether{})} {
		starts <- s
	}
	s, h := newStation(t, nil, func(ctx context.Context) (radio.Process, error) { return (<-starts)(ctx) }), newHub(t)
	go h.air.Scan(t.Context(), func(ble.Advert) {})
	h.Set([]core.Repeater{h.add("hall", s, "")})
	for _, want := range []string{"down\" why=\"hci7 is not plugged in", "up", "down\" why=\"hci7 was unplugged", "up"} {
		if l := s.logged("the radio is"); !strings.Contains(l, "the radio is "+want) {
			t.Errorf("it says %q, want %q", l, want)
		}
	}
}
