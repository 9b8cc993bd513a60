package store

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"localiq/core"
)

// TestAdminCodeOpensForItsLockOnly [pin.secret]: not for another lock, not bent, and it lies nowhere
// in the file as it was typed.
func TestAdminCodeOpensForItsLockOnly(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	l := core.Lock{ID: "l1", Family: "nuki", Serial: "2F3A6B01", PublicKey: []byte{1}, Peer: []byte{2}, Lacks: core.LackTags}
	l.Admin = s.SealAdmin(l.ID, core.NewSecret("041739"))
	if n, ok := s.AdminPIN(l); !ok || n != 41739 {
		t.Fatal(n, ok)
	}
	if other := s.SealAdmin(l.ID, core.NewSecret("041739")); bytes.Equal(other, l.Admin) {
		t.Error("the same code is sealed the same twice: whoever reads two copies sees that it did not change")
	}
	commit(t, s, edited(t, load(t, s), 1, core.Put(l)))
	s = reopen(t, s)
	kept := load(t, s).Config.Lock("l1")
	if n, ok := s.AdminPIN(*kept); !ok || n != 41739 || kept.Lacks != core.LackTags || !bytes.Equal(kept.Peer, l.Peer) {
		t.Fatal(n, ok, kept)
	}
	strange, bent, none := *kept, *kept, *kept
	strange.ID, none.Admin = "l2", nil
	bent.Admin = bytes.Clone(kept.Admin)
	bent.Admin[len(bent.Admin)-1] ^= 1
	for name, l := range map[string]core.Lock{"another lock": strange, "a bent one": bent, "none": none} {
		if n, ok := s.AdminPIN(l); ok {
			t.Errorf("%s opens as %d", name, n)
		}
	}
	file, err := os.ReadFile(s.path(dbFile))
	if err != nil || bytes.Contains(file, []byte("041739")) || bytes.Contains(file, []byte(fmt.Sprintf("%x", "041739"))) {
		t.Error("the code lies open in the file", err)
	}
}

// TestPeerKeysDiffer: each pairing has its own, and it comes again with its salt.
func TestPeerKeysDiffer(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	a, b := s.PeerKey([]byte("salt a")), s.PeerKey([]byte("salt b"))
	if a == b || a != s.PeerKey([]byte("salt a")) || a == [32]byte{} {
		t.Error(a, b)
	}
	if s = reopen(t, s); a != s.PeerKey([]byte("salt a")) {
		t.Error("another key after a restart: the lock would not know us")
	}
}
