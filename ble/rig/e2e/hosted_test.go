//go:build e2e && linux

package e2e

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/rig/vradio"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// hosted is a lock in this process: the same virtual.Lock that a software lock is, as a
// peripheral on the air without a Bluetooth stack of its own. So sixteen of them cost little.
type hosted struct {
	*virtual.Lock
	p     *vradio.Peripheral
	mem   *virtual.RAM
	trips *atomic.Int64 // hub wrote, lock answered: counted at the lock

	mu      sync.Mutex
	mute    bool            // swallows what it is written, and still takes it
	late    time.Duration   // each of its answers waits for so long
	changed <-chan struct{} // closed when said is no longer what the lock advertises
	said    vradio.Beacon
	news    time.Time // when that began
	last    time.Time // when it was on the air
}

// How often a lock advertises: at rest, and for a while after its advertisement has changed
// (docs/lock-profile.md 5).
const (
	atRest  = time.Second
	urgent  = 80 * time.Millisecond
	newsFor = 3 * time.Second
)

var addresses atomic.Uint32

// host makes a new lock and puts it on the air; it goes when the test ends.
func host(t *testing.T, name string) *lock {
	t.Helper()
	h := &hosted{mem: &virtual.RAM{}, trips: new(atomic.Int64), changed: closed()}
	v := newVoice(t, name)
	var err error
	if h.Lock, err = virtual.New(virtual.Config{Model: "hosted", Memory: h.mem, Say: v.tell}, clock.Real()); err != nil {
		t.Fatal(err)
	}
	n := addresses.Add(1)
	h.p = &vradio.Peripheral{
		Addr: [6]byte{0xc0, 0xde, 0, 0, byte(n >> 8), byte(n)}, AddrType: 1,
		Service: [16]byte(profile.GATT.Service.LittleEndian()), RX: [16]byte(profile.GATT.Chars[profile.RX].LittleEndian()),
		TX: [16]byte(profile.GATT.Chars[profile.TX].LittleEndian()), Info: [16]byte(profile.GATT.Chars[profile.Info].LittleEndian()),
		Read: h.Info, Advert: h.beacon,
		Serve: func(mtu int, notify func([]byte) error, hangUp func()) (func([]byte), func()) {
			return h.serve(v, mtu, notify, hangUp)
		},
	}
	h.p.Power(true)
	air.Add(h.p)
	t.Cleanup(func() {
		h.p.Power(false)
		h.Lock.Close()
		if t.Failed() {
			v.tail(t, 25)
		}
	})
	return &lock{voice: v, code: h.SetupCode().Reveal(), hosted: h, do: h.hands}
}

func closed() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// hands are what they are at any lock; without power the antenna has none either.
func (h *hosted) hands(text string) error {
	err := h.Hands(text)
	h.p.Power(h.Powered())
	return err
}

// beacon is asked for at each of the air's intervals.
func (h *hosted) beacon() (vradio.Beacon, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	select {
	case <-h.changed:
		h.changed, h.news = h.Changed(), now
		at := h.Addr(ble.Addr{MAC: h.p.Addr, Random: h.p.AddrType == 1})
		h.said = vradio.Beacon{Addr: at.MAC, Data: h.Advert(at), RSSI: -60}
		if at.Random {
			h.said.AddrType = 1
		}
	default:
	}
	every := atRest
	if now.Sub(h.news) < newsFor {
		every = urgent
	}
	if h.said.Data == nil || now.Sub(h.last) < every {
		return vradio.Beacon{}, false
	}
	h.last = now
	return h.said, true
}

// serve is one link, from its subscription on.
func (h *hosted) serve(v *voice, mtu int, notify func([]byte) error, hangUp func()) (wrote func([]byte), gone func()) {
	var owes atomic.Bool
	c := h.Accept(mtu, func(b []byte) error {
		if owes.Swap(false) {
			h.trips.Add(1)
		}
		_, late := h.manner()
		time.Sleep(late)
		return notify(b)
	})
	v.tell("link up")
	go func() {
		<-c.Done()
		v.tell("link ended")
		hangUp()
	}()
	wrote = func(b []byte) {
		if mute, _ := h.manner(); !mute {
			owes.Store(true)
			c.Write(b)
		}
	}
	return wrote, c.Close
}

func (h *hosted) manner() (mute bool, late time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.mute, h.late
}

func (h *hosted) behave(mute bool, late time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mute, h.late = mute, late
}
