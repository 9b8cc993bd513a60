package ssh

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"localiq/core"
)

// offered is a key that is shown, and that whoever shows it cannot sign with.
type offered struct{ gossh.Signer }

func (o offered) Sign(io.Reader, []byte) (*gossh.Signature, error) {
	return nil, errors.New("only its public half is here")
}

// TestOnlyAnEnrolledKeyComesIn: no password, no question, no other key, and none that is too weak.
func TestOnlyAnEnrolledKeyComesIn(t *testing.T) {
	r := start(t, nil, nil)
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	small, err := gossh.NewSignerFromKey(weak)
	if err != nil {
		t.Fatal(err)
	}
	r.house.set(func() { r.house.keys[string(small.PublicKey().Marshal())] = login("weak") })
	asked := false
	question := gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
		asked = true
		return nil, nil
	})
	for name, auth := range map[string][]gossh.AuthMethod{"nothing": {}, "a password": {gossh.Password("localiq")}, "a question": {question},
		"a key of nobody's": {gossh.PublicKeys(newKey(t)), question}, "a weak key": {gossh.PublicKeys(small)}, "a key that is only shown": {gossh.PublicKeys(offered{r.ana})}} {
		if c, err := r.dial(auth...); err == nil {
			c.Close()
			t.Errorf("%s came in", name)
		}
	}
	if asked {
		t.Error("a question was asked while no code is shown")
	}
	r.in()
	r.until("whoever showed a key is counted", func() bool {
		return slices.ContainsFunc(r.house.events(), func(e core.Event) bool {
			_, is := e.(core.ConsoleRefused)
			return is
		})
	})
}

// TestNobodyIsWhomTheyOnlyShowed [CVE-2024-45337]: the owner's public key is shown first, another proved.
func TestNobodyIsWhomTheyOnlyShowed(t *testing.T) {
	r := start(t, nil, nil)
	ben := newKey(t)
	r.house.set(func() { r.house.keys[string(ben.PublicKey().Marshal())] = login("ben") })
	c, err := r.dial(gossh.PublicKeysCallback(func() ([]gossh.Signer, error) { return []gossh.Signer{ben}, nil }))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := r.session(c)
	if err := s.Run("status"); err != nil {
		t.Fatal(err)
	}
	for _, e := range r.house.events() {
		if o, is := e.(core.SessionOpened); is && o.Person != "p-ben" {
			t.Errorf("%+v", o)
		}
	}
	// Of a connection that shows Ana's and has Ben's: whoever cannot sign is nobody at all.
	if c, err := r.dial(gossh.PublicKeys(offered{r.ana}, ben)); err == nil {
		s := r.session(c)
		s.Run("status")
		c.Close()
	}
	for _, e := range r.house.events() {
		if o, is := e.(core.SessionOpened); is && o.Person == "p-ana" {
			t.Errorf("in as whom they only showed: %+v", o)
		}
	}
}

// TestCodeEnrolsTheKeyThatWasProved: unknown, asked for the code, in; and in again without one. A wrong
// code is nothing, and a known key is asked for none.
func TestCodeEnrolsTheKeyThatWasProved(t *testing.T) {
	r := start(t, nil, nil)
	r.house.set(func() { r.house.code = "RIGHT" })
	key, asked := newKey(t), 0
	answers := func(code string) gossh.AuthMethod {
		return gossh.KeyboardInteractive(func(_, told string, questions []string, echo []bool) ([]string, error) {
			asked++
			if len(questions) != 1 || echo[0] || !strings.Contains(told, "at the box") {
				t.Errorf("%q %q %v", told, questions, echo)
			}
			return []string{code}, nil
		})
	}
	if c, err := r.dial(gossh.PublicKeys(key), answers("WRONG")); err == nil {
		c.Close()
		t.Fatal("a wrong code came in")
	}
	if c, err := r.dial(answers("RIGHT")); err == nil {
		c.Close()
		t.Fatal("a code without a key came in")
	}
	if c, err := r.dial(gossh.PublicKeys(offered{key}), answers("RIGHT")); err == nil {
		c.Close()
		t.Fatal("a code for a key that was only shown came in")
	}
	c, err := r.dial(gossh.PublicKeys(key), answers("RIGHT"))
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	before := asked
	c, err = r.dial(gossh.PublicKeys(key), answers("NONE"))
	if err != nil || asked != before {
		t.Fatalf("the key that was enrolled: %v, asked %d times more", err, asked-before)
	}
	c.Close()
}

// TestAlgorithmsAreThoseOfTheList: what a client from before wants is not agreed on.
func TestAlgorithmsAreThoseOfTheList(t *testing.T) {
	r := start(t, nil, nil)
	for name, c := range map[string]gossh.Config{"kex": {KeyExchanges: []string{"diffie-hellman-group14-sha1", "diffie-hellman-group14-sha256", "ecdh-sha2-nistp256"}},
		"cipher": {Ciphers: []string{"aes128-ctr", "aes256-ctr"}}} {
		_, err := gossh.Dial("tcp", r.addr(), &gossh.ClientConfig{Config: c, User: "x", Auth: []gossh.AuthMethod{gossh.PublicKeys(r.ana)}, HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		if err == nil || !strings.Contains(err.Error(), "no common algorithm") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := r.algorithms()
	for _, list := range [][]string{c.KeyExchanges, c.Ciphers, c.MACs, c.PublicKeyAuthAlgorithms} {
		for _, a := range list {
			if strings.HasSuffix(a, "sha1") || strings.Contains(a, "cbc") || a == gossh.KeyAlgoRSA || a == "ssh-dss" || strings.Contains(a, "cert") {
				t.Errorf("%s is in the list", a)
			}
		}
	}
	if len(c.KeyExchanges) == 0 || c.KeyExchanges[0] != "mlkem768x25519-sha256" || c.MaxAuthTries != 3 {
		t.Errorf("%v %d", c.KeyExchanges, c.MaxAuthTries)
	}
}

// TestHostKeyIsNeverSilentlyNew: made for a box that nobody knows, kept, and asked back where it is lost.
func TestHostKeyIsNeverSilentlyNew(t *testing.T) {
	file := t.TempDir() + "/key"
	if _, err := hostKey(file, true); err == nil || !strings.Contains(err.Error(), "console host-key --new") {
		t.Fatalf("missing, and people know it: %v", err)
	}
	made, err := hostKey(file, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []bool{true, false} {
		again, err := hostKey(file, known)
		if err != nil || !bytes.Equal(again.PublicKey().Marshal(), made.PublicKey().Marshal()) {
			t.Errorf("%v, another key", err)
		}
	}
	if other, err := HostKey(file, true); err != nil || other == fingerprint(made) {
		t.Errorf("%v %s", err, other)
	}
}
