package nuki

import (
	"errors"
	"fmt"
	"io"
)

// Bond is what a pairing leaves behind: with it, and the lock's public key, every later
// connection speaks.
type Bond struct {
	Key  SharedKey
	Lock PublicKey
	Auth AuthID
	UUID UUID
}

// Refused is a lock's answer to a pairing. It came in plaintext.
type Refused ErrorReport

func (r Refused) Error() string {
	return fmt.Sprintf("nuki: the lock refuses to pair: %v, at %v", r.Code, r.Of)
}

// What a pairing fails with, beside Refused, ErrBroken, ErrForged and ErrKey.
var (
	ErrOrder  = errors.New("nuki: a message of the pairing came out of turn")
	ErrBadMAC = errors.New("nuki: the other end does not know the key: somebody is in between")
)

// Pairing is the client's side of making an authorization [API p.13-16], over the one
// characteristic of the pairing service. Fill it in, write what Begin gives, then for whatever
// is indicated write what Take gives, until Done. After an error it is of no more use; the lock
// has kept nothing until its last message but one.
type Pairing struct {
	Own        KeyPair
	Generation Generation
	Type       IDType // Classic: a hub is IDBridge
	App        uint32 // who pairs again with the same replaces what it had
	Name       string // at most 32 bytes; what the owner sees
	PIN        PIN    // Fifth: six digits
	Random     io.Reader
	As         AuthID // Fifth: who we are before we have an id; 0: Stranger

	step   func(Message) ([]byte, error)
	plain  PlainStream
	sealed *sealedAnswer // not nil: the rest comes encrypted
	label  Label
	nonce  Nonce
	bond   Bond
	done   bool
}

// Begin gives the first write. It fails for what could never end well: a name or a PIN that
// cannot be sent.
func (p *Pairing) Begin() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	p.step = p.takeKey
	return EncodePlain(RequestData{CmdPublicKey})
}

func (p *Pairing) check() (err error) {
	switch p.Generation {
	case Classic:
		p.label, err = NewLabel(p.Name)
	case Fifth:
		_, err = Encode(AuthDataPIN{Name: p.Name, PIN: p.PIN})
	default:
		err = fmt.Errorf("nuki: pair: %v", p.Generation)
	}
	return err
}

// Done gives what the pairing left, once it is over.
func (p *Pairing) Done() (Bond, bool) { return p.bond, p.done }

// Take takes what was indicated, cut anywhere, and gives what is to be written now, each in a
// write of its own.
func (p *Pairing) Take(b []byte) (out [][]byte, err error) {
	if p.step == nil {
		return nil, ErrOrder
	}
	ms, err := p.feed(b)
	for _, m := range ms {
		w, err := p.take(m)
		if err != nil {
			p.step = nil
			return out, err
		}
		if w != nil {
			out = append(out, w)
		}
	}
	if err != nil {
		p.step = nil
	}
	return out, err
}

func (p *Pairing) feed(b []byte) ([]Message, error) {
	if p.sealed != nil {
		return p.sealed.feed(b)
	}
	return p.plain.Feed(b)
}

func (p *Pairing) take(m Message) ([]byte, error) {
	if e, ok := m.(ErrorReport); ok {
		return nil, Refused(e)
	}
	if p.done {
		return nil, nil // a status behind the last word changes nothing
	}
	return p.step(m)
}

func (p *Pairing) takeKey(m Message) ([]byte, error) {
	k, ok := m.(KeyShare)
	if !ok {
		return nil, ErrOrder
	}
	s, err := p.Own.Agree(k.Key)
	if err != nil {
		return nil, err
	}
	p.bond = Bond{Key: s, Lock: k.Key}
	p.step = p.takeChallenge
	return EncodePlain(KeyShare{p.Own.Public()})
}

func (p *Pairing) takeChallenge(m Message) ([]byte, error) {
	c, ok := m.(Challenge)
	if !ok {
		return nil, ErrOrder
	}
	p.step = p.takeSecondChallenge
	if p.Generation == Fifth {
		p.step = p.takeInfo
	}
	own := p.Own.Public()
	return EncodePlain(Authenticator{p.bond.Key.mac(own[:], p.bond.Lock[:], c.Nonce[:])})
}

func (p *Pairing) takeSecondChallenge(m Message) ([]byte, error) {
	c, ok := m.(Challenge)
	if !ok {
		return nil, ErrOrder
	}
	var err error
	if p.nonce, err = newNonce(p.Random); err != nil {
		return nil, err
	}
	d := AuthData{Type: p.Type, App: p.App, Name: p.label, Nonce: p.nonce}
	d.MAC = p.bond.Key.macOf(d, c.Nonce)
	p.step = p.takeGrant
	return EncodePlain(d)
}

func (p *Pairing) takeGrant(m Message) ([]byte, error) {
	g, ok := m.(AuthGrant)
	if !ok {
		return nil, ErrOrder
	}
	if !g.MAC.same(p.bond.Key.macOf(g, p.nonce)) {
		return nil, ErrBadMAC
	}
	p.bond.Auth, p.bond.UUID = g.ID, g.UUID
	p.step = p.takeStatus
	return EncodePlain(confirm(p.bond.Key, g.ID, g.Nonce))
}

func (p *Pairing) takeStatus(m Message) ([]byte, error) {
	if m != (Status{Complete}) {
		return nil, ErrOrder
	}
	p.done = true
	return nil, nil
}

func (p *Pairing) takeInfo(m Message) ([]byte, error) {
	if _, ok := m.(AuthInfo); !ok {
		return nil, ErrOrder
	}
	as := p.As
	if as == 0 {
		as = Stranger
	}
	n, err := NewFrameNonce(p.Random)
	if err != nil {
		return nil, err
	}
	p.sealed = &sealedAnswer{key: p.bond.Key}
	p.step = p.takeSealedGrant
	return Seal(p.bond.Key, as, n, AuthDataPIN{p.App, p.Name, p.PIN})
}

func (p *Pairing) takeSealedGrant(m Message) ([]byte, error) {
	if _, ok := m.(Status); ok {
		return nil, nil // how far it is, not what came of it
	}
	g, ok := m.(AuthGrantPIN)
	if !ok {
		return nil, ErrOrder
	}
	p.bond.Auth, p.bond.UUID = g.ID, g.UUID
	p.done = true
	return nil, nil
}

// open messages of generation 1 to 4's pairing prove their maker by a MAC over all but itself,
// followed by the nonce that the other end has drawn last.
type open interface{ writeOpen(*writer) }

func (k SharedKey) macOf(m open, last Nonce) MAC {
	w := &writer{}
	m.writeOpen(w)
	return k.mac(w.b, last[:])
}

func confirm(k SharedKey, a AuthID, last Nonce) Confirmation {
	w := &writer{}
	w.u32(uint32(a))
	return Confirmation{k.mac(w.b, last[:]), a}
}
