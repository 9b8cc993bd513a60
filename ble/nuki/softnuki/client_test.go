package softnuki

import (
	"bytes"
	"crypto/rand"
	"io"
	"slices"
	"testing"
	"testing/synctest"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// hub is a client of one lock, made of package nuki's own client side, over a link without an air.
type hub struct {
	t    *testing.T
	lock *Lock
	line virtual.Line
	came chan piece // indications
	bond nuki.Bond
	ch   *nuki.Channel
	pin  nuki.PIN
}

// app is the app id of a hub.
const app = 0x1ca11ab1

// in runs a test with a lock and no hub yet.
func in(t *testing.T, cfg Config, do func(*testing.T, *Lock)) {
	synctest.Test(t, func(t *testing.T) {
		l, err := New(cfg, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		do(t, l)
	})
}

// paired runs a test with a lock and a hub that is paired with it as a Bridge, if it can be one.
func paired(t *testing.T, cfg Config, do func(*testing.T, *Lock, *hub)) {
	in(t, cfg, func(t *testing.T, l *Lock) {
		h := call(t, l, 247)
		hands(t, l, "button")
		if err := h.pair(nuki.IDBridge, l.PIN()); err != nil {
			t.Fatal(err)
		}
		h.data(nuki.CmdStates)
		do(t, l, h)
	})
}

func call(t *testing.T, l *Lock, mtu int) *hub {
	h := &hub{t: t, lock: l, came: make(chan piece, 1<<16), pin: l.PIN()}
	h.line = l.Answer(mtu, func(u ble.UUID, b []byte) error {
		if len(b) > min(nuki.IndicationSize, mtu-3) || len(b) == 0 {
			t.Errorf("an indication of %d bytes over an MTU of %d", len(b), mtu)
		}
		h.came <- piece{u, slices.Clone(b)}
		return nil
	})
	return h
}

func hands(t *testing.T, l *Lock, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := l.Hands(line); err != nil {
			t.Fatal(line, err)
		}
	}
}

// heard is what came over a characteristic and was not heard yet.
func (h *hub) heard(u ble.UUID) (all []byte) {
	synctest.Wait()
	for n := len(h.came); n > 0; n-- {
		if p := <-h.came; p.to == u {
			all = append(all, p.b...)
		} else {
			h.came <- p
		}
	}
	return all
}

func (h *hub) pair(as nuki.IDType, pin nuki.PIN) error {
	at := classicGDIO
	if h.lock.Generation() == nuki.Fifth {
		at = fifthGDIO
	}
	p := &nuki.Pairing{
		Own: nuki.NewPrivateKey([32]byte{7}), Generation: h.lock.Generation(), Type: as, App: app, Name: "Local IQ", PIN: pin, Random: rand.Reader,
	}
	b, err := p.Begin()
	for out := [][]byte{b}; len(out) > 0 && err == nil; {
		for _, b := range out {
			h.line.Write(at, b)
		}
		out, err = p.Take(h.heard(at))
	}
	if err != nil {
		return err
	}
	var done bool
	if h.bond, done = p.Done(); !done {
		h.t.Fatal("the pairing came to no end")
	}
	h.open()
	return nil
}

func (h *hub) open() { h.ch = nuki.NewChannel(h.bond.Key, h.bond.Auth, rand.Reader) }

// again is the same hub over another link.
func (h *hub) again(l *Lock) *hub {
	o := call(h.t, l, 247)
	o.bond, o.pin = h.bond, h.pin
	o.open()
	return o
}

// say writes a message and gives what comes at once.
func (h *hub) say(m nuki.Message) []nuki.Message {
	h.t.Helper()
	f, err := h.ch.Seal(m)
	if err != nil {
		h.t.Fatal(err)
	}
	h.line.Write(usdio, f)
	return h.told()
}

// told is what came encrypted.
func (h *hub) told() []nuki.Message {
	h.t.Helper()
	ms, err := h.ch.Feed(h.heard(usdio))
	if err != nil {
		h.t.Fatal(err)
	}
	return ms
}

// data asks for one message.
func (h *hub) data(want nuki.Command) nuki.Message {
	h.t.Helper()
	ms := h.say(nuki.RequestData{Want: want})
	if len(ms) != 1 {
		h.t.Fatalf("%v: %v", want, ms)
	}
	return ms[0]
}

func (h *hub) states() nuki.States {
	h.t.Helper()
	return h.data(nuki.CmdStates).(nuki.States)
}

func (h *hub) nonce() nuki.Nonce {
	h.t.Helper()
	return h.data(nuki.CmdChallenge).(nuki.Challenge).Nonce
}

// act asks for an action.
func (h *hub) act(a nuki.Action) []nuki.Message {
	h.t.Helper()
	return h.say(nuki.LockAction{Action: a, App: app, Suffix: "#0102030405060708", Nonce: h.nonce()})
}

// log asks for entries, oldest first.
func (h *hub) log(after uint32, count uint16) []nuki.LogEntry {
	h.t.Helper()
	return h.entries(nuki.LogRequest{Start: after, Count: count, Nonce: h.nonce(), PIN: h.pin})
}

func (h *hub) entries(r nuki.LogRequest) (es []nuki.LogEntry) {
	h.t.Helper()
	ms := h.say(r)
	if len(ms) == 0 || ms[len(ms)-1] != done {
		h.t.Fatalf("%v", ms)
	}
	for _, m := range ms[:len(ms)-1] {
		es = append(es, m.(nuki.LogEntry))
	}
	return es
}

var done nuki.Message = nuki.Status{Status: nuki.Complete}

// is fails unless the messages are these.
func (h *hub) is(got []nuki.Message, want ...nuki.Message) {
	h.t.Helper()
	if !slices.Equal(got, want) {
		h.t.Fatalf("%v, want %v", got, want)
	}
}

// clear is the error report that came in the clear.
func (h *hub) clear() nuki.Message {
	h.t.Helper()
	b := h.heard(gdio)
	if len(b) == 0 {
		return nil
	}
	m, err := nuki.DecodePlain(b)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

func digits(t *testing.T, digits string) nuki.Code {
	t.Helper()
	c, err := nuki.ParseCode(digits)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func pin(t *testing.T, digits string) nuki.PIN {
	t.Helper()
	p, err := nuki.ParsePIN(digits)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// drawn is randomness that is known before, and then no more.
func drawn(parts ...[]byte) io.Reader { return bytes.NewReader(slices.Concat(parts...)) }
