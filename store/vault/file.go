package vault

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"localiq/core"
	"localiq/store/durable"
)

// KeyFile is the name of the master key, in the data directory and as a systemd credential.
const KeyFile = "site.key"

func masterKey(dir string, fresh bool) ([]byte, error) {
	if c := os.Getenv("CREDENTIALS_DIRECTORY"); c != "" {
		// systemd guards the mode of its credentials itself: the group bits are an ACL's mask.
		if b, err := os.ReadFile(filepath.Join(c, KeyFile)); !errors.Is(err, fs.ErrNotExist) {
			return parse(filepath.Join(c, KeyFile), b, err)
		}
	}
	path := filepath.Join(dir, KeyFile)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && fresh:
		return create(path)
	case errors.Is(err, fs.ErrNotExist):
		return nil, core.Errorf(core.CodeRefused, "the key %s of this site is missing", path).
			Advise("put it back from where you keep it; without it names and PINs cannot be read, and no lock knows this hub")
	case err == nil && info.Mode().Perm()&0o077 != 0:
		return nil, core.Errorf(core.CodeRefused, "others can read %s (mode %04o)", path, info.Mode().Perm()).
			Advise("chmod 600 " + path)
	}
	b, err := os.ReadFile(path)
	return parse(path, b, err)
}

// parse never repeats what it read.
func parse(path string, b []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, fmt.Errorf("vault: read the site's key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(key) != 32 {
		return nil, core.Errorf(core.CodeRefused, "%s is no site key: it has to hold 64 hex digits", path).
			Advise("put it back from where you keep it")
	}
	return key, nil
}

func create(path string) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	if err := durable.WriteFile(path, []byte(hex.EncodeToString(key)+"\n")); err != nil {
		return nil, fmt.Errorf("vault: make the site's key: %w", err)
	}
	return key, nil
}
