package hub

import (
	"slices"

	"localiq/core"
	"localiq/rules"
)

// sight cuts what the hub shows to what one caller sees. What a new release shows besides is seen by
// nobody below an admin until it is written down here.
type sight struct {
	rules.Sight
	cfg *core.Config
}

func (v sight) of(s *core.Snapshot) *core.Snapshot {
	if v.All {
		return s
	}
	out := &core.Snapshot{Now: s.Now, Seq: s.Seq, Health: s.Health,
		Hub:      core.HubState{ID: s.Hub.ID, Epoch: s.Hub.Epoch, Version: s.Hub.Version, Started: s.Hub.Started, Clock: s.Hub.Clock},
		Settings: core.Settings{Name: s.Settings.Name, Zone: s.Settings.Zone, ZoneData: s.Settings.ZoneData, Installing: s.Settings.Installing}}
	if v.Hardware {
		out.Hub.Radios, out.Hub.Alerts = s.Hub.Radios, s.Hub.Alerts
		out.Settings.InstallerUntil = s.Settings.InstallerUntil
		out.Locks, out.Repeaters, out.Air, out.Errands = s.Locks, s.Repeaters, s.Air, s.Errands
	}
	for _, c := range s.Doors {
		switch {
		case v.Hardware:
			out.Doors = append(out.Doors, asHardware(c))
		case v.Door(v.cfg, c.Door.ID):
			out.Doors = append(out.Doors, v.asTheirs(c))
		}
	}
	return out
}

// bare is a door with nobody at it: how it stands.
func bare(c core.DoorCard) core.DoorCard {
	st := &c.State
	out := core.DoorCard{Door: c.Door, OfficeWindow: c.OfficeWindow, State: core.DoorState{Door: st.Door, Link: st.Link, Reported: st.Reported, Wanted: st.Wanted}}
	out.State.Office = core.Office{On: st.Office.On, Mode: st.Office.Mode, Since: st.Office.Since, Until: st.Office.Until}
	out.State.Opening = st.Opening
	out.State.Opening.By = ""
	for _, l := range st.Levels {
		out.State.Levels = append(out.State.Levels, core.Level{Mode: l.Mode, Site: l.Site, Since: l.Since, Until: l.Until})
	}
	return out
}

// asHardware is a door with its lock, and nobody who came.
func asHardware(c core.DoorCard) core.DoorCard {
	out, st := bare(c), c.State
	out.Lock, out.Signal = c.Lock, c.Signal
	s := &out.State
	s.Flight, s.Cursor, s.Relock, s.Talks, s.Admin, s.Exit, s.Bounces, s.Flood, s.Reader = st.Flight, st.Cursor, st.Relock, st.Talks, st.Admin, st.Exit, st.Bounces, st.Flood, st.Reader
	s.Sync = core.Sync{Wanted: st.Sync.Wanted, Since: st.Sync.Since, Over: st.Sync.Over, Reported: st.Sync.Reported, At: st.Sync.At, Rows: st.Sync.Rows,
		Left: st.Sync.Left, LeftFor: st.Sync.LeftFor, Unfit: st.Sync.Unfit, More: st.Sync.More + len(st.Sync.Gone), Freeing: st.Sync.Freeing}
	for _, a := range st.Alerts {
		a.By = ""
		s.Alerts = append(s.Alerts, a)
	}
	return out
}

// asTheirs is a door that somebody may open, and of who came only they themselves.
func (v sight) asTheirs(c core.DoorCard) core.DoorCard {
	out := bare(c)
	out.Door = core.Door{ID: c.Door.ID, Name: c.Door.Name, Lock: c.Door.Lock, Office: c.Door.Office}
	if c.State.Last.Verdict.Person == v.Own {
		out.State.Last, out.LastWho, out.LastGroup, out.LastSchedule = c.State.Last, c.LastWho, c.LastGroup, c.LastSchedule
	}
	if c.State.Office.By == v.Own {
		out.State.Office.By, out.OfficeBy = v.Own, c.OfficeBy
	}
	return out
}

// ofHardware are the notices that are about a lock, a radio or a door, whoever was there.
var ofHardware = []core.What{core.DoorWasOpened, core.DoorWasClosed, core.BoltMoved, core.AlertRaised, core.AlertWasAcked, core.AlertCleared,
	core.LockFound, core.HubUp, core.RadioDown, core.RadioUp, core.CommandDone, core.CommandFailed, core.CommandUnknown, core.HistoryLost,
	core.JournalChanged, core.ClockSet, core.DoorUncertain, core.StoreTrouble, core.TableHeld, core.CodesLimited, core.Identified,
	core.LockReleased, core.RadioShuns, core.DoorBounced, core.PreAlarm, core.AlertGrew, core.AlertsMany, core.ClockJudged, core.ClockDoubted, core.RelockedOpen}

// notice is one as the caller sees it; false: not at all.
func (v sight) notice(n core.Notice) (core.Notice, bool) {
	switch {
	case v.All:
		return n, true
	case v.Hardware && slices.Contains(ofHardware, n.What):
		return core.Notice{Seq: n.Seq, N: n.N, At: n.At, What: n.What, Door: n.Door, Lock: n.Lock, Reason: n.Reason, Alert: n.Alert, Bolt: n.Bolt,
			By: n.By, Late: n.Late, Origin: core.Origin{Kind: n.Origin.Kind}, For: n.For, Within: n.Within, Until: n.Until, Mode: n.Mode, Count: n.Count, Quiet: n.Quiet,
			Detail: hardwareDetail(n)}, true
	case v.Own != "" && n.Person == v.Own && (n.Origin.As == "" || n.Origin.As == v.Own):
		return n, true
	}
	return core.Notice{}, false
}

// hardwareDetail is kept where no person can be in it: what a radio, the clock or a command said.
func hardwareDetail(n core.Notice) string {
	switch n.What {
	case core.AlertWasAcked, core.DoorWasOpened:
		return ""
	}
	return n.Detail
}
