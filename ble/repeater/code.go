package repeater

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"fmt"

	"localiq/ble/profile"
	"localiq/core"
)

// newCode is a setup code as locks have it, for the box with that key.
func newCode(public ed25519.PublicKey) profile.SetupCode {
	var secret [16]byte
	_, _ = rand.Read(secret[:])
	return profile.NewSetupCode(serial(public), secret)
}

// parseCode reads a code as people type it.
func parseCode(typed string) (profile.SetupCode, error) {
	c, err := profile.ParseSetupCode(typed)
	if err != nil {
		return c, core.AsError(err).Advise("compare it with what the repeater printed, group by group")
	}
	return c, nil
}

const proofSize = sha256.Size

// proofs are what the hub and the box say to prove to each other, in this TLS session, that they
// know the code.
func proofs(c profile.SetupCode, s tls.ConnectionState, hub, box ed25519.PublicKey) (ours, theirs []byte, err error) {
	bound, err := s.ExportKeyingMaterial("EXPORTER-localiq-repeater-pairing", nil, 32)
	if err != nil {
		return nil, nil, fmt.Errorf("repeater: bind the code to the connection: %w", err)
	}
	key, err := hkdf.Key(sha256.New, c.PSK(), bound, "localiq v1 repeater pairing", 32)
	if err != nil {
		return nil, nil, fmt.Errorf("repeater: derive from the code: %w", err)
	}
	of := func(who string) []byte {
		m := hmac.New(sha256.New, key)
		m.Write([]byte(who))
		m.Write(hub)
		m.Write(box)
		return m.Sum(nil)
	}
	return of("hub"), of("box"), nil
}
