package vault

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"localiq/core"
	"localiq/core/durable"
)

// KeyFile is the name of the master key, in the data directory and as a systemd credential.
const KeyFile = "site.key"

const putBack = "put it back from where you keep it"

func masterKey(dir string, fresh bool) ([]byte, error) {
	if c := os.Getenv("CREDENTIALS_DIRECTORY"); c != "" {
		// systemd guards the mode of its credentials itself: the group bits are an ACL's mask.
		if key, err := durable.ReadKey(filepath.Join(c, KeyFile), putBack); !errors.Is(err, fs.ErrNotExist) {
			return key, err
		}
	}
	path := filepath.Join(dir, KeyFile)
	key, err := durable.ReadSecret(path, putBack)
	switch {
	case errors.Is(err, fs.ErrNotExist) && fresh:
		return create(path)
	case errors.Is(err, fs.ErrNotExist):
		return nil, core.Errorf(core.CodeRefused, "the key %s of this site is missing", path).
			Advise(putBack + "; without it names and PINs cannot be read, and no lock knows this hub")
	}
	return key, err
}

func create(path string) ([]byte, error) {
	key := make([]byte, durable.KeySize)
	_, _ = rand.Read(key)
	return key, durable.WriteKey(path, key)
}
