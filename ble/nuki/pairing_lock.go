package nuki

import (
	"errors"
	"fmt"
	"io"
)

// Applicant is who wants an authorization.
type Applicant struct {
	Key  PublicKey
	Type IDType // IDApp at a lock of the 5th generation: nobody says there
	App  uint32
	Name string
}

// PairedClient is what a lock keeps.
type PairedClient struct {
	Applicant
	Shared SharedKey
	Auth   AuthID
}

// PairingLock is the lock's side of Pairing. Fill it in, one for each link; for whatever is
// written, indicate what Take gives, until Done. What goes wrong is answered by an ErrorReport,
// which is in what Take gives beside the error; then it begins anew.
type PairingLock struct {
	Own        KeyPair
	Generation Generation
	UUID       UUID
	PIN        PIN  // Fifth
	Open       bool // somebody has held the button; else ErrorNotPairing
	// Grant gives an applicant that has proved itself an id, or the reason why not (but for 0).
	Grant  func(Applicant) (AuthID, ErrorCode)
	Random io.Reader

	step   func(Message) ([]byte, error) // nil: at the beginning
	plain  PlainStream
	sealed *FrameStream // not nil: the rest comes encrypted
	as     AuthID       // as whom it came
	nonce  Nonce
	client PairedClient
	done   bool
}

// Done gives what is to be kept, once it is.
func (p *PairingLock) Done() (PairedClient, bool) { return p.client, p.done }

// Take takes what was written, cut anywhere, and gives the frames to indicate.
func (p *PairingLock) Take(b []byte) (out [][]byte, err error) {
	ms, err := p.feed(b)
	for _, m := range ms {
		answer, err := p.take(m)
		if err != nil {
			return append(out, p.report(err, m.Command())), err
		}
		out = append(out, answer)
	}
	if err != nil {
		out = append(out, p.report(err, 0))
	}
	return out, err
}

func (p *PairingLock) feed(b []byte) (ms []Message, err error) {
	if p.sealed == nil {
		return p.plain.Feed(b)
	}
	fs, err := p.sealed.Feed(b)
	for _, f := range fs {
		m, err := Open(p.client.Shared, f)
		if err != nil {
			return ms, err
		}
		p.as = f.Auth()
		ms = append(ms, m)
	}
	return ms, err
}

func (p *PairingLock) take(m Message) ([]byte, error) {
	if !p.Open {
		return nil, refusal(ErrorNotPairing)
	}
	if p.step == nil {
		p.step = p.takeRequest
	}
	return p.step(m)
}

// refusal is an error that the client is told.
type refusal ErrorCode

func (r refusal) Error() string { return fmt.Sprintf("nuki: a pairing was refused: %v", ErrorCode(r)) }

// report says what went wrong, and begins anew.
func (p *PairingLock) report(why error, of Command) []byte {
	code := ErrorBadCRC
	var r refusal
	switch {
	case errors.As(why, &r):
		code = ErrorCode(r)
	case errors.Is(why, ErrForged):
		code = ErrorNotAuthorized
	}
	p.step, p.sealed, p.client, p.done = nil, nil, PairedClient{}, false
	p.plain.Reset()
	b, err := EncodePlain(ErrorReport{code, of})
	if err != nil {
		panic("nuki: error report: " + err.Error()) // nothing in one can fail
	}
	return b
}

// challenge draws the next one.
func (p *PairingLock) challenge() ([]byte, error) {
	var err error
	if p.nonce, err = newNonce(p.Random); err != nil {
		return nil, err
	}
	return EncodePlain(Challenge{p.nonce})
}

func (p *PairingLock) takeRequest(m Message) ([]byte, error) {
	if m != (RequestData{CmdPublicKey}) {
		return nil, refusal(ErrorPairingParameter)
	}
	p.client, p.done, p.step = PairedClient{}, false, p.takeKey
	return EncodePlain(KeyShare{p.Own.Public()})
}

func (p *PairingLock) takeKey(m Message) ([]byte, error) {
	k, ok := m.(KeyShare)
	if !ok {
		return nil, refusal(ErrorPairingParameter)
	}
	s, err := p.Own.Agree(k.Key)
	if err != nil {
		return nil, refusal(ErrorPairingParameter)
	}
	p.client.Key, p.client.Shared, p.step = k.Key, s, p.takeAuthenticator
	return p.challenge()
}

func (p *PairingLock) takeAuthenticator(m Message) ([]byte, error) {
	a, ok := m.(Authenticator)
	own := p.Own.Public()
	if !ok || !a.MAC.same(p.client.Shared.mac(p.client.Key[:], own[:], p.nonce[:])) {
		return nil, refusal(ErrorBadAuthenticator)
	}
	if p.Generation == Fifth {
		p.sealed, p.step = &FrameStream{}, p.takeSealedData
		return EncodePlain(AuthInfo{1})
	}
	p.step = p.takeData
	return p.challenge()
}

func (p *PairingLock) takeData(m Message) ([]byte, error) {
	d, ok := m.(AuthData)
	if !ok || !d.MAC.same(p.client.Shared.macOf(d, p.nonce)) {
		return nil, refusal(ErrorBadAuthenticator)
	}
	if err := p.grant(d.Type, d.App, d.Name.String()); err != nil {
		return nil, err
	}
	var err error
	if p.nonce, err = newNonce(p.Random); err != nil {
		return nil, err
	}
	g := AuthGrant{ID: p.client.Auth, UUID: p.UUID, Nonce: p.nonce}
	g.MAC = p.client.Shared.macOf(g, d.Nonce)
	p.step = p.takeConfirmation
	return EncodePlain(g)
}

func (p *PairingLock) takeConfirmation(m Message) ([]byte, error) {
	c, ok := m.(Confirmation)
	want := confirm(p.client.Shared, p.client.Auth, p.nonce)
	if !ok || c.ID != want.ID || !c.MAC.same(want.MAC) {
		return nil, refusal(ErrorBadAuthenticator)
	}
	p.done, p.step = true, nil
	return EncodePlain(Status{Complete})
}

func (p *PairingLock) takeSealedData(m Message) ([]byte, error) {
	d, ok := m.(AuthDataPIN)
	if !ok {
		return nil, refusal(ErrorPairingParameter)
	}
	if !d.PIN.Same(p.PIN) {
		return nil, refusal(ErrorBadPIN)
	}
	if err := p.grant(IDApp, d.App, d.Name); err != nil {
		return nil, err
	}
	n, err := NewFrameNonce(p.Random)
	if err != nil {
		return nil, err
	}
	p.done, p.step, p.sealed = true, nil, nil
	return Seal(p.client.Shared, p.as, n, AuthGrantPIN{p.client.Auth, p.UUID})
}

func (p *PairingLock) grant(t IDType, app uint32, name string) error {
	p.client.Type, p.client.App, p.client.Name = t, app, name
	id, why := p.Grant(p.client.Applicant)
	if why != 0 {
		return refusal(why)
	}
	p.client.Auth = id
	return nil
}
