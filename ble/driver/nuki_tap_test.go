package driver_test

import (
	"context"
	"encoding/binary"
	"sync"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
)

// tap is an air on which all that is written can be read afterwards.
type tap struct {
	*virtual.Air
	mu     sync.Mutex
	writes []written
}

type written struct {
	to ble.Addr
	b  []byte
}

type tapLink struct {
	ble.Link
	air *tap
	to  ble.Addr
}

func (a *tap) Connect(ctx context.Context, to ble.Addr, g ble.GATT) (ble.Link, error) {
	l, err := a.Air.Connect(ctx, to, g)
	if err != nil {
		return nil, err
	}
	return tapLink{l, a, to}, nil
}

func (l tapLink) Write(ctx context.Context, c ble.Char, b []byte) error {
	l.air.mu.Lock()
	l.air.writes = append(l.air.writes, written{l.to, b})
	l.air.mu.Unlock()
	return l.Link.Write(ctx, c, b)
}

// tapped is a setup with one.
func tapped() (*tap, setup) {
	a := &tap{}
	return a, setup{between: func(air *virtual.Air) ble.Radio { a.Air = air; return a }}
}

// said are the encrypted messages that the hub has said to a lock.
func (a *tap) said(d *nukiDoor) (ms []nuki.Message) {
	d.site.t.Helper()
	key := d.shared()
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, w := range a.writes {
		if w.to != d.addr || len(w.b) < 54 || nuki.Frame(w.b).Auth() != d.auth() {
			continue
		}
		if m, err := nuki.Open(key, w.b); err == nil {
			ms = append(ms, m)
		}
	}
	return ms
}

// shared and auth are what a pairing has left.
func (d *nukiDoor) shared() nuki.SharedKey {
	d.site.t.Helper()
	key, err := nuki.NewPrivateKey(nukiFamily().PeerKey(d.core.Peer[6:22])).Agree(nuki.PublicKey(d.core.PublicKey))
	if err != nil {
		d.site.t.Fatal(err)
	}
	return key
}

func (d *nukiDoor) auth() nuki.AuthID {
	return nuki.AuthID(binary.LittleEndian.Uint32(d.core.Peer[2:]))
}

// of is how many messages of a type there are.
func of[M nuki.Message](ms []nuki.Message) (n int) {
	for _, m := range ms {
		if _, is := m.(M); is {
			n++
		}
	}
	return n
}
