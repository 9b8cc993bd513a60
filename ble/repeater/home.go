package repeater

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"localiq/core/durable"
)

// Home is where a box keeps who it is and whose it is: two files, 64 hex digits each.
type Home struct{ Dir string }

const (
	keyFile = "repeater.key" // the seed of its key
	hubFile = "repeater.hub" // the public key of its hub; no such file: it has none

	putBack = "put it back from where you keep it, or remove it and add this repeater at its hub anew"
)

// key is made at the first start.
func (h Home) key() (ed25519.PrivateKey, error) {
	for _, name := range []string{keyFile, hubFile} {
		if err := durable.Sweep(filepath.Join(h.Dir, name)); err != nil {
			return nil, fmt.Errorf("repeater: tidy up where this box keeps who it is: %w", err)
		}
	}
	seed, err := durable.ReadSecret(filepath.Join(h.Dir, keyFile), putBack)
	if errors.Is(err, fs.ErrNotExist) {
		seed = make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(seed)
		err = h.write(keyFile, seed)
	}
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// hub is nil while the box has none.
func (h Home) hub() (ed25519.PublicKey, error) {
	k, err := durable.ReadKey(filepath.Join(h.Dir, hubFile), putBack)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return k, err
}

func (h Home) keepHub(k ed25519.PublicKey) error { return h.write(hubFile, k) }

// Forget frees the box: it lets its hub in no more, and shows a code for the next. A box that
// runs notices within seconds.
func (h Home) Forget() error {
	err := os.Remove(filepath.Join(h.Dir, hubFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (h Home) write(name string, k []byte) error {
	if err := os.MkdirAll(h.Dir, 0o700); err != nil {
		return fmt.Errorf("repeater: keep who this box is: %w", err)
	}
	return durable.WriteKey(filepath.Join(h.Dir, name), k)
}
