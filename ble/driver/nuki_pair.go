package driver

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core"
)

// nukiOurName is what the lock's owner sees of us in the app, and stands before our actions in the log.
const nukiOurName = "Local IQ"

// Pairing reads what a person types: the lock's ID, and perhaps its admin PIN.
func (f Nuki) Pairing(code string) (Pairing, error) {
	s, err := parseSetup(code)
	if err != nil {
		return nil, err
	}
	return &nukiPairing{Nuki: f, setup: s, whose: map[ble.Addr]nuki.ID{}, open: map[ble.Addr]nuki.Generation{}}, nil
}

// nukiPairing finds one lock. Its beacon says who it is, and another advertisement, from the same
// address, that somebody has held its button.
type nukiPairing struct {
	Nuki
	setup setup

	mu    sync.Mutex // the scan hears while the pairing asks
	whose map[ble.Addr]nuki.ID
	open  map[ble.Addr]nuki.Generation
}

// heardMost bounds what strangers can have us remember.
const heardMost = 256

// Heard: a lock of which no beacon has told whose it is may be the one: its settings say so in the
// first session, and then it is refused.
func (p *nukiPairing) Heard(a ble.Advert) (it, open bool) {
	ad, ok := nuki.ParseAdvert(a.Data)
	if !ok {
		return false, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.whose)+len(p.open) > heardMost {
		clear(p.whose)
		clear(p.open)
	}
	if ad.ID != 0 {
		p.whose[a.Addr] = ad.ID
	}
	if ad.Pairing != nuki.GenerationUnknown {
		p.open[a.Addr] = ad.Pairing
	}
	id, told := p.whose[a.Addr]
	it = id == p.setup.id
	return it, ad.Pairing != nuki.GenerationUnknown && a.Connectable && (it || !told)
}

// GATT is the service of its generation.
func (p *nukiPairing) GATT(a ble.Addr) ble.GATT {
	g := ble.GATT{Service: nuki.ClassicPairing, Chars: []ble.UUID{nuki.ClassicGDIO}, Indicate: []ble.Char{0}}
	if p.generation(a) == nuki.Fifth {
		g.Service, g.Chars = nuki.FifthPairing, []ble.UUID{nuki.FifthGDIO}
	}
	return g
}

func (p *nukiPairing) generation(a ble.Addr) nuki.Generation {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open[a]
}

// Talk fails where the PIN that was typed is not one of that lock's generation.
func (p *nukiPairing) Talk(a ble.Addr, mtu int) (Session, error) {
	g := p.generation(a)
	switch has := p.setup.pin.Generation(); {
	case g == nuki.Fifth && has != nuki.Fifth:
		return nil, core.Errorf(core.CodeInvalid, "this lock is paired with its PIN of 6 digits").Advise(setupAdvice)
	case g == nuki.Classic && has == nuki.Fifth:
		return nil, core.Errorf(core.CodeInvalid, "this lock's admin PIN has 4 digits").Advise(setupAdvice)
	}
	t := &nukiPairTalk{pairing: p, addr: a, mtu: mtu, peer: nukiPeer{generation: g}}
	if _, err := io.ReadFull(p.random(), t.peer.salt[:]); err != nil {
		return nil, fmt.Errorf("driver: draw the salt of a pairing: %w", err)
	}
	app := p.PeerKey([]byte("localiq nuki app")) // who pairs again with the same replaces what it had
	t.peer.app = binary.LittleEndian.Uint32(app[:])
	t.talk = nuki.Pairing{Own: nuki.NewPrivateKey(p.PeerKey(t.peer.salt[:])), Generation: g, Type: nuki.IDBridge,
		App: t.peer.app, Name: nukiOurName, PIN: p.setup.pin, Random: p.random()}
	return t, nil
}

// nukiPairTalk ends when the lock has kept our key, and has proved that it has its own.
type nukiPairTalk struct {
	pairing *nukiPairing
	talk    nuki.Pairing
	peer    nukiPeer
	addr    ble.Addr
	mtu     int
	begun   bool
}

func (t *nukiPairTalk) State() State { return State{} }

func (t *nukiPairTalk) Step(in In, _ core.Instant) (o Out) {
	var writes [][]byte
	var err error
	if !t.begun {
		t.begun = true
		var first []byte
		first, err = t.talk.Begin()
		writes = [][]byte{first}
	} else if in.Frame != nil {
		writes, err = t.talk.Take(in.Frame.Data)
	}
	for _, w := range writes {
		if len(w) > t.mtu-3 {
			err = fmt.Errorf("driver: pair: a message has %d bytes, and this link carries %d at a time", len(w), t.mtu-3)
			break
		}
		o.Frames = append(o.Frames, ble.Note{Data: w})
	}
	if err != nil {
		o.Err = nukiPairError(err)
		return o
	}
	if b, done := t.talk.Done(); done {
		o.Paired, o.Err = t.paired(b)
		o.Admin = t.pairing.setup.typed
	}
	return o
}

// paired: the journal is not named here. It begins where the first session finds the log.
func (t *nukiPairTalk) paired(b nuki.Bond) (*core.Lock, error) {
	var id [4]byte
	if _, err := io.ReadFull(t.pairing.random(), id[:]); err != nil {
		return nil, fmt.Errorf("driver: name a new lock: %w", err)
	}
	t.peer.auth, t.peer.uuid = b.Auth, b.UUID
	lacks := nukiLacks
	if t.pairing.setup.typed.Reveal() == "" {
		lacks |= core.LackAdmin
	}
	return &core.Lock{ID: core.LockID(hex.EncodeToString(id[:])), Family: Nuki{}.Name(), Model: modelOf(t.peer.generation),
		Serial: t.pairing.setup.id.String(), Address: t.addr.String(), PublicKey: b.Lock[:], Peer: t.peer.bytes(), Lacks: lacks}, nil
}

// nukiPairError is what a person can do about it.
func nukiPairError(err error) error {
	var no nuki.Refused
	if !errors.As(err, &no) {
		return err
	}
	switch no.Code {
	case nuki.ErrorNotPairing:
		return core.Errorf(core.CodeRefused, "the lock does not let itself be paired any more").Advise("hold its button for five seconds until its ring lights up, then try again")
	case nuki.ErrorTooManyUsers:
		return core.Errorf(core.CodeRefused, "the lock knows as many users as it can").Advise("delete one in the lock's own app, then try again")
	case nuki.ErrorBadPIN, nuki.ErrorTooManyPINs:
		return core.Errorf(core.CodeRefused, "the lock does not take this PIN").Advise("look it up where the lock's own app shows it, then try again: after some wrong ones the lock takes none for a while")
	}
	return core.Errorf(core.CodeLockFailed, "the lock refused to be paired: %v", no.Code).Advise(advise)
}
