package repeater

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/tls"
	"errors"
	"io"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// pairWait bounds an attempt to add a repeater.
const pairWait = 15 * time.Second

// pair makes the box at an address, behind the row via, a repeater of the hub with that key: the
// box has kept it when pair returns without an error. The errors are *core.Error.
func pair(ctx context.Context, own tls.Certificate, address string, code profile.SetupCode, via row) (core.Repeater, error) {
	none := core.Repeater{}
	if checkAddress(address) != nil {
		return none, core.Errorf(core.CodeInvalid, "%q is no address", address).Advise("write HOST:PORT, as in 192.168.1.20:8445")
	}
	ctx, cancel := context.WithTimeout(ctx, pairWait)
	defer cancel()
	under, err := via.to(ctx, own, address)
	if err != nil {
		return none, err
	}
	w := &wire{Conn: tls.Client(under, config(own, forPair, nil)), under: under}
	defer w.Close()
	defer context.AfterFunc(ctx, func() { w.Close() })()
	if err := w.HandshakeContext(ctx); err != nil {
		return none, notAdded(address, err)
	}
	key, err := agree(w, own.PrivateKey.(ed25519.PrivateKey).Public().(ed25519.PublicKey), code)
	if err != nil {
		return none, notAdded(address, err)
	}
	return core.Repeater{Address: address, PublicKey: key}, nil
}

var (
	errOtherCode  = errors.New("repeater: the code is another box's")
	errNoProtocol = errors.New("repeater: the other side agrees to no protocol")
)

// agree proves the code and has the box prove it.
func agree(w *wire, hub ed25519.PublicKey, code profile.SetupCode) (ed25519.PublicKey, error) {
	key, err := peerKey(w.ConnectionState())
	if err != nil {
		return nil, err
	}
	if w.ConnectionState().NegotiatedProtocol != forPair {
		return nil, errNoProtocol
	}
	if code.Serial != serial(key) {
		return nil, errOtherCode
	}
	ours, theirs, err := proofs(code, w.ConnectionState(), hub, key)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(ours); err != nil {
		return nil, err
	}
	a, err := readAnswer(w)
	if err != nil {
		return nil, err
	}
	switch a {
	case yes:
	case cannotKeep:
		return nil, core.Errorf(core.CodeRefused, "the repeater cannot write down whose it is").Advise("look at its disk and its log")
	default:
		return nil, errOtherCode
	}
	proof := make([]byte, proofSize)
	if _, err := io.ReadFull(w, proof); err != nil {
		return nil, err
	}
	if !hmac.Equal(proof, theirs) {
		return nil, errOtherCode
	}
	return key, nil
}
