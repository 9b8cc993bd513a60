package hub

import "localiq/core"

// judged is a core.Clock that shows what a site believes of it (core.ClockState), and can read what
// there is to go by. Any other clock is believed as it is.
type judged interface {
	Follow(*core.Site)
	Read() core.BoxClock
}

// follow has the clock show what was decided last. It goes before the disk: nothing opens on it that
// is not kept after it.
func (s *state) follow() {
	if c, ok := s.c.Clock.(judged); ok {
		c.Follow(s.head)
	}
}

// boxClock is the zero value where there is nothing to judge.
func (h *Hub) boxClock() core.BoxClock {
	if c, ok := h.c.Clock.(judged); ok {
		return c.Read()
	}
	return core.BoxClock{}
}

// stepClock has the rules know at once of a wall clock that was set.
func (s *state) stepClock() {
	if step, ok := s.clockStep(s.now()); ok {
		s.decide(ask{in: core.Input{Origin: core.Origin{Kind: core.FromClock}, Event: step}})
	}
}
