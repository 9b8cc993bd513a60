package softnuki

import (
	"crypto/rand"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

var (
	door      = ble.Addr{MAC: [6]byte{0x54, 0xd2, 0x72, 0, 0, 1}}
	pairing   = ble.GATT{Service: nuki.ClassicPairing, Chars: []ble.UUID{classicGDIO}, Indicate: []ble.Char{0}}
	keyturner = ble.GATT{Service: nuki.Keyturner, Chars: []ble.UUID{gdio, usdio}, Indicate: []ble.Char{0, 1}}
)

// TestInTheAir: beside a Local IQ lock, heard, paired, turned and its log read, over an air with
// weather and without; every value is one indication of at most 20 bytes.
func TestInTheAir(t *testing.T) {
	for name, w := range map[string]virtual.Weather{"calm": {}, "rain": {Loss: 0.05, Jitter: 5 * time.Millisecond}} {
		synctest.Test(t, func(t *testing.T) {
			c := clock.Process()
			l, err := New(Config{Motor: time.Second}, c)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			other, err := virtual.New(virtual.Config{}, c)
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			air := virtual.NewAir(c)
			defer air.Close()
			air.Add(door, l, -60)
			air.Add(ble.Addr{MAC: [6]byte{2}}, other, -60)
			air.SetWeather(w)
			hands(t, l, "button")
			scan := scanned(t, air)
			for a := range scan {
				if a.Pairing == nuki.Classic {
					break
				}
			}
			p := &nuki.Pairing{Own: nuki.NewPrivateKey([32]byte{7}), Generation: nuki.Classic, Type: nuki.IDBridge, App: app, Name: "Local IQ", Random: rand.Reader}
			bond := pairOver(t, air, p)

			link := connect(t, air, keyturner)
			ch := nuki.NewChannel(bond.Key, bond.Auth, rand.Reader)
			ask := func(m, until nuki.Message) []nuki.Message { t.Helper(); return askOver(t, link, ch, m, until) }
			n := ask(nuki.RequestData{Want: nuki.CmdChallenge}, nil)[0].(nuki.Challenge).Nonce
			if ms := ask(nuki.LockAction{Action: nuki.Unlock, Nonce: n}, done); len(ms) != 4 {
				t.Errorf("%s: %v", name, ms)
			}
			for range 30 {
				hands(t, l, "open", "close")
			}
			n = ask(nuki.RequestData{Want: nuki.CmdChallenge}, nil)[0].(nuki.Challenge).Nonce
			if ms := ask(nuki.LogRequest{Count: 50, Nonce: n, PIN: l.PIN()}, done); len(ms) != 51 {
				t.Errorf("%s: %d messages", name, len(ms))
			}
			link.Close()
			for a := range scan {
				if a.Changed && a.ID == l.ID() {
					break
				}
			}
		})
	}
}

// scanned is what the Nuki advertises, until the test ends.
func scanned(t *testing.T, air *virtual.Air) <-chan nuki.Advert {
	scan := make(chan nuki.Advert, 1<<16)
	go air.Scan(t.Context(), func(a ble.Advert) {
		if n, ok := nuki.ParseAdvert(a.Data); ok && a.Addr == door {
			scan <- n
		}
	})
	return scan
}

func connect(t *testing.T, air *virtual.Air, g ble.GATT) ble.Link {
	t.Helper()
	l, err := air.Connect(t.Context(), door, g)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// askOver gives what comes up to a message; nil: the first.
func askOver(t *testing.T, l ble.Link, ch *nuki.Channel, m, until nuki.Message) (ms []nuki.Message) {
	t.Helper()
	f, err := ch.Seal(m)
	if err == nil {
		err = l.Write(t.Context(), 1, f)
	}
	for err == nil {
		var more []nuki.Message
		if more, err = ch.Feed(next(t, l, 1)); len(more) > 0 {
			ms = append(ms, more...)
			if until == nil || ms[len(ms)-1] == until {
				return ms
			}
		}
	}
	t.Fatal(err)
	return nil
}

// next is one indication.
func next(t *testing.T, l ble.Link, c ble.Char) []byte {
	t.Helper()
	select {
	case n := <-l.Notifications():
		if n.Char != c || len(n.Data) > nuki.IndicationSize {
			t.Fatalf("%d bytes of %d", len(n.Data), n.Char)
		}
		return slices.Clone(n.Data)
	case <-l.Done():
		t.Fatal(l.Err())
		return nil
	}
}

func pairOver(t *testing.T, air *virtual.Air, p *nuki.Pairing) nuki.Bond {
	t.Helper()
	l := connect(t, air, pairing)
	defer l.Close()
	b, err := p.Begin()
	for out := [][]byte{b}; err == nil; {
		for _, b := range out {
			if err := l.Write(t.Context(), 0, b); err != nil {
				t.Fatal(err)
			}
		}
		if out, err = p.Take(next(t, l, 0)); err == nil {
			if bond, done := p.Done(); done {
				return bond
			}
		}
	}
	t.Fatal(err)
	return nuki.Bond{}
}

// BenchmarkAction is a lock's share of challenge, action, and its answers; the motor takes no time.
func BenchmarkAction(b *testing.B) {
	l, err := New(Config{}, clock.Process())
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	hold := l.Hands("button")
	came := make(chan []byte, 1024)
	line := l.Answer(247, func(_ ble.UUID, v []byte) error { came <- slices.Clone(v); return nil })
	p := &nuki.Pairing{Own: nuki.NewPrivateKey([32]byte{7}), Generation: nuki.Classic, Type: nuki.IDBridge, App: app, Name: "Local IQ", Random: rand.Reader}
	out, err := p.Begin()
	for writes := [][]byte{out}; hold == nil; {
		for _, w := range writes {
			line.Write(classicGDIO, w)
		}
		if writes, err = p.Take(<-came); err != nil {
			b.Fatal(err)
		}
		if _, done := p.Done(); done {
			break
		}
	}
	bond, _ := p.Done()
	ch := nuki.NewChannel(bond.Key, bond.Auth, rand.Reader)
	ask := func(m nuki.Message, until func(nuki.Message) bool) nuki.Message {
		f, err := ch.Seal(m)
		if err != nil {
			b.Fatal(err)
		}
		for line.Write(usdio, f); ; {
			ms, err := ch.Feed(<-came)
			if err != nil {
				b.Fatal(err)
			}
			for _, m := range ms {
				if until(m) {
					return m
				}
			}
		}
	}
	for b.Loop() {
		n := ask(nuki.RequestData{Want: nuki.CmdChallenge}, func(nuki.Message) bool { return true })
		ask(nuki.LockAction{Action: nuki.Lock, Nonce: n.(nuki.Challenge).Nonce}, func(m nuki.Message) bool { return m == done })
	}
}
