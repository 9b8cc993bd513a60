package rules

import (
	"time"

	"localiq/core"
)

// Whose phone will open no more unless it is renewed is told once for each signature, a week before
// (Settings.PassLead), some at a time; those that end at one instant together. core.HubState.Passes is
// how far that was told: ends come in order.

const (
	passesTold  = 20
	passesPause = 10 * time.Second
)

// passEndsAt is when the next is told, ns UTC; 0: none is.
func passEndsAt(c *core.Config, told int64) int64 {
	if end := c.NextPass(told); end != 0 {
		return end - int64(c.Settings.PassLead())
	}
	return 0
}

// passWake: what was due before the newest kept input has its pause from there.
func passWake(s *core.Site) core.Wake {
	switch due := passEndsAt(s.Config, s.Hub.Passes); {
	case due == 0 || judgedAt(s).Trust == core.Untrusted:
		return core.Wake{}
	case due > s.At.Wall:
		return core.Wake{Wall: due}
	}
	return core.Wake{Up: s.At.Up + passesPause}
}

func (d *draft) passesEnd() {
	now := d.now()
	if now.Trust == core.Untrusted || soon(d.s.At, now, passesPause) && passEndsAt(d.cfg, d.hub.Passes) <= d.s.At.Wall {
		return
	}
	last := now.Wall + int64(d.cfg.Settings.PassLead())
	for told := 0; told < passesTold; {
		end := d.cfg.NextPass(d.hub.Passes)
		if end == 0 || end > last {
			return
		}
		d.hub.Passes = end
		for i := range d.cfg.Keys {
			if k := &d.cfg.Keys[i]; k.Pass == end && k.State == core.KeyActive {
				d.passEnds(k, now.Wall)
				told++
			}
		}
	}
}

// passEnds says nothing of a phone that has its end from its key or its person: renewing mends nothing.
func (d *draft) passEnds(k *core.Key, wall int64) {
	if p := d.cfg.Person(k.Person); p != nil && !p.Blocked && d.cfg.PassUntil(*k, max(wall, k.From)) > k.Pass {
		d.tell(core.Notice{What: core.PassEnds, Person: k.Person, Key: k.ID, KeyKind: k.Kind, Until: k.Pass})
	}
}
