package oracle

import (
	"time"

	"localiq/core"
)

// about is an instant close to d before at, in this boot or, now and then, in one before.
func (c *chance) about(at core.Instant, d time.Duration) core.Instant {
	i := at.Add(-d + pick(c, 0, -time.Nanosecond, time.Nanosecond, time.Second, -time.Second))
	if c.odds(1, 10) {
		i.Boot, i.Up = "before", time.Duration(c.IntN(2_000_000))*time.Second
	}
	i.Trust = core.Trusted
	return i
}

func (c *chance) doorState(cfg *core.Config, id core.DoorID, at core.Instant) core.DoorState {
	d := core.DoorState{Door: id, Link: core.Link{Heard: c.odds(9, 10)}}
	d.Reported = core.Reported{At: at.Add(-time.Minute), Bolt: c.bolt(), Contact: core.ContactClosed}
	for _, m := range []core.DoorMode{core.ModeFireOpen, core.ModeLockdown, core.ModeBlocked} {
		if c.odds(1, 12) {
			l := core.Level{Mode: m, Since: at.Add(-time.Hour)}
			if c.odds(1, 2) {
				l.Until = c.about(at, 0)
			}
			d.Levels = append(d.Levels, l)
		}
	}
	if len(d.Levels) > 0 && d.Levels[0].Mode == core.ModeFireOpen && d.Mode(at) == core.ModeFireOpen || c.odds(1, 8) {
		d.Wanted.Bolt = core.BoltOffice
	}
	if c.odds(1, 4) || d.Wanted.Bolt == core.BoltOffice {
		d.Wanted.At = c.about(at, time.Hour)
	}
	d.Reader = core.Reader{Half: c.waiting(cfg, at), One: c.waiting(cfg, at), First: c.waiting(cfg, at)}
	if c.odds(1, 2) {
		d.Reader.First.At = c.about(at, pick(c, time.Hour, 3*time.Hour, 12*time.Hour, 24*time.Hour))
	}
	if k := cfg.Key(d.Reader.Half.Key); k != nil && k.Kind == core.KeyPIN {
		d.Reader.Half = core.Waiting{} // no PIN is the first of two
	}
	if c.odds(1, 2) {
		d.Reader.Asked = []core.RequestID{"other", "asked"}
	}
	if c.odds(1, 8) {
		d.Reader.PINs.Until = c.about(at, 0)
	}
	if c.odds(1, 3) {
		k := pick(c, cfg.Keys...)
		d.Grant = core.Grant{Person: k.Person, Key: k.ID, Seq: 5, Until: at.Add(pick(c, -time.Second, 5*time.Second)), Taken: c.odds(1, 3)}
		switch d.Grant.Until.Boot = pick(c, boot, boot, boot, "before"); c.IntN(3) {
		case 0:
			d.Reported.BoltSince = at.Add(-time.Second)
		case 1:
			d.Reported.At = at
		}
		if k := pick(c, cfg.Keys...); c.odds(1, 2) && k.ID != d.Grant.Key {
			d.Grant.Also = []core.Shown{{Person: k.Person, Key: k.ID}}
		}
	}
	return d
}

func (c *chance) bolt() core.Bolt {
	return pick(c, core.BoltUnknown, core.BoltLocked, core.BoltLocked, core.BoltLocked, core.BoltLocked, core.BoltUnlocked, core.BoltOffice, core.BoltPrivacy, core.BoltJammed)
}

// waiting is somebody who showed a key about 20 s ago, or lately, or nobody.
func (c *chance) waiting(cfg *core.Config, at core.Instant) (w core.Waiting) {
	if c.odds(1, 5) {
		return w
	}
	k := pick(c, cfg.Keys...)
	w = core.Waiting{Person: k.Person, Key: k.ID, At: c.about(at, pick(c, soon, 3*time.Second, 3*time.Second)), Config: cfg.Version}
	if c.odds(1, 10) {
		w.Config--
	}
	return w
}

func (c *chance) counts(cfg *core.Config, at core.Instant) (out []core.Count) {
	for _, p := range cfg.People {
		n := core.Count{Person: p.ID}
		if c.odds(2, 3) {
			n.Area, n.Since = pick[core.AreaID](c, "inside", "outside"), c.about(at, pick(c, 2*time.Second, time.Hour, 5*time.Hour, 30*time.Hour))
		}
		for _, k := range cfg.Keys {
			kc := core.KeyCount{Key: k.ID, Uses: min(k.Uses, c.IntN(3))}
			if c.odds(1, 6) {
				kc.Wrong.Until = c.about(at, 0)
			}
			if k.Person == p.ID && (kc.Uses > 0 || !kc.Wrong.IsZero()) {
				n.Keys = append(n.Keys, kc)
			}
		}
		if !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}
