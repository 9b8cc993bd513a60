package rules

import (
	"slices"

	"localiq/core"
)

// Passes are what a digital key is signed for: for each door that it may open at any time, the table of
// its lock with this key's row alone. Where the hub alone may let it in, the row says no time and
// HubOnly is set. without names the doors that it may open, and not with a phone, for what their
// locks are. The mode that a door is in does not count: it passes, and its table knows.
func Passes(s *core.Site, key core.KeyID, at core.Instant) (out []core.Pass, without []string) {
	k := s.Config.Key(key)
	if k == nil || k.Kind != core.KeyDigital {
		return nil, nil
	}
	r := right{wall: at.Wall}
	for i := range s.Config.Doors {
		set := &s.Config.Doors[i]
		lock := s.Config.Lock(set.Lock)
		if r.read(s.Config, set, k); lock == nil || !r.opens && !r.hub && r.unfit == 0 {
			continue
		}
		if r.unfit != 0 || lock.Lacks.Has(core.LackTags) {
			without = append(without, set.Name)
			continue
		}
		p := core.Pass{Door: set.Name, Lock: *lock, Table: Table(s.Config, set.ID, s.Door(set.ID).Sync.Wanted, at), Until: k.Pass}
		p.Table.Rows = slices.DeleteFunc(p.Table.Rows, func(r core.Row) bool { return r.Key != key })
		if p.HubOnly = len(p.Table.Rows) == 0; p.HubOnly {
			p.Table.Rows = []core.Row{{Key: key, Person: k.Person, Kind: k.Kind}}
		}
		out = append(out, p)
	}
	return out, without
}
