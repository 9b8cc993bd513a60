package radio

import (
	"time"

	"localiq/ble"
	"localiq/core"
)

// tellFell is an edge: the same reason again, without a rise between, is not told.
func (s *Supervisor) tellFell(why string) {
	s.mu.Lock()
	again := s.told == why
	s.told = why
	s.mu.Unlock()
	if !again {
		s.report(core.RadioFell{Adapter: s.adapter, Why: why})
	}
}

func (s *Supervisor) accuse(suspects []ble.Addr, why suspicion) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.blame.accuse(suspects, why, time.Now()) {
		s.blamed = append(s.blamed, core.RadioBlamed{Adapter: s.adapter, Address: v.peer.String(), Falls: v.falls, For: v.pause})
	}
}

func (s *Supervisor) acquit(a ble.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blame.acquit(a)
}

func (s *Supervisor) tellBlamed() {
	s.mu.Lock()
	blamed := s.blamed
	s.blamed = nil
	s.mu.Unlock()
	for _, e := range blamed {
		s.report(e)
	}
}
