package ssh

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io/fs"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"localiq/core"
	"localiq/core/durable"
)

const putBack = "put it back from where you keep it"

// hostKey reads the key by which people know this box, and makes it where nobody knows the box yet. One
// that is missing after somebody has come in by it is never made anew by itself: everybody would be warned of a
// stranger, and get used to it.
func hostKey(path string, known bool) (ssh.Signer, error) {
	seed, err := durable.ReadSecret(path, putBack)
	switch {
	case errors.Is(err, fs.ErrNotExist) && known:
		return nil, core.Errorf(core.CodeRefused, "the SSH host key %s is missing, and people know this box by it", path).
			Advise(putBack + "; if it is lost for good, make another and tell everybody its fingerprint: localiq console host-key --new")
	case errors.Is(err, fs.ErrNotExist):
		return newHostKey(path)
	case err != nil:
		return nil, err
	}
	return gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
}

// newHostKey makes one, in place of any.
func newHostKey(path string) (ssh.Signer, error) {
	seed := make([]byte, durable.KeySize)
	_, _ = rand.Read(seed)
	if err := durable.WriteKey(path, seed); err != nil {
		return nil, err
	}
	return gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
}

// HostKey is the fingerprint of the key in a file; anew makes another first.
func HostKey(path string, anew bool) (string, error) {
	if anew {
		s, err := newHostKey(path)
		if err != nil {
			return "", err
		}
		return fingerprint(s), nil
	}
	s, err := hostKey(path, true)
	if err != nil {
		return "", err
	}
	return fingerprint(s), nil
}

func fingerprint(s ssh.Signer) string { return gossh.FingerprintSHA256(s.PublicKey()) }
