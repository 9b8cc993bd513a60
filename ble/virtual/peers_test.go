package virtual

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// admit lets a peer in, as the hub does.
func (t *talk) admit(name string, r profile.Role) profile.KeyPair {
	t.t.Helper()
	k := testKey(t.t, name)
	t.send(profile.PutPeer{Key: k.Public[:], Role: r})
	expect[profile.Peers](t)
	return k
}

// toLock is one of each message that a hub may say.
func (s *scene) toLock(t *testing.T) []profile.Message {
	key := bytes.Repeat([]byte{9}, 32)
	table := tableOf(nil)
	return []profile.Message{
		profile.Verdict{Command: s.id()}, profile.Do{Command: s.id(), Move: unlock}, profile.AskResult{Command: s.id()},
		profile.ReadJournal{From: 1, Max: 9}, profile.AckJournal{UpTo: 1}, profile.SetClock{UTC: 1, Quality: core.Trusted}, profile.Look{},
		profile.Identify{Command: s.id(), For: 1000}, profile.SetAdvert{Key: key}, profile.Release{Command: s.id()}, profile.PutPeer{Key: key},
		table.Begin(1), table.Puts(0)[0], profile.TableCommit{}, profile.TableRead{},
		profile.SetSite{Key: key, Word: key},
		profile.FirmwareBegin{Head: []byte{1}}, profile.FirmwareData{Data: []byte{1}}, profile.FirmwareCommit{},
	}
}

// What a role does not name is refused, the session goes on, and nothing moved or was
// kept; what it names is not refused.
func TestRoleDoesOnlyWhatItNames(t *testing.T) {
	for _, role := range []profile.Role{profile.RoleInstaller, profile.RoleService} {
		inSession(t, made(), func(t *testing.T, s *scene, h *talk) {
			h.do(unlock)
			h.do(profile.Move{To: core.BoltLocked})
			own := h.admit("other", role)
			i, hello := s.callAs(own)
			if hello.Role != role {
				t.Errorf("%+v", hello)
			}
			for _, m := range s.toLock(t) {
				before := s.lock.hello()
				i.send(m)
				refused := false
				for _, got := range i.drain() {
					e, is := got.(profile.Error)
					refused = refused || is && e.Code == profile.ErrorForbidden && e.Of == m.Type()
				}
				if refused == role.Allows(m.Type()) {
					t.Errorf("%v: type 0x%02x, refused %v", role, uint8(m.Type()), refused)
				}
				if after := s.lock.hello(); refused && fmt.Sprint(after) != fmt.Sprint(before) {
					t.Errorf("%v: type 0x%02x is refused, and has changed %+v to %+v", role, uint8(m.Type()), before, after)
				}
			}
			if s.lock.State().Bolt != core.BoltLocked || !s.lock.Paired() {
				t.Error("it did something")
			}
		})
	}
}

// drain takes everything that has arrived.
func (t *talk) drain() (all []profile.Message) {
	t.t.Helper()
	for synctest.Wait(); len(t.link.Notifications()) > 0; synctest.Wait() {
		t.hear()
	}
	all, t.told = t.told, nil
	return all
}

// TestOthersSeeNoKeys: whoever is not the hub hears that something happened, and not whose key it
// was; it is not asked who may come in.
func TestOthersSeeNoKeys(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"123456": nil}), func(t *testing.T, s *scene) {
		h, _ := s.call()
		i, _ := s.callAs(h.admit("installer", profile.RoleInstaller))
		s.hands("tag 04A1B2C3")
		if q := expect[profile.AccessRequest](h); q.Kind != core.KeyTag {
			t.Errorf("%+v", q)
		}
		time.Sleep(profile.RequestWait)
		s.hands("pin 123456")
		for _, k := range []profile.EntryKind{profile.EntryKeyRefused, profile.EntryKeyAdmitted, profile.EntryBoltTurned} {
			if e := expect[profile.Entry](h); e.Kind != k || (k == profile.EntryKeyRefused) != (e.Credential != nil) || (k == profile.EntryKeyAdmitted) != (e.Ref != nil) {
				t.Errorf("the hub: %+v", e)
			}
		}
		entries := 0
		for _, m := range i.drain() {
			switch m := m.(type) {
			case profile.AccessRequest:
				t.Error("it was asked")
			case profile.Entry:
				if entries++; m.Credential != nil || m.Ref != nil {
					t.Errorf("%+v", m)
				}
			}
		}
		if entries != 3 {
			t.Errorf("it heard of %d entries", entries)
		}
	})
}

