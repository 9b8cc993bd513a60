package virtual

import (
	"context"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
)

// Neighbour is somebody else in earshot, who advertises what it likes.
type Neighbour struct {
	Addr  ble.Addr
	RSSI  int8
	Every time.Duration
	// Says is its n-th advertisement, and the address that it gives itself (anybody's).
	Says func(n uint64) (from ble.Addr, data []byte)
}

// Invite has a neighbour advertise until it is sent away, or the air is closed.
func (a *Air) Invite(n Neighbour) (away func()) {
	ctx, cancel := context.WithCancel(context.Background())
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		cancel()
		return cancel
	}
	a.voices++
	s := &source{addr: n.Addr, id: a.dice().roll(fateVoice, a.voices), rssi: n.RSSI}
	a.work.Add(1)
	go func() {
		defer a.work.Done()
		for i := uint64(0); a.pause(ctx, n.Every) == nil; i++ {
			from, data := n.Says(i)
			a.send(s, nil, i, func() ble.Advert { return ble.Advert{Addr: from, Connectable: true, Data: data} })
		}
	}()
	return cancel
}

// Flood is a crowd of strangers: each advertisement is another device's.
func (a *Air) Flood(every time.Duration) Neighbour {
	return Neighbour{RSSI: -55, Every: every, Says: func(n uint64) (from ble.Addr, data []byte) {
		for i := range from.MAC {
			from.MAC[i] = byte(a.dice().roll(fateVoice, n, uint64(i)))
		}
		from.Random = true
		name := "phone"
		return from, append([]byte{2, 1, 6, byte(1 + len(name)), 9}, name...)
	}}
}

// Babble is bytes that only look like an advertisement, from anybody's address.
func (a *Air) Babble(from ble.Addr, every time.Duration) Neighbour {
	return Neighbour{Addr: from, RSSI: -50, Every: every, Says: func(n uint64) (ble.Addr, []byte) {
		b := make([]byte, a.dice().roll(fateVoice, n)%32)
		for i := range b {
			b[i] = byte(a.dice().roll(fateVoice, n, uint64(i)))
		}
		return from, b
	}}
}

// Imitate is an advertisement of a lock by somebody who is not it: its serial, another sequence
// each time, and a person at the door.
func Imitate(serial profile.Serial, from ble.Addr, every time.Duration) Neighbour {
	return Neighbour{Addr: from, RSSI: -40, Every: every, Says: func(n uint64) (ble.Addr, []byte) {
		return from, profile.Advert{Version: 1, Sequence: uint16(n * 7), Flags: profile.FlagRequest, Serial: serial}.Bytes()
	}}
}
