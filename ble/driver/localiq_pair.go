package driver

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// Pairing reads a code as it is printed on the lock.
func (f LocalIQ) Pairing(code string) (Pairing, error) {
	c, err := profile.ParseSetupCode(code)
	if err != nil {
		return nil, err
	}
	return localPairing{f, c}, nil
}

type localPairing struct {
	LocalIQ
	code profile.SetupCode
}

func (p localPairing) Heard(a ble.Advert) (it, open bool) {
	ad, ok := profile.ParseAdvert(a.Data)
	it = ok && ad.Version == profile.Version && ad.Serial == p.code.Serial
	return it, it && a.Connectable && ad.Flags.Has(profile.FlagPairing)
}

func (p localPairing) GATT(ble.Addr) ble.GATT { return p.LocalIQ.GATT() }

func (p localPairing) Talk(a ble.Addr, mtu int) (Session, error) {
	ch, err := profile.OpenPairing(p.Key, p.code, mtu, p.Random)
	if err != nil {
		return nil, err
	}
	return &pairTalk{localPairing: p, ch: ch, addr: a}, nil
}

// pairTalk ends with the lock's Hello: by it the lock has proved that it knows the code, and
// has kept our key.
type pairTalk struct {
	localPairing
	ch   *profile.Channel
	addr ble.Addr
}

func (p *pairTalk) State() State { return State{} }

func (p *pairTalk) Step(in In, _ core.Instant) (o Out) {
	if in.Frame != nil && in.Frame.Char == profile.TX {
		messages, _ := p.ch.Receive(in.Frame.Data) // its error is the channel's
		for _, m := range messages {
			if h, ok := m.(profile.Hello); ok {
				o.Paired, o.Err = p.paired(h)
			}
		}
	}
	for _, v := range p.ch.Outgoing() {
		o.Frames = append(o.Frames, ble.Note{Char: profile.RX, Data: v})
	}
	if err := p.ch.Err(); err != nil && o.Err == nil {
		o.Err = refusedOr(err)
	}
	return o
}

// paired names the lock anew: a lock that was reset and paired again is another lock to the
// site, with a journal of its own.
func (p *pairTalk) paired(h profile.Hello) (*core.Lock, error) {
	random := p.Random
	if random == nil {
		random = rand.Reader
	}
	var id [4]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return nil, fmt.Errorf("driver: name a new lock: %w", err)
	}
	peer := p.ch.Peer()
	return &core.Lock{ID: core.LockID(hex.EncodeToString(id[:])), Family: LocalIQ{}.Name(), Model: h.Model,
		Serial: p.code.Serial.String(), Address: p.addr.String(), PublicKey: peer[:], Journal: h.Journal.Core()}, nil
}
