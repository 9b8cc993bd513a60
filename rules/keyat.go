package rules

import (
	"slices"

	"localiq/core"
)

// KeyAtDoors is how a key stands at each door where it stands at all, by the proof of sync: a lock
// holds what it has said that it holds [lock.sync]. In the order of the doors.
func KeyAtDoors(s *core.Site, key core.KeyID, at core.Instant) (out []core.KeyAt) {
	k, r := s.Config.Key(key), right{wall: at.Wall}
	for i := range s.Config.Doors {
		set := &s.Config.Doors[i]
		if set.Lock == "" {
			continue
		}
		st := s.Door(set.ID)
		is := core.KeyAt{Door: set.ID, Name: set.Name}
		r.read(s.Config, set, k)
		gone, lingers := slices.BinarySearchFunc(st.Sync.Gone, key, byGoneKey)
		switch {
		case r.unfit != 0 && lacksOf(s.Config, set).Has(core.LackRequests):
			is.Is = core.KeyUnfit
		case r.opens && set.Table != core.TableNone && st.Sync.Done() && st.Sync.Left == 0:
			is.Is = core.KeyHeld
		case r.opens && set.Table != core.TableNone && !st.Sync.Done():
			is.Is = core.KeyComing
		case r.opens || r.hub:
			is.Is = core.KeyByHub
		case lingers:
			is.Is, is.Until = core.KeyLingers, st.Outlives(st.Sync.Gone[gone], at)
		default:
			continue
		}
		out = append(out, is)
	}
	return out
}
