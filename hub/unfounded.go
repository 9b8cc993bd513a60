package hub

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"localiq/core"
	"localiq/core/clock"
)

// Unfounded is the hub of a site that is not there yet: it says what an import would make of it
// (core.ImportSite with DryRun) and keeps nothing. It needs no Run and no directory.
func Unfounded() *Hub {
	h := New(Config{Site: core.NewSite(core.HubState{}), Clock: clock.Real(), Ledger: nothing{}, Private: newNobody(), Driver: NoAir{}, Offline: true})
	close(h.over)
	return h
}

// nothing is a ledger without a line.
type nothing struct{}

func (nothing) Commit([]core.Entry) error                  { return fmt.Errorf("hub: there is no site to keep this in") }
func (nothing) Since(core.Seq, int) ([]core.Entry, error)  { return nil, nil }
func (nothing) Last(int) ([]core.Entry, error)             { return nil, nil }
func (nothing) Answered(string) (seq core.Seq, known bool) { return 0, false }

// nobody is a sealed room with nobody's name in it, and a key of its own that dies with it.
type nobody struct{ key [32]byte }

func newNobody() *nobody {
	var n nobody
	rand.Read(n.key[:])
	return &n
}

func (*nobody) Names() map[core.PersonID]core.Name                        { return nil }
func (*nobody) Secrets(core.PersonID) (map[core.KeyID]core.Secret, error) { return nil, nil }
func (*nobody) Credentials([]core.Row) error                              { return nil }
func (*nobody) SealAdmin(core.LockID, core.Secret) core.Sealed            { return nil }

func (n *nobody) Digest(kind core.KeyKind, b []byte) (d core.Digest) {
	h := hmac.New(sha256.New, n.key[:])
	h.Write(append([]byte(kind.String()), 0))
	h.Write(b)
	h.Sum(d[:0])
	return d
}

// NewPIN is one that is never used, and no other's.
func (*nobody) NewPIN(int, func(core.Digest) bool) (core.Secret, error) {
	var b [8]byte
	rand.Read(b[:])
	return core.NewSecret(hex.EncodeToString(b[:])), nil
}
