package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

// release takes what is ours out of the lock: first the codes, as long as we may, then our own
// authorization. Behind that the lock understands nothing of us, so nothing more is asked.
func (s *nukiSession) release(id core.CommandID) {
	if !s.admin {
		s.answer(id, core.ResultRefused, "its admin PIN is not known here: delete Local IQ and its codes in the lock's own app")
		return
	}
	s.releases = id
	s.codes.begin(true)
	s.codes.bring(&codeImage{whole: true})
}

func (s *nukiSession) released(r core.Result, detail string) {
	if !s.releases.IsZero() {
		s.answer(s.releases, r, detail)
		s.releases = core.CommandID{}
	}
}

// askLeave takes our own authorization away. A lock that will not has lost our codes all the same.
func (s *nukiSession) askLeave() *ask {
	s.leaves = false
	return &ask{
		pinned: true,
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message {
			return nuki.RemoveAuth{ID: s.peer.auth, Nonce: n, PIN: s.pin}
		},
		hear: func(m nuki.Message, _ core.Instant) bool {
			if complete(m) {
				s.left = true
				s.released(core.ResultDone, "its codes are gone, and so is its pairing with this hub")
			}
			return complete(m)
		},
		no: func(nuki.ErrorReport, core.Instant) {
			s.released(core.ResultDone, "its codes are gone; delete Local IQ in the lock's own app as well")
		},
	}
}
