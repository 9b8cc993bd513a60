package rules

import (
	"reflect"

	"localiq/core"
)

// edited makes another configuration, or says what is wrong with the edits and changes nothing.
func (d *draft) edited(e core.SiteEdited) {
	if e.Of != 0 && e.Of != d.cfg.Version {
		d.refuse(core.Outdated())
		return
	}
	e.Edits = d.keepsSubscription(e.Edits)
	if same(d.cfg, e.Edits) {
		if len(d.in.Private) > 0 { // a name is no part of the configuration, and must be kept
			d.tell(core.Notice{What: core.ConfigChanged, Detail: e.Why})
		}
		return
	}
	if err := sayable(d.cfg, e.Edits); err != nil {
		d.refuse(err)
		return
	}
	if err := d.lapsed(e.Edits); err != nil {
		d.refuse(err)
		return
	}
	d.becomes(e, core.Notice{What: core.ConfigChanged, Detail: e.Why})
}

// becomes makes the configuration that the edits say, or refuses them, and then nothing has changed.
// told says that they were made.
func (d *draft) becomes(e core.SiteEdited, told core.Notice) {
	e.Edits = withTheirKeys(d.cfg, e.Edits)
	next, err := d.cfg.With(d.in.ID, e.Edits, e.Zone)
	if err != nil {
		d.refuse(core.AsError(err))
		return
	}
	before := d.cfg
	if err := owned(before, next); err != nil {
		d.refuse(err)
		return
	}
	if err := d.standOpen(before, next); err != nil {
		d.refuse(err)
		return
	}
	if next, e.Edits, err = d.fitSlots(next, e.Edits); err != nil {
		d.refuse(core.AsError(err))
		return
	}
	d.cfg = next
	d.out.Changes = append(d.out.Changes, core.ConfigBecame{Edits: e.Edits, Next: next})
	d.tell(told)
	d.slotsMissing()
	d.doorsGone(before)
	for i := range next.Doors {
		d.refitted(before, &next.Doors[i])
	}
	d.locksGone(before)
	d.repeatersGone(before)
	d.retable(before, e.Edits)
	d.recounted(before, e.Edits)
	d.bookingsGone(before, e.Edits)
}

// standOpen refuses to let go of a lock that holds its door open and could be told to lock:
// afterwards nobody could tell whether it did. One that is not heard may go.
func (d *draft) standOpen(before, next *core.Config) *core.Error {
	for i := range before.Doors {
		set := &before.Doors[i]
		if now := next.DoorOf(set.Lock); now != nil && now.ID == set.ID {
			continue
		}
		if err := standsOpen(set, d.s.Door(set.ID)); err != nil {
			return err
		}
	}
	return nil
}

func standsOpen(set *core.Door, st *core.DoorState) *core.Error {
	is := "unlocked"
	switch b := st.Reported.Bolt; {
	case !st.Link.Heard:
		return nil
	case strongest(st) == core.ModeFireOpen:
		is = "held open for a fire"
	case st.Office.On || b == core.BoltOffice:
		is = "in office mode"
	case b != core.BoltUnlocked:
		return nil
	}
	return core.Errorf(core.CodeRefused, "%s stands open: the lock is %s", set.Name, is).
		Advise("lock the door first, then forget the lock")
}

// same is true when no edit changes anything.
func same(c *core.Config, edits []core.Edit) bool {
	for _, e := range edits {
		if !reflect.DeepEqual(e.Item, item(c, e.Ref)) {
			return false
		}
	}
	return true
}

func item(c *core.Config, r core.Ref) core.Item {
	switch r.Kind {
	case core.KindSettings:
		return c.Settings
	case core.KindPerson:
		return found(c.Person(core.PersonID(r.ID)))
	case core.KindKey:
		return found(c.Key(core.KeyID(r.ID)))
	case core.KindGroup:
		return found(c.Group(core.GroupID(r.ID)))
	case core.KindSchedule:
		return found(c.Schedule(core.ScheduleID(r.ID)))
	case core.KindDoor:
		return found(c.Door(core.DoorID(r.ID)))
	case core.KindLock:
		return found(c.Lock(core.LockID(r.ID)))
	case core.KindRepeater:
		return found(c.Repeater(core.RepeaterID(r.ID)))
	case core.KindCalendar:
		return found(c.Calendar(core.CalendarID(r.ID)))
	case core.KindVoucher:
		return found(c.Voucher(core.VoucherID(r.ID)))
	case core.KindDealer:
		return found(c.Dealer(core.DealerID(r.ID)))
	case core.KindPod:
		return found(c.Pod(core.PodID(r.ID)))
	case core.KindBooking:
		return found(c.Booking(core.BookingID(r.ID)))
	case core.KindConsoleKey:
		return found(c.ConsoleKey(core.ConsoleKeyID(r.ID)))
	case core.KindAPIKey:
		return found(c.APIKey(core.APIKeyID(r.ID)))
	}
	return nil
}

func found[T core.Item](p *T) core.Item {
	if p == nil {
		return nil
	}
	return *p
}

// refitted: a door with another lock starts anew, because what the old lock said is not so.
// A lock that moved to another door brings along what is its own: its journal's cursor, so that
// nothing that it told there is told again here, its table and its battery's count.
func (d *draft) refitted(before *core.Config, set *core.Door) {
	w, was := d.door(set.ID), before.Door(set.ID)
	changed := was == nil || was.Lock != set.Lock
	if changed {
		w.emptied("the lock was replaced")
		w.DoorState = d.newlyFitted(before, set)
	}
	w.readmitted(before)
	if set.Lock != "" && (changed || anotherPeer(before.Lock(set.Lock), d.cfg.Lock(set.Lock))) {
		w.tend()
		w.wantsLocked()
	}
	if !changed {
		w.rescheduled(before)
		w.reletting(was)
	}
}

func (d *draft) newlyFitted(before *core.Config, set *core.Door) core.DoorState {
	st := core.DoorState{Door: set.ID, Levels: d.inherited()}
	if was := d.s.Door(set.ID); was != nil {
		st.Levels = was.Levels
	}
	if at := before.DoorOf(set.Lock); at != nil {
		was := d.s.Door(at.ID)
		st.Cursor, st.Sync, st.Talks, st.Admin = was.Cursor, was.Sync, was.Talks, was.Admin
	}
	return st
}

// emptied clears what was raised at a door that is taken out of service (D-7).
func (w *doorway) emptied(why string) {
	for _, a := range w.Alerts {
		w.clear(a.Kind, core.Notice{Detail: why})
	}
}

// doorsGone tells the end of the alerts of doors that are no more.
func (d *draft) doorsGone(before *core.Config) {
	for _, set := range before.Doors {
		if st := d.s.Door(set.ID); d.cfg.Door(set.ID) == nil && st != nil {
			for _, a := range st.Alerts {
				d.tell(core.Notice{What: core.AlertCleared, Alert: a.Kind, Door: set.ID, Lock: set.Lock, Detail: "the door was removed"})
			}
		}
	}
}

// locksGone has the driver forget locks that hang on no door now, and tells what lives on in them.
func (d *draft) locksGone(before *core.Config) {
	for i := range before.Doors {
		set := &before.Doors[i]
		if set.Lock != "" && d.cfg.DoorOf(set.Lock) == nil {
			d.send(set.Lock, core.Neglect{}, 0)
			d.keysRemain(before, set)
		}
	}
}
