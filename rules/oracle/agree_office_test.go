package oracle

import (
	"fmt"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
)

// TestOracleAgreesOnOfficeMode: after a tick the door is held as its state, its schedule and the
// instant say, and until when [eom] [mom] OM-1 to OM-3, OM-6 to OM-8, OM-12 to OM-14.
func TestOracleAgreesOnOfficeMode(t *testing.T) {
	kept, begun, ended := 0, 0, 0
	eachSite(t, func(c *chance) {
		s, at := c.officeSite(func(es []core.Edit) *core.Config { return config(t, c, es) })
		was, want := s.Doors[0].Wanted.Bolt == core.BoltOffice, hold(s, 0, at, amiss{})
		if diff := want.differs(s, at); diff != "" {
			b := story(s, core.Request{At: at})
			t.Errorf("%s\n%s", diff, b)
		}
		switch {
		case was && want.on:
			kept++
		case want.on:
			begun++
		case was:
			ended++
		}
	})
	if *onlyFlag < 0 && *sitesFlag >= 10_000 && (kept < 100 || begun < 100 || ended < 100) {
		t.Errorf("%d holds went on, %d began, %d ended: too few to say anything", kept, begun, ended)
	}
}

// differs says how the rules hold the door otherwise; "": they do not.
func (h held) differs(s *core.Site, at core.Instant) string {
	d := rules.Decide(s, core.Input{ID: s.Seq + 1, At: at, Origin: core.Origin{Kind: core.FromClock}, Event: core.Ticked{}})
	w := s.Apply(s.Seq+1, at, d.Changes).Doors[0].Wanted
	on := w.Bolt == core.BoltOffice
	if h.unknown || on == h.on && (!on || w.Until == h.until || h.endless) {
		return ""
	}
	return fmt.Sprintf("the rules hold it %v until %s, the oracle %v until %s", on, time.Unix(0, w.Until).In(s.Config.Zone), h.on, time.Unix(0, h.until).In(s.Config.Zone))
}

// officeSite is one door with a schedule for its office mode, and a state in which it may be found: in
// a window of its own, of another day, or in none.
func (c *chance) officeSite(cfg func([]core.Edit) *core.Config) (*core.Site, core.Instant) {
	edits, schedules := c.schedules()
	set := core.Door{ID: "front", Name: "front", Lock: "l1", Schedule: schedules[0], Office: core.OfficePolicy(c.IntN(5))}
	edits = append(edits, core.Put(core.Lock{ID: "l1", Family: "localiq"}), core.Put(set))
	s := core.NewSite(core.HubState{ID: "00000001"})
	s.Config = cfg(edits)
	h := hours{cfg: s.Config, id: set.Schedule, all: true}
	at := core.Instant{Wall: c.instant(h.edges(c)), Boot: boot, Up: 1_000_000 * time.Second, Trust: pick(c, core.Trusted, core.Trusted, core.Trusted, core.Holdover, core.Untrusted)}
	s.Seq, s.At = 20, at.Add(-time.Minute)
	d := core.DoorState{Door: set.ID, Link: core.Link{Heard: c.odds(5, 6), Since: at.Add(-time.Hour)}}
	d.Office = c.office(set.Office, h, at)
	for _, m := range []core.DoorMode{core.ModeFireOpen, core.ModeLockdown, core.ModeBlocked} {
		if c.odds(1, 12) {
			d.Levels = append(d.Levels, core.Level{Mode: m, Since: at.Add(-time.Hour), Until: pick(c, core.Instant{}, c.about(at, 0))})
		}
	}
	d.Wanted = core.Wanted{Bolt: core.BoltLocked, Since: 10, At: at.Add(-time.Hour)}
	switch {
	case len(d.Levels) > 0 && d.Levels[0].Mode == core.ModeFireOpen:
		d.Wanted.Bolt = core.BoltOffice
	case len(d.Levels) == 0 && d.Office.On:
		d.Wanted.Bolt, d.Wanted.Until = core.BoltOffice, d.Office.Until
	}
	d.Reported = core.Reported{At: at.Add(-time.Minute), Bolt: d.Wanted.Bolt, BoltSince: d.Wanted.At, Contact: core.ContactClosed, ContactSince: at.Add(-2 * time.Hour)}
	s.Doors = []core.DoorState{d}
	return s, at
}

// office is on or off, with what is remembered of windows by the instant.
func (c *chance) office(p core.OfficePolicy, h hours, at core.Instant) (o core.Office) {
	near := h.spans(c.date-1, c.date+1)
	some := func() span {
		if now, open := h.at(at.Wall); open && c.odds(1, 2) {
			return now
		}
		if len(near) > 0 {
			return pick(c, near...)
		}
		return span{}
	}
	if c.odds(1, 4) {
		o.Ended = some().id
	}
	if c.odds(1, 4) {
		o.Relocked = some().id
	}
	if c.odds(1, 2) {
		o.First, o.Came = some().id, "p0"
	}
	switch w := some(); {
	case c.odds(1, 2) || p == core.OfficeOff:
	case c.odds(1, 4) || p == core.OfficeManual:
		o.On, o.Mode, o.Since = true, core.OfficeManual, at.Add(-time.Hour)
	case w.id > o.Ended && w.id != o.Relocked && !w.noStart && !w.noEnd:
		o.On, o.Mode, o.Since = true, p, at.Add(-time.Hour)
		o.Occurrence, o.Start, o.Until = w.id, w.start, w.end
	}
	return o
}
