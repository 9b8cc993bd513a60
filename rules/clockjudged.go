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
// nobody is believed no schedule holds a door open (OM-12); manual office mode without an end needs no clock.
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
	case d.clearOfHub(core.AlertClock), c.Source != core.SourceMade && (now != was.Trust || c.Source != was.Source || d.confirms()):
		d.tell(core.Notice{What: core.ClockJudged, Detail: c.Say(d.in.At)})
	}
}

// confirms: a person who says again what a person said is told of as well.
func (d *draft) confirms() bool {
	_, says := d.in.Event.(core.ClockConfirmed)
	return says && d.out.Answer.Error == nil
}

// clockWake is when the last word about the time gets old.
func clockWake(c *core.ClockState, boot core.BootID) (w core.Wake) {
	if c.Since.IsZero() || c.Trust != core.Trusted || c.Source == core.SourceMade || c.Source == core.SourceNone || c.Boot != boot {
		return w
	}
	w.Up = c.Proven.Up + core.ClockFresh
	return w
}
