package ssh

import (
	"context"
	"errors"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"localiq/core"
	"localiq/core/sshkey"
)

// provedKey is where a connection's permissions have the key that it proved, in its wire form. It is
// set by whoever saw the proof, and the session looks up whose it is: what was only offered says nothing.
const provedKey = "localiq-key"

// A handshake that comes to a key which counts may take longer: somebody types a passphrase, touches a
// token, or reads a code off a screen.
const (
	toProve = time.Minute
	toClaim = 2 * time.Minute
)

var errKey = errors.New("this key is not known here")

// config of one connection. Public keys alone come in. While a claim is open a key that nobody knows is
// worth one more question, once it is proved: the code.
func (s *Server) config(ctx ssh.Context) *gossh.ServerConfig {
	c := s.algorithms()
	v := visitorOf(ctx)
	c.AuthLogCallback = func(_ gossh.ConnMetadata, _ string, err error) {
		if err == nil {
			v.welcome()
		}
	}
	c.PublicKeyCallback = func(_ gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
		wire := key.Marshal()
		v.showed(sshkey.Fingerprint(wire))
		if sshkey.Check(wire) != nil {
			return nil, errKey
		}
		if _, err := s.gate.Login(wire); err == nil {
			v.extend(toProve)
			return &gossh.Permissions{Extensions: map[string]string{provedKey: string(wire)}}, nil
		} else if !s.gate.Awaited().Claim || err.Code != core.CodeUnauthorized {
			return nil, errKey
		}
		v.extend(toClaim)
		return nil, &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{KeyboardInteractiveCallback: s.claims(v, wire)}}
	}
	return c
}

// claims asks for the code. It is given the key that this connection has just proved.
func (s *Server) claims(v *visitor, wire []byte) func(gossh.ConnMetadata, gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	return func(_ gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
		answers, err := ask("", "This key is not known here yet. Type the code that is shown at the box.", []string{"Claim code: "}, []bool{false})
		if err != nil || len(answers) != 1 || len(answers[0]) > 64 {
			return nil, errKey
		}
		ctx, cancel := context.WithTimeout(context.Background(), s.Limits.Handshake)
		defer cancel()
		if err := s.gate.TakeClaim(ctx, answers[0], wire, v.host()); err != nil {
			return nil, errKey
		}
		return &gossh.Permissions{Extensions: map[string]string{provedKey: string(wire)}}, nil
	}
}
