package rules

import (
	"reflect"
	"time"

	"localiq/core"
)

// Decide says what follows from an input. It reads s and changes nothing: the loop keeps the
// decision first, then applies it, acts and tells. An input that changes nothing gives an
// empty decision, and so does one that was decided before (same journal, same index).
//
// After the event itself, every decision does what has fallen due by in.At, so that a late
// tick loses nothing and Next never lies in the past.
func Decide(s *core.Site, in core.Input) core.Decision {
	d := &draft{s: s, in: in, cfg: s.Config, hub: s.Hub}
	if d.repeated() {
		return core.Decision{}
	}
	d.event()
	d.settle()
	return d.decision()
}

// event has one sentence of the house for each word of core's events.
func (d *draft) event() {
	switch e := d.in.Event.(type) {
	case core.AccessRequested:
		d.request(e)
	case core.KeyRefusedAway:
		d.refusedAway(e)
	case core.KeyAdmitted:
		d.admitted(e)
	case core.OfLock:
		d.told(e)
	case core.LockHeard:
		d.heard(e)
	case core.LockSilent:
		d.silent(e)
	case core.LockRefuses:
		d.refusedBy(e)
	case core.AdminRefused:
		d.adminRefused(e)
	case core.LockLearnt:
		d.learnt(e)
	case core.CommandAnswered:
		d.answered(e)
	case core.TableReported:
		d.tableReported(e)
	case core.LinksMade:
		d.linksMade(e)
	case core.JournalLost:
		d.journalLost(e)
	case core.JournalBegun:
		d.journalBegun(e)
	case core.HubStarted:
		d.started(e)
	case core.StoreFailed:
		d.storeFailed(e)
	case core.RadioFell:
		d.radio(e.Adapter, false, e.Why)
	case core.RadioRose:
		d.radio(e.Adapter, true, "")
	case core.RadioBlamed:
		d.blamed(e)
	case core.ClockStepped:
		d.stepped(e)
	case core.ClockRead:
		d.clockRead(e.Box)
	case core.LockClock:
		d.lockClock(e)
	case core.SessionOpened:
		d.sessionOpened(e)
	case core.SessionEnded:
		d.sessionEnded(e)
	case core.ConsoleRefused:
		d.consoleRefused(e)
	case core.ConsoleShut:
		d.tell(core.Notice{What: core.ConsoleIsShut, Detail: e.Why})
	case core.APIKeyUsed:
		d.apiKeyUsed(e)
	case core.APIRefused:
		d.tell(core.Notice{What: core.HTTPSRefused, Count: e.Times, Detail: requestsFrom(e)})
	case core.APIShut:
		d.tell(core.Notice{What: core.HTTPSShut, Detail: e.Why})
	default:
		d.asked()
	}
}

// asked is what people wish.
func (d *draft) asked() {
	if err := May(d.s, d.in); err != nil {
		d.above(err)
		return
	}
	switch e := d.in.Event.(type) {
	case core.SiteEdited:
		d.edited(e)
	case core.OpenAsked:
		d.openAsked(e)
	case core.LockAsked:
		d.lockAsked(e)
	case core.OfficeAsked:
		d.officeAsked(e)
	case core.DoorModeAsked:
		d.doorModeAsked(e)
	case core.ClockConfirmed:
		d.clockConfirmed(e)
	case core.AlertAcked:
		d.acked(e)
	case core.VoucherRedeemed:
		d.voucherRedeemed(e.Voucher)
	case core.IdentifyAsked:
		d.identifyAsked(e)
	case core.ReleaseAsked:
		d.releaseAsked(e)
	case core.TablesDue:
		d.tablesDue()
	case core.Activated:
		d.activated(e)
	case core.PINRead:
		d.pinRead(e)
	case core.TagAwaited:
		d.tagAwaited(e)
	case core.TagForgone:
		d.tagForgone(e)
	case core.SecretsExported:
		d.secretsExported(e)
	case core.PlacesForgiven:
		d.forgives(e)
	case core.ClaimShown:
		d.claimShown(e)
	case core.ClaimTaken:
		d.claimTaken(e)
	}
}

