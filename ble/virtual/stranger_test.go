package virtual

import (
	"bytes"
	"testing"

	"localiq/ble/profile"
	"localiq/core"
)

// An installer sets a clock that nobody has set, and no other: rows of the
// table open by it.
func TestInstallerSetsOnlyAnUnsetClock(t *testing.T) {
	inSession(t, Config{}, func(t *testing.T, s *scene, h *talk) {
		own := h.admit("installer", profile.RoleInstaller)
		i, _ := s.callAs(own)
		i.send(profile.SetClock{UTC: 1795339881000, Quality: core.Holdover})
		if st := expect[profile.State](i); st.Clock != core.Holdover {
			t.Errorf("%+v", st)
		}
		i.send(profile.SetClock{UTC: 1795339881000, Quality: core.Trusted})
		if e := expect[profile.Error](i); e != (profile.Error{Code: profile.ErrorForbidden, Of: profile.TypeSetClock}) {
			t.Errorf("%+v", e)
		}
		h.setClock()
		if s.lock.State().Clock != core.Trusted {
			t.Error("the hub's word is not taken")
		}
	})
}

// TestInfoTellsNoSerial: a lock that hides cannot be told by connecting to it; one that pairs can.
func TestInfoTellsNoSerial(t *testing.T) {
	stage(t, Config{Model: "virtual"}, func(t *testing.T, s *scene) {
		serial := s.lock.Serial()
		s.pair()
		if !bytes.Contains(s.lock.Info(), serial[:]) {
			t.Error("a lock as new says who it is")
		}
		h, _ := s.call()
		h.send(profile.SetAdvert{Key: bytes.Repeat([]byte{9}, 32)})
		expect[profile.State](h)
		if info := s.lock.Info(); bytes.Contains(info, serial[:]) || bytes.Contains(info, []byte("virtual")) {
			t.Errorf("%x", info)
		}
		s.hands("pair")
		if !bytes.Contains(s.lock.Info(), serial[:]) {
			t.Error("nobody could pair it")
		}
	})
}