// At most eight, with a check of each key; a role that changes ends the session that it
// was given in; the hub is not among those who can be put.
func TestAtMostEightPeers(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		for n := range profile.MaxPeers - 1 {
			h.admit(fmt.Sprint("peer", n), profile.RoleInstaller)
		}
		extra := testKey(t, "extra")
		h.send(profile.PutPeer{Key: extra.Public[:], Role: profile.RoleService})
		if e := expect[profile.Error](h); e.Code != profile.ErrorBusy {
			t.Errorf("%+v", e)
		}
		h.send(profile.PutPeer{Key: s.own.Public[:]})
		if e := expect[profile.Error](h); e.Code != profile.ErrorForbidden {
			t.Errorf("the hub took itself away: %+v", e)
		}
		one := testKey(t, "peer0")
		i, _ := s.callAs(one)
		h.send(profile.PutPeer{Key: one.Public[:], Role: profile.RoleInstaller})
		expect[profile.Peers](h)
		if synctest.Wait(); i.link.Err() != nil {
			t.Error("the same role again ended its session")
		}
		h.send(profile.PutPeer{Key: one.Public[:]})
		ps := expect[profile.Peers](h)
		if len(ps.Peers) != profile.MaxPeers-1 || ps.Peers[0] != (profile.Peer{Key: profile.CheckOf(s.own.Public[:]), Role: profile.RoleHub}) {
			t.Errorf("%+v", ps)
		}
		if synctest.Wait(); i.link.Err() == nil {
			t.Error("who was put out is still in")
		}
		s.tryCall(one).refused()
		s.memory.Break(errors.New("no space"))
		h.send(profile.PutPeer{Key: one.Public[:], Role: profile.RoleInstaller})
		if e := expect[profile.Error](h); e.Code != profile.ErrorBusy {
			t.Errorf("%+v", e)
		}
		s.tryCall(one).refused()
		s.memory.Break(nil)
		s.cycle()
		two, _ := s.callAs(testKey(t, "peer1"))
		if h, _ = s.call(); two.link.Err() != nil {
			t.Error("the hub's session ended another's")
		}
	})
}

// TestAnotherHubFindsALockAsNew: no table, no peers, no advertisement key, no journal; the same
// hub finds everything.
func TestAnotherHubFindsALockAsNew(t *testing.T) {
	withTable(t, Config{}, tableOf(tags(3)), func(t *testing.T, s *scene) {
		h, _ := s.call()
		installer := h.admit("installer", profile.RoleInstaller)
		h.send(profile.SetAdvert{Key: bytes.Repeat([]byte{3}, 32)})
		expect[profile.State](h)
		h.link.Close()
		s.pair()
		s.callAs(installer)
		_, hello := s.call()
		if hello.Table.Rows != 3 || hello.Advert != profile.CheckOf(bytes.Repeat([]byte{3}, 32)) {
			t.Errorf("the same hub: %+v", hello)
		}
		s.own = testKey(t, "another hub")
		s.pair()
		h, hello = s.call()
		if hello.Table.Rows != 0 || hello.Advert != (profile.Check{}) || hello.Head != 0 {
			t.Errorf("another hub: %+v", hello)
		}
		s.tryCall(installer).refused()
		s.tryCall(testKey(t, "hub")).refused()
		s.hands("tag 04A10001")
		expect[profile.AccessRequest](h)
	})
}