// told is what a lock says of its own door, live or late.
func (d *draft) told(ev core.OfLock) {
	w := d.of(ev.Of())
	if w == nil {
		return
	}
	w.speaks()
	switch e := ev.(type) {
	case core.DoorOpened:
		w.opened(d.in.When(), d.in.Claim.Within)
	case core.DoorClosed:
		w.shut(d.in.When(), d.in.Claim.Within)
	case core.BoltTurned:
		w.turned(e)
	case core.HandleTurned:
		w.exited(d.in.When())
	case core.Tampered:
		w.raise(core.AlertTamper, d.in.When(), core.Notice{At: d.in.When()})
	case core.EntryLimited:
		w.limited(e)
	case core.LockUpdated:
		w.tell(core.Notice{What: core.ConfigChanged, At: d.in.When(), Detail: "the lock runs another firmware"})
	case core.LockReported:
		w.reports(e)
		w.inSession()
	}
}

// draft is a decision in the making.
type draft struct {
	s      *core.Site
	in     core.Input
	cfg    *core.Config // that counts: after an edit the new one
	hub    core.HubState
	doors  []*doorway   // those that were looked at, in that order
	counts []core.Count // of people with whom something moved
	out    core.Decision
}

// doorway is one door in a decision: how people set it, as it was, and as it becomes.
type doorway struct {
	*draft
	core.DoorState
	set  *core.Door
	was  core.DoorState
	also []core.Shown // keys that were shown with the one that is granted
}

// door is nil when the site has no such door.
func (d *draft) door(id core.DoorID) *doorway {
	for _, w := range d.doors {
		if w.Door == id {
			return w
		}
	}
	set := d.cfg.Door(id)
	if set == nil {
		return nil
	}
	st := core.DoorState{Door: id}
	if was := d.s.Door(id); was != nil {
		st = *was
	}
	w := &doorway{draft: d, DoorState: st, set: set, was: st}
	d.doors = append(d.doors, w)
	return w
}

// of is the doorway of a lock; nil when it is fitted to none.
func (d *draft) of(l core.LockID) *doorway {
	if door := d.cfg.DoorOf(l); door != nil {
		return d.door(door.ID)
	}
	return nil
}

// send numbers a command. A zero window means that it stays good.
func (d *draft) send(l core.LockID, op core.Op, window time.Duration) core.CommandID {
	id := core.CommandID{Run: d.hub.Run, Seq: d.in.ID, N: uint8(len(d.out.Commands) + 1)}
	c := core.Command{ID: id, Lock: l, Op: op}
	if window != 0 {
		c.NotAfter = d.in.At.Add(window)
	}
	d.out.Commands = append(d.out.Commands, c)
	return id
}

// tell numbers a notice. Without a time of its own it is about now.
func (d *draft) tell(n core.Notice) {
	n.Seq, n.N, n.Late = d.in.ID, len(d.out.Notices)+1, d.in.Late
	if n.At.IsZero() {
		n.At = d.in.At
	}
	if d.in.Origin.Kind >= core.FromConsole {
		n.Origin = d.in.Origin
	}
	d.out.Notices = append(d.out.Notices, n)
}

// tell names the door and its lock.
func (w *doorway) tell(n core.Notice) {
	n.Door, n.Lock = w.Door, w.set.Lock
	w.draft.tell(n)
}

func (d *draft) refuse(e *core.Error) { d.out.Answer.Error = e }

// decision lists what became different: the configuration first, because it decides which
// doors there are.
func (d *draft) decision() core.Decision {
	for _, w := range d.doors {
		if !reflect.DeepEqual(w.was, w.DoorState) {
			d.out.Changes = append(d.out.Changes, core.DoorBecame{State: w.DoorState})
		}
	}
	for _, c := range d.counts {
		d.out.Changes = append(d.out.Changes, core.CountBecame{Count: c})
	}
	if !reflect.DeepEqual(d.s.Hub, d.hub) {
		d.out.Changes = append(d.out.Changes, core.HubBecame{State: d.hub})
	}
	return d.out
}
