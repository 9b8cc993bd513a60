package softlock

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

// readMaker reads the maker's public key: Ed25519 in PEM, as `openssl pkey -pubout` writes it. No
// file is no maker, and a lock that takes no firmware.
func readMaker(file string) (ed25519.PublicKey, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("softlock: read the maker's key: %w", err)
	}
	block, _ := pem.Decode(b)
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, fmt.Errorf("softlock: %s holds no public key in PEM", file)
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("softlock: read the maker's key: %w", err)
	}
	maker, ok := k.(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("softlock: the key in %s is not Ed25519", file)
	}
	return maker, nil
}
