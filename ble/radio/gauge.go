package radio

import "localiq/core"

// Gauge implements ble.Gauge.
func (s *Supervisor) Gauge() core.RadioNow {
	h, _ := s.Health()
	return core.RadioNow{Address: s.Address(), Reports: h.Reports, Round: h.RoundTrip, Goroutines: h.Goroutines, Files: h.Descriptors}
}
