package rules

import "localiq/core"

// May says whether whoever sent an input may have it [roles]. It is asked in Decide before anything
// that people wish, whatever way the wish came; what is not of people passes. What an opening needs
// besides is Access's.
func May(s *core.Site, in core.Input) *core.Error {
	if in.Origin.Kind < core.FromConsole {
		return nil
	}
	if _, code := in.Event.(core.ClaimTaken); code {
		return nil // the code is the right
	}
	c, err := callerOf(s, in.Origin, in.At)
	if err != nil {
		return err
	}
	if err := c.hasSlot(in.Event); err != nil {
		return err
	}
	if err := c.within(scopeOfEvent(in.Event)); err != nil {
		return err
	}
	switch e := in.Event.(type) {
	case core.SiteEdited:
		return c.edits(s.Config, e, in.At)
	case core.OpenAsked:
		return c.opens(s.Config, e)
	case core.LockAsked:
		return c.needs(c.admin || c.is != nil && (c.is.Remote || c.is.MOM) && reaches(s.Config, c.is, e.Door), "lock this door from afar")
	case core.OfficeAsked:
		if e.On && c.installs(s.Config) {
			return c.needs(false, "open doors of a released site")
		}
		return c.needs(c.admin || c.is != nil && c.is.MOM && reaches(s.Config, c.is, e.Door), "set office mode at this door")
	case core.ClockConfirmed, core.IdentifyAsked, core.ReleaseAsked, core.TablesDue:
		return c.needs(c.hardware, "work on the site's hardware")
	case core.Activated:
		return nil // the code is the right
	case core.PINRead:
		return MayRead(s, in.Origin, in.At, personOf(s.Config, e.Person))
	case core.TagAwaited:
		return c.edits(s.Config, core.SiteEdited{Edits: []core.Edit{core.Put(core.Key{ID: e.Key, Person: e.Person})}}, in.At)
	case core.ClaimShown:
		return c.enrols()
	case core.AttemptMade:
		return &core.Error{Code: core.CodeRefused, Text: e.What}
	}
	return c.needs(c.admin, "do this")
}

// opens: a person opens in their own name and nobody else's; the box, an integration and, until the
// release, an installer under their own authority. Afterwards an installer never opens [site.release].
func (c caller) opens(cfg *core.Config, e core.OpenAsked) *core.Error {
	as := core.PersonID("")
	if c.is != nil && InOwnName(c.is) {
		as = c.is.ID
	}
	switch {
	case e.Person != as:
		return c.needs(false, "open in the name of another")
	case c.installs(cfg):
		return c.needs(false, "open doors of a released site")
	}
	return nil
}

// installs is true for an installer on a site that is somebody's: neither rights that they were given nor
// those that they had before open anything [site.release].
func (c caller) installs(cfg *core.Config) bool {
	return c.is != nil && c.is.Role == core.RoleInstaller && !cfg.Settings.Installing
}

// InOwnName is true for somebody who opens from afar under their own rights, and is asked for the PIN
// of the IQ; integrations and installers have none.
func InOwnName(p *core.Person) bool {
	return p.Role == core.RoleUser || p.Role == core.RoleAdmin || p.Role == core.RoleOwner
}

// reaches is true for a door that some right of the person's is for, whenever that is.
func reaches(cfg *core.Config, p *core.Person, door core.DoorID) bool {
	ws := reach(cfg, p, door)
	return everywhere(p) || ws.next() != nil
}

// MayAsk is May for what is answered, or begun at a lock, before the loop hears of it: reading the
// site, pairing, a plan. What it lets pass is asked again of May; of what is read, SightOf says how much.
func MayAsk(s *core.Site, o core.Origin, at core.Instant, w core.Wish) *core.Error {
	c, err := callerOf(s, o, at)
	if err != nil {
		return err
	}
	if err := c.hasSlot(w); err != nil {
		return err
	}
	if err := c.within(scopeOfWish(w)); err != nil {
		return err
	}
	switch w.(type) {
	case core.AddGuest, core.RemoveGuest:
		return c.needs(c.admin || c.is != nil && c.is.Pod != "", "add or remove guests")
	case core.TrustDealer, core.DistrustDealer:
		return c.needs(c.box, "say whose vouchers count")
	case core.OpenDoor, core.LockDoor, core.SetOffice, core.SetDoorMode, core.AckAlert, core.Activate:
		return nil
	case core.PairLock, core.ForgetLock, core.UpdateFirmware, core.AddRepeater, core.ForgetRepeater, core.SetLockPIN,
		core.IdentifyLock, core.SyncTables, core.ConfirmClock:
		return c.needs(c.hardware, "work on the site's hardware")
	case core.AddConsoleKey, core.ShowClaim:
		return c.enrols()
	case core.DisplayConsoleKey:
		return nil // whose key it is May asks
	case core.AddAPIKey:
		return c.issues()
	case core.ReleaseSite:
		return c.needs(c.box, "release the site")
	case core.TransferOwner, core.ResetIQ:
		return c.needs(c.reach >= ownerLevel, "do what is the owner's alone")
	case core.ListPeople, core.ShowPerson, core.ListKeys, core.ListBookings, core.WhoOpens, core.Explain:
		return c.needs(c.admin || c.own() != "", "read who may open what")
	}
	return c.needs(c.admin, "read or change the site")
}

// MayRead is an error for whoever may not read back what is a person's: their PINs [pin.secret].
func MayRead(s *core.Site, o core.Origin, at core.Instant, p *core.Person) *core.Error {
	c, err := callerOf(s, o, at)
	if err != nil {
		return err
	}
	return c.needs(c.admin && c.reads() >= p.Role.Level(), "read what is "+p.Role.String()+"'s")
}

// above refuses an attempt and tells of it, once a minute for each person: more would push out the
// lines that somebody will want to read.
func (d *draft) above(err *core.Error) {
	d.refuse(err)
	p := d.s.Config.Person(d.in.Origin.As)
	if p == nil {
		return
	}
	c := d.count(p.ID)
	if !c.Above.IsZero() && ago(c.Above, d.in.At) < aboveAgain {
		return
	}
	c.Above = d.in.At
	d.recount(c)
	d.tell(core.Notice{What: core.TriedAbove, Person: p.ID, Reason: core.RightMissing, Door: doorAsked(d.in.Event), Detail: err.Text})
}

func doorAsked(e core.Event) core.DoorID {
	switch e := e.(type) {
	case core.OpenAsked:
		return e.Door
	case core.LockAsked:
		return e.Door
	case core.OfficeAsked:
		return e.Door
	case core.DoorModeAsked:
		return e.Door
	}
	return ""
}
