package durable

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"localiq/core"
)

// KeySize is that of every key which has a file of its own. It stands there as hex digits.
const KeySize = 32

// ReadSecret is ReadKey of a file that nobody but its owner may be able to read.
func ReadSecret(path, damaged string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, core.Errorf(core.CodeRefused, "others can read %s (mode %04o)", path, info.Mode().Perm()).
			Advise("chmod 600 " + path)
	}
	return ReadKey(path, damaged)
}

// ReadKey reads what WriteKey wrote, below lines that begin with '#'; the error is fs.ErrNotExist where nobody did. damaged is what
// to do about a file that holds no key: that is a *core.Error, which never repeats what was read.
func ReadKey(path, damaged string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("durable: read a key: %w", err)
	}
	text := string(b)
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != KeySize {
		return nil, core.Errorf(core.CodeRefused, "%s is damaged: it has to hold 64 hex digits", path).Advise(damaged)
	}
	return key, nil
}

// WriteKey returns once the key would survive a power cut.
func WriteKey(path string, key []byte) error {
	if err := WriteFile(path, []byte(hex.EncodeToString(key)+"\n")); err != nil {
		return fmt.Errorf("durable: keep a key: %w", err)
	}
	return nil
}
