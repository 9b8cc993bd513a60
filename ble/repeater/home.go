package repeater

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"localiq/core"
)

// Home is where a box keeps who it is and whose it is: two files, 64 hex digits each.
type Home struct {
	Dir string
	// Write puts a whole file in place, mode 0600, and returns once it would survive a power cut.
	Write func(path string, b []byte) error
}

const (
	keyFile = "repeater.key" // the seed of its key
	hubFile = "repeater.hub" // the public key of its hub; no such file: it has none
)

// key is made at the first start.
func (h Home) key() (ed25519.PrivateKey, error) {
	path := filepath.Join(h.Dir, keyFile)
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, core.Errorf(core.CodeRefused, "others can read %s (mode %04o)", path, info.Mode().Perm()).Advise("chmod 600 " + path)
	}
	seed, err := h.read(keyFile)
	if err == nil && seed == nil {
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
func (h Home) hub() (ed25519.PublicKey, error) { return h.read(hubFile) }

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

// read returns nil where there is no such file. It never repeats what it read.
func (h Home) read(name string) ([]byte, error) {
	path := filepath.Join(h.Dir, name)
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("repeater: read who this box is: %w", err)
	}
	k, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(k) != 32 {
		return nil, core.Errorf(core.CodeRefused, "%s is damaged: it has to hold 64 hex digits", path).
			Advise("put it back from where you keep it, or remove it and add this repeater at its hub anew")
	}
	return k, nil
}

func (h Home) write(name string, k []byte) error {
	if err := os.MkdirAll(h.Dir, 0o700); err != nil {
		return fmt.Errorf("repeater: keep who this box is: %w", err)
	}
	if err := h.Write(filepath.Join(h.Dir, name), []byte(hex.EncodeToString(k)+"\n")); err != nil {
		return fmt.Errorf("repeater: keep who this box is: %w", err)
	}
	return nil
}
