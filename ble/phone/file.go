package phone

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"localiq/ble/profile"
	"localiq/core"
	"localiq/core/durable"
)

// Phone is what a phone keeps. It prints as its public key.
type Phone struct {
	own    profile.KeyPair
	Wallet *Wallet // nil: nothing was issued yet
}

func (p Phone) String() string   { return p.own.String() }
func (p Phone) GoString() string { return p.own.String() }

// Public is what a site issues a digital key to.
func (p Phone) Public() profile.PublicKey { return p.own.Public }

// New makes a key pair.
func New() (Phone, error) {
	own, err := profile.NewKeyPair(nil)
	return Phone{own: own}, err
}

const fileHead = "localiq phone 1"

// Create keeps a new phone; a file that is there is not written over: what was issued to it would be
// lost with it.
func Create(path string) (Phone, error) {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return Phone{}, core.Errorf(core.CodeRefused, "%s is there already", path).Advise("name another file; see whose key it is: localiq phone show --key " + path)
	}
	p, err := New()
	if err != nil {
		return p, err
	}
	return p, p.Keep(path)
}

// Keep writes the file, readable by its owner alone: it holds the private key.
func (p Phone) Keep(path string) error {
	private := p.own.Private()
	lines := []string{fileHead, hex.EncodeToString(private[:])}
	if p.Wallet != nil {
		text, err := p.Wallet.Text()
		if err != nil {
			return err
		}
		lines = append(lines, text)
	}
	if err := durable.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n")); err != nil {
		return fmt.Errorf("phone: keep the key: %w", err)
	}
	return nil
}

// Read reads what Keep wrote. Nothing of it is in an error.
func Read(path string) (Phone, error) {
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Phone{}, core.Errorf(core.CodeNotFound, "there is no phone's key in %s", path).Advise("make one: localiq phone keygen --key " + path)
	case err != nil:
		return Phone{}, fmt.Errorf("phone: read the key: %w", err)
	}
	p, err := parse(string(b))
	if err != nil {
		return Phone{}, core.Errorf(core.CodeInvalid, "%s holds no phone's key, or a damaged one", path)
	}
	return p, nil
}

var errFile = errors.New("phone: not a phone's file")

func parse(text string) (p Phone, err error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) < 2 || len(lines) > 3 || lines[0] != fileHead {
		return p, errFile
	}
	private, err := hex.DecodeString(lines[1])
	if err != nil || len(private) != 32 {
		return p, errFile
	}
	if p.own, err = profile.KeyPairFrom([32]byte(private)); err != nil || len(lines) == 2 {
		return p, err
	}
	w, err := ParseWallet(lines[2])
	if err != nil || w.For(p.own.Public) != nil {
		return Phone{}, errFile
	}
	p.Wallet = &w
	return p, nil
}

// Take puts what a hub gave in the place of what was there.
func (p *Phone) Take(text string) error {
	w, err := ParseWallet(text)
	if err == nil {
		err = w.For(p.own.Public)
	}
	if err != nil {
		return err
	}
	p.Wallet = &w
	return nil
}
