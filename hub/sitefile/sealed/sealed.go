// Package sealed makes of a file a text that only a passphrase opens, so that a site can move to
// another box with its tags and PINs.
//
// The text is PEM. Its headers say how the key is made of the passphrase (argon2id: passes, KiB,
// threads) and are authenticated with the rest; the body is the file, compressed, under
// XChaCha20-Poly1305.
package sealed

import (
	"bytes"
	"compress/gzip"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"localiq/core"
)

const (
	blockType = "LOCAL IQ SITE"
	// MinPassphrase is how many characters one has at least.
	MinPassphrase = 12
	maxPlain      = 16 << 20 // bytes that a text is opened to
)

// cost is what a guess of the passphrase costs: 32 MiB and three passes (RFC 9106), which the
// smallest box has.
type cost struct {
	passes, kib uint32
	threads     uint8
}

var usual = cost{3, 32 << 10, 1}

func (c cost) String() string { return fmt.Sprintf("argon2id %d %d %d", c.passes, c.kib, c.threads) }

// parseCost bounds what a file from elsewhere can have us spend.
func parseCost(s string) (c cost, ok bool) {
	n, err := fmt.Sscanf(s, "argon2id %d %d %d", &c.passes, &c.kib, &c.threads)
	ok = err == nil && n == 3 && c.String() == s && c.passes >= 1 && c.passes <= 10 && c.kib >= 8<<10 && c.kib <= 64<<10 && c.threads >= 1 && c.threads <= 4
	return c, ok
}

// Is is true for what Seal has made, whole or not.
func Is(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("-----BEGIN "+blockType))
}

// Fits is an error for a passphrase that is guessed too soon.
func Fits(passphrase core.Secret) *core.Error {
	if utf8.RuneCountInString(passphrase.Reveal()) >= MinPassphrase {
		return nil
	}
	return core.Errorf(core.CodeInvalid, "the passphrase is shorter than %d characters", MinPassphrase).
		Advise("take several words that do not belong together")
}

// Seal makes the text.
func Seal(plain []byte, passphrase core.Secret) ([]byte, error) {
	if e := Fits(passphrase); e != nil {
		return nil, e
	}
	salt, nonce := make([]byte, 16), make([]byte, chacha20poly1305.NonceSizeX)
	rand.Read(salt)
	rand.Read(nonce)
	b := &pem.Block{Type: blockType, Headers: map[string]string{
		"Version": "1", "Key": usual.String(), "Salt": hex.EncodeToString(salt), "Nonce": hex.EncodeToString(nonce)}}
	aead, err := keyed(passphrase, usual, salt)
	if err != nil {
		return nil, err
	}
	packed, err := pack(plain)
	if err != nil {
		return nil, err
	}
	b.Bytes = aead.Seal(nil, nonce, packed, headers(b))
	return pem.EncodeToMemory(b), nil
}

// Open reads a text. Its errors are *core.Error: a wrong passphrase cannot be told from a damaged file.
func Open(text []byte, passphrase core.Secret) ([]byte, error) {
	b, _ := pem.Decode(bytes.TrimSpace(text))
	if b == nil || b.Type != blockType {
		return nil, damaged()
	}
	if v := b.Headers["Version"]; v != "1" {
		return nil, core.Errorf(core.CodeInvalid, "this sealed file is not of version 1").Advise("open it with a newer release")
	}
	c, ok := parseCost(b.Headers["Key"])
	salt, err1 := hex.DecodeString(b.Headers["Salt"])
	nonce, err2 := hex.DecodeString(b.Headers["Nonce"])
	if !ok || err1 != nil || err2 != nil || len(salt) != 16 || len(nonce) != chacha20poly1305.NonceSizeX {
		return nil, damaged()
	}
	aead, err := keyed(passphrase, c, salt)
	if err != nil {
		return nil, err
	}
	packed, err := aead.Open(nil, nonce, b.Bytes, headers(b))
	if err != nil {
		return nil, core.Errorf(core.CodeInvalid, "the passphrase is wrong, or the file is damaged").Advise("nothing was changed; try again")
	}
	return unpack(packed)
}

func damaged() *core.Error {
	return core.Errorf(core.CodeInvalid, "the sealed file is damaged or cut off").Advise("nothing was changed; copy it again")
}

func keyed(passphrase core.Secret, c cost, salt []byte) (cipher.AEAD, error) {
	return chacha20poly1305.NewX(argon2.IDKey([]byte(passphrase.Reveal()), salt, c.passes, c.kib, c.threads, chacha20poly1305.KeySize))
}

// headers are what is authenticated besides the body.
func headers(b *pem.Block) []byte {
	h := b.Headers
	return []byte(blockType + "\n" + h["Version"] + "\n" + h["Key"] + "\n" + h["Salt"] + "\n" + h["Nonce"])
}

func pack(plain []byte) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(plain); err != nil {
		return nil, err
	}
	err := z.Close()
	return out.Bytes(), err
}

// unpack reads what was authenticated; still it is not let grow without end.
func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, damaged()
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxPlain+1))
	if err != nil || len(plain) > maxPlain {
		return nil, damaged()
	}
	return plain, nil
}
