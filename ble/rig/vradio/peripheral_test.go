package vradio

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// dial connects to a peripheral by raw HCI and returns the connection's handle.
func (h *host) dial(addr byte) uint16 {
	h.t.Helper()
	h.command(opLEConnect, create(addr, 100)...)
	h.expect("040f0400010d20")
	e := <-h.events
	if e[2] != 19 || e[3] != 1 || e[4] != 0 {
		h.t.Fatalf("connected: %x", e)
	}
	return le.Uint16(e[5:])
}

// att sends an ATT packet and returns the next one that comes back, in hex.
func (h *host) att(handle uint16, request string) string {
	h.t.Helper()
	b, err := hex.DecodeString(request)
	if err != nil {
		h.t.Fatal(err)
	}
	n := len(b)
	h.Write(append([]byte{h4ACL, byte(handle), byte(handle >> 8), byte(n + 4), 0, byte(n), 0, cidATT, 0}, b...))
	return h.heard()
}

// heard is the next ATT packet; the news of buffers is skipped.
func (h *host) heard() string {
	for e := range h.events {
		if e[0] == h4ACL {
			return fmt.Sprintf("%x", e[9:])
		}
		if e[1] != 0x13 {
			return fmt.Sprintf("event %x", e)
		}
	}
	return "nothing"
}

// A peripheral may be a function of bytes: its advertisement, what it reads out, and the far end
// of each link, from the subscription to the end of it.
func TestPeripheralServesAFunction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(20 * time.Millisecond)
		defer air.Close()
		hub, _ := newHost(t, air, 1)
		defer hub.Close()
		gone := make(chan struct{})
		p := &Peripheral{
			Service: [16]byte{1}, RX: [16]byte{2}, TX: [16]byte{3}, Info: [16]byte{4},
			Advert: func() (Beacon, bool) { return Beacon{Addr: [6]byte{5: 2}}, true },
			Read:   func() []byte { return bytes.Repeat([]byte{7}, 30) },
			Serve: func(mtu int, notify func([]byte) error, hangUp func()) (func([]byte), func()) {
				return func(b []byte) {
					if len(b) == 0 {
						hangUp()
					} else if err := notify(append([]byte{byte(mtu)}, b...)); err != nil {
						t.Error(err)
					}
				}, func() { close(gone) }
			},
		}
		p.Power(true)
		air.Add(p)
		h := hub.dial(2)
		for _, talk := range [][2]string{
			{"02f700", "03f700"},
			{"100100ffff0028", "1114" + "01000800" + "01000000000000000000000000000000"},
			{"080600ffff0328", "0915" + "0700" + "020800" + "04000000000000000000000000000000"},
			{"0a0800", "0b" + hex.EncodeToString(bytes.Repeat([]byte{7}, 30))},
			{"0c08001c00", "0d0707"},
			{"1206000100", "13"},
			{"520300aabb", "1b0500" + "f7" + "aabb"}, // a write without response, and its echo
			{"520300", "event 04050400400013"},       // of nothing: it hangs up
		} {
			if got := hub.att(h, talk[0]); got != talk[1] {
				t.Errorf("%s is answered by %s, want %s", talk[0], got, talk[1])
			}
		}
		<-gone
		if p.Notify([]byte{1}) {
			t.Error("it notifies nobody, and says that it did")
		}
	})
}
