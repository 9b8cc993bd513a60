// Package sshkey says which public keys may be a console's, and how people see one. The hub and the
// SSH server ask it, so that neither takes what the other would not.
package sshkey

import (
	"crypto/rsa"
	"strings"
	"unicode"

	"golang.org/x/crypto/ssh"

	"localiq/core"
)

// Types are the kinds of key that count: what they sign with is named in Algorithms.
var types = map[string]bool{
	ssh.KeyAlgoED25519: true, ssh.KeyAlgoSKED25519: true,
	ssh.KeyAlgoECDSA256: true, ssh.KeyAlgoECDSA384: true, ssh.KeyAlgoECDSA521: true, ssh.KeyAlgoSKECDSA256: true,
	ssh.KeyAlgoRSA: true,
}

// Algorithms are the signatures that count: none with SHA-1, none of a certificate.
func Algorithms() []string {
	return []string{ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
}

const (
	smallestRSA = 3072
	largestRSA  = 8192
	longest     = 4096 // of a public key's bytes
)

// Parse reads a line of a .pub file or of authorized_keys: the wire form and the comment, cleaned.
func Parse(line string) (wire []byte, comment string, err *core.Error) {
	if strings.Contains(line, "PRIVATE KEY") {
		return nil, "", core.Errorf(core.CodeInvalid, "this is a private key, which nobody but its owner ever has").Advise("give the file that ends in .pub")
	}
	key, comment, options, rest, perr := ssh.ParseAuthorizedKey([]byte(line))
	switch {
	case perr != nil:
		return nil, "", core.Errorf(core.CodeInvalid, "this is no public key of SSH").Advise("give the file that ends in .pub; one is made by: ssh-keygen -t ed25519")
	case len(options) > 0:
		return nil, "", core.Errorf(core.CodeInvalid, "options of a key mean nothing here").Advise("take what stands before ssh-… off the line")
	case strings.TrimSpace(string(rest)) != "":
		return nil, "", core.Errorf(core.CodeInvalid, "there is more than one key").Advise("enrol one at a time")
	}
	wire = key.Marshal()
	return wire, Clean(comment, 64), Check(wire)
}

// Check is an error for a key that is too weak, or of a kind that does not count.
func Check(wire []byte) *core.Error {
	if len(wire) > longest {
		return core.Errorf(core.CodeInvalid, "this key is too long")
	}
	key, err := ssh.ParsePublicKey(wire)
	if err != nil {
		return core.Errorf(core.CodeInvalid, "this is no public key of SSH")
	}
	if !types[key.Type()] {
		return core.Errorf(core.CodeInvalid, "keys of the kind %s do not count", Clean(key.Type(), 64)).Advise("make one that does: ssh-keygen -t ed25519")
	}
	if c, ok := key.(ssh.CryptoPublicKey); ok {
		if r, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok && (r.N.BitLen() < smallestRSA || r.N.BitLen() > largestRSA) {
			return core.Errorf(core.CodeInvalid, "an RSA key has %d to %d bits here, and this has %d", smallestRSA, largestRSA, r.N.BitLen()).
				Advise("make a shorter and better one: ssh-keygen -t ed25519")
		}
	}
	return nil
}

// Type is the kind of a key that Check took.
func Type(wire []byte) string {
	if key, err := ssh.ParsePublicKey(wire); err == nil {
		return key.Type()
	}
	return ""
}

// Fingerprint is how ssh-keygen -l names a key; "" for what is none.
func Fingerprint(wire []byte) string {
	if key, err := ssh.ParsePublicKey(wire); err == nil {
		return ssh.FingerprintSHA256(key)
	}
	return ""
}

// Clean is text of others as it may be kept and shown: what can be seen, on one line, at most n runes.
func Clean(s string, n int) string {
	var b strings.Builder
	for _, r := range s {
		if n--; n < 0 {
			break
		}
		switch {
		case r == unicode.ReplacementChar, !unicode.IsGraphic(r), unicode.Is(unicode.Bidi_Control, r):
			b.WriteRune('?')
		case unicode.IsSpace(r):
			b.WriteRune(' ')
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}
