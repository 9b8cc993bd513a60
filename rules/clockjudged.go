package rules

import (
	"localiq/core"
)

// trust is how far the clock is believed after what this input said. Before the first HubStarted it
// is as the instant says.
func (d *draft) trust() core.Trust {
	c, at := &d.hub.Clock, d.in.At
	if c.Since.IsZero() || c.Source == core.SourceMade {
		return at.Trust
	}
	return c.TrustAt(at.Boot, at.Up)
}

// judged tells when the clock is believed more or less than was told, or somebody else is. While
// nobody is believed no schedule holds a door open (OM-12); manual office mode needs no clock.
func (d *draft) judged() {
	c, was := &d.hub.Clock, &d.s.Hub.Clock
	if c.Since.IsZero() {
		return
	}
	now := d.trust()
	if now != c.Trust {
		c.Trust, c.Since = now, d.in.At
	}
	switch {
	case now == core.Untrusted:
		d.raiseOfHub(core.AlertClock, "nobody has told the time since the power came on")
		d.endScheduled()
	case d.clearOfHub(core.AlertClock), c.Source != core.SourceMade && (now != was.Trust || c.Source != was.Source):
		d.tell(core.Notice{What: core.ClockJudged, Detail: c.Say(d.in.At)})
	}
}

// endScheduled ends what a schedule holds open, because nobody can say when it ends.
func (d *draft) endScheduled() {
	for i := range d.cfg.Doors {
		id := d.cfg.Doors[i].ID
		st := d.s.Door(id)
		if w := d.looked(id); w != nil {
			st = &w.DoorState
		}
		if st != nil && st.Office.On && st.Office.Mode != core.OfficeManual {
			d.door(id).endOffice(d.in.At, "clock not trusted", "", "")
		}
	}
}

// clockWake is when the last word about the time gets old.
func clockWake(c *core.ClockState, boot core.BootID) (w core.Wake) {
	if c.Since.IsZero() || c.Trust != core.Trusted || c.Source == core.SourceMade || c.Source == core.SourceNone || c.Boot != boot {
		return w
	}
	w.Up = c.Proven.Up + core.ClockFresh
	return w
}
