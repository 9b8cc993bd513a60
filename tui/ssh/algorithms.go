package ssh

import (
	gossh "golang.org/x/crypto/ssh"

	"localiq/core/sshkey"
)

// config is what a connection may agree on: by list, so that a release of the library adds nothing
// behind our back. Post-quantum first; no SHA-1, no CBC, no plain MAC.
func (s *Server) algorithms() *gossh.ServerConfig {
	return &gossh.ServerConfig{
		Config: gossh.Config{
			KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519},
			Ciphers:      []string{gossh.CipherAES256GCM, gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305},
			MACs:         []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM},
		},
		PublicKeyAuthAlgorithms: sshkey.Algorithms(),
		MaxAuthTries:            triesEach,
	}
}
