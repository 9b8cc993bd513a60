package nuki

import (
	"encoding/hex"
	"fmt"
)

// AuthID names an authorization at its lock.
type AuthID uint32

func (a AuthID) String() string { return fmt.Sprintf("%08x", uint32(a)) }

// Stranger is who a client is to a lock of the 5th generation until it has an id: 7F FF FF FF
// on the air. One open client sends this, another one its app id: which of them a lock insists
// on, if on any, needs hardware.
const Stranger AuthID = 0xFFFFFF7F

// UUID names a lock, apart from its keys.
type UUID [16]byte

func (u UUID) String() string { return hex.EncodeToString(u[:]) }

// IDType is what an authorization is for. Only a Bridge's makes a lock say "changed".
type IDType uint8

const (
	IDApp IDType = iota
	IDBridge
	IDFob
	IDKeypad
)

var idTypeNames = map[IDType]string{IDApp: "app", IDBridge: "bridge", IDFob: "fob", IDKeypad: "keypad"}

func (t IDType) String() string { return name(idTypeNames, t, "type") }

// Label is a name with all of its bytes.
type Label [nameSize]byte

// NewLabel fails for what is longer than 32 bytes, or nothing for a screen.
func NewLabel(s string) (l Label, err error) {
	w := &writer{}
	w.text(s, nameSize)
	return Label(w.b), w.err
}

// String is the name up to its end.
func (l Label) String() string { return (&reader{b: l[:]}).text(nameSize) }

// Pairing, in the order in which they are said [API p.13-16].
type (
	// RequestData asks for a message by its command. It is how a client asks for a public key, a
	// challenge, the states, a battery report.
	RequestData struct{ Want Command }
	// KeyShare is a public key, of either side.
	KeyShare struct{ Key PublicKey }
	// Challenge is good for one command.
	Challenge struct{ Nonce Nonce }
	// Authenticator is h1(client key ‖ lock key ‖ challenge).
	Authenticator struct{ MAC MAC }
	// AuthData is generation 1 to 4's: MAC is h1(type ‖ app ‖ name ‖ Nonce ‖ the last challenge).
	AuthData struct {
		MAC   MAC
		Type  IDType
		App   uint32 // who pairs again with the same replaces what it had
		Name  Label  // as it came: the MAC covers what stands behind its end, too
		Nonce Nonce  // the client's own
	}
	// AuthDataPIN is the 5th generation's, and always encrypted. PIN has six digits.
	AuthDataPIN struct {
		App  uint32
		Name string // at most 32 bytes
		PIN  PIN
	}
	// AuthGrant is generation 1 to 4's: MAC is h1(id ‖ uuid ‖ Nonce ‖ the client's nonce).
	AuthGrant struct {
		MAC   MAC
		ID    AuthID
		UUID  UUID
		Nonce Nonce
	}
	// AuthGrantPIN is the 5th generation's, and always encrypted.
	AuthGrantPIN struct {
		ID   AuthID
		UUID UUID
	}
	// Confirmation is the client's last word: MAC is h1(id ‖ the lock's last nonce).
	Confirmation struct {
		MAC MAC
		ID  AuthID
	}
	// AuthInfo comes instead of the second challenge from the 5th generation. What its byte says
	// of the PIN is not published.
	AuthInfo struct{ Info uint8 }
)

func (RequestData) Command() Command   { return CmdRequestData }
func (KeyShare) Command() Command      { return CmdPublicKey }
func (Challenge) Command() Command     { return CmdChallenge }
func (Authenticator) Command() Command { return CmdAuthenticator }
func (AuthData) Command() Command      { return CmdAuthData }
func (AuthDataPIN) Command() Command   { return CmdAuthData }
func (AuthGrant) Command() Command     { return CmdAuthID }
func (AuthGrantPIN) Command() Command  { return CmdAuthID }
func (Confirmation) Command() Command  { return CmdAuthConfirm }
func (AuthInfo) Command() Command      { return CmdAuthInfo }

const (
	nameSize = 32 // of an authorization, and of a lock

	sizeAuthDataPIN  = 4 + nameSize + 4
	sizeAuthGrantPIN = 4 + 16
)

func (m RequestData) write(w *writer)   { w.u16(uint16(m.Want)) }
func (m KeyShare) write(w *writer)      { w.bytes(m.Key[:]) }
func (m Challenge) write(w *writer)     { w.bytes(m.Nonce[:]) }
func (m Authenticator) write(w *writer) { w.bytes(m.MAC[:]) }
func (m AuthInfo) write(w *writer)      { w.u8(m.Info) }

func (m AuthData) write(w *writer) {
	w.bytes(m.MAC[:])
	m.writeOpen(w)
}

// writeOpen is what the MAC covers, but for the challenge.
func (m AuthData) writeOpen(w *writer) {
	w.u8(uint8(m.Type))
	w.u32(m.App)
	w.bytes(m.Name[:])
	w.bytes(m.Nonce[:])
}

func (m AuthDataPIN) write(w *writer) {
	w.u32(m.App)
	w.text(m.Name, nameSize)
	if m.PIN.Generation() != Fifth {
		w.fail(ErrPIN)
	}
	w.pin(m.PIN)
}

func (m AuthGrant) write(w *writer) {
	w.bytes(m.MAC[:])
	m.writeOpen(w)
}

// writeOpen is what the MAC covers, but for the client's nonce.
func (m AuthGrant) writeOpen(w *writer) {
	w.u32(uint32(m.ID))
	w.bytes(m.UUID[:])
	w.bytes(m.Nonce[:])
}

func (m AuthGrantPIN) write(w *writer) {
	w.u32(uint32(m.ID))
	w.bytes(m.UUID[:])
}

func (m Confirmation) write(w *writer) {
	w.bytes(m.MAC[:])
	w.u32(uint32(m.ID))
}

func (r *reader) nonce() Nonce   { return Nonce(r.take(32)) }
func (r *reader) mac() MAC       { return MAC(r.take(32)) }
func (r *reader) auth() AuthID   { return AuthID(r.u32()) }
func (r *reader) lockUUID() UUID { return UUID(r.take(16)) }

func readRequestData(r *reader) RequestData     { return RequestData{Command(r.u16())} }
func readKeyShare(r *reader) KeyShare           { return KeyShare{PublicKey(r.take(32))} }
func readChallenge(r *reader) Challenge         { return Challenge{r.nonce()} }
func readAuthenticator(r *reader) Authenticator { return Authenticator{r.mac()} }
func readAuthInfo(r *reader) AuthInfo           { return AuthInfo{r.u8()} }
func readConfirmation(r *reader) Confirmation   { return Confirmation{r.mac(), r.auth()} }

// readAuthData: the two kinds differ in length alone.
func readAuthData(r *reader) Message {
	if len(r.b) == sizeAuthDataPIN {
		return AuthDataPIN{r.u32(), r.text(nameSize), r.pin()}
	}
	return AuthData{r.mac(), IDType(r.u8()), r.u32(), Label(r.take(nameSize)), r.nonce()}
}

// readAuthID: the two kinds differ in length alone.
func readAuthID(r *reader) Message {
	if len(r.b) == sizeAuthGrantPIN {
		return AuthGrantPIN{r.auth(), r.lockUUID()}
	}
	return AuthGrant{r.mac(), r.auth(), r.lockUUID(), r.nonce()}
}
