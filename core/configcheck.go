package core

import "slices"

// check holds what must be true of every configuration, whoever made it. It names the first
// item at fault.
func (c *Config) check() error {
	for _, f := range []func() error{c.checkPeople, c.checkKeys, c.checkGroups, c.checkCalendars, c.checkSchedules, c.checkDoors, c.checkRepeaters,
		c.checkSubscription, c.checkBookings, c.checkPods, c.checkConsoleKeys, c.checkAPIKeys, c.checkGuests} {
		if err := f(); err != nil {
			return err
		}
	}
	if d := c.Settings.KeepDays; d < 0 || d > MaxKeepDays {
		return Errorf(CodeInvalid, "entries cannot be kept for %d days; it must be 1 to %d", d, MaxKeepDays)
	}
	if err := c.Settings.checkPINs(); err != nil {
		return err
	}
	if len(c.Locks) > MaxLocks {
		return Errorf(CodeTree, "this would be lock %d: one IQ serves at most %d", len(c.Locks), MaxLocks)
	}
	return nil
}

func (s *Settings) checkPINs() error {
	switch {
	case s.PINDigits != 0 && (s.PINDigits < MinPIN || s.PINDigits > MaxPIN):
		return Errorf(CodeInvalid, "a PIN cannot have %d digits; it must be %d to %d", s.PINDigits, MinPIN, MaxPIN)
	case s.PINDays < 0 || s.PINDays > MaxKeepDays:
		return Errorf(CodeInvalid, "PINs cannot be good for %d days; it must be 1 to %d", s.PINDays, MaxKeepDays)
	case s.PassDays < 0 || s.PassDays > MaxPassDays:
		return Errorf(CodeInvalid, "digital keys cannot be signed for %d days; it must be 1 to %d", s.PassDays, MaxPassDays)
	case s.GuestDays < 0 || s.GuestDays > MaxKeepDays:
		return Errorf(CodeInvalid, "guests cannot be kept for %d days after their end; it must be 1 to %d", s.GuestDays, MaxKeepDays)
	}
	return nil
}

// checkGuests comes last: what a pod says of its guests is told with the seeds' own number.
func (c *Config) checkGuests() error {
	for i := range c.People {
		if p := &c.People[i]; p.Guest.Is() && (p.Role != RoleUser || p.Until == 0) {
			return Errorf(CodeInvalid, "%s is a guest, who is a user and has an end", p.Ref())
		}
	}
	return nil
}

func (c *Config) checkPeople() error {
	for _, p := range c.People {
		if p.Until != 0 && p.Until <= p.From {
			return Errorf(CodeInvalid, "%s ends before it starts", p.Ref())
		}
		if p.ExtraTime < 0 || p.ExtraTime > MaxExtraTime {
			return Errorf(CodeInvalid, "%s: extraTime is %d s; it must be 0 to %d", p.Ref(), p.ExtraTime, MaxExtraTime)
		}
		if !slices.IsSorted(p.Groups) {
			return Errorf(CodeInvalid, "%s: groups are not sorted", p.Ref())
		}
		for _, g := range p.Groups {
			if c.Group(g) == nil {
				return KindGroup.missing(string(g), p.Ref())
			}
		}
	}
	return nil
}

// checkKeys also holds that a credential belongs to one person only (spec: tag, pin.generated).
func (c *Config) checkKeys() error {
	seen := make(map[Digest]KeyID, len(c.Keys))
	for _, k := range c.Keys {
		switch {
		case c.Person(k.Person) == nil:
			return KindPerson.missing(string(k.Person), k.Ref())
		case k.Digest.IsZero():
			return Errorf(CodeInvalid, "%s has no digest", k.Ref())
		case k.State == KeyUnset || k.Kind == KeyNone || k.Kind == KeyOperator:
			return Errorf(CodeInvalid, "%s is of kind %s and state %s, which no key can be", k.Ref(), k.Kind, k.State)
		case k.Until != 0 && k.Until <= k.From:
			return Errorf(CodeInvalid, "%s ends before it starts", k.Ref())
		case k.Uses < 0 || k.Uses > MaxUses:
			return Errorf(CodeInvalid, "%s is good for %d openings; it must be 1 to %d, or 0 for any number", k.Ref(), k.Uses, MaxUses)
		case !k.Duress.IsZero() && k.Kind != KeyPIN:
			return Errorf(CodeInvalid, "%s has a duress variant, and only a PIN can", k.Ref())
		}
		if other, dup := seen[k.Duress]; dup && !k.Duress.IsZero() {
			return Errorf(CodeInvalid, "%s: its duress variant is key %s", k.Ref(), other)
		}
		if !k.Duress.IsZero() {
			seen[k.Duress] = k.ID
		}
		if other, dup := seen[k.Digest]; dup {
			return c.sameCredential(&k, other)
		}
		seen[k.Digest] = k.ID
	}
	return nil
}

func (c *Config) checkGroups() error {
	for _, g := range c.Groups {
		for _, d := range g.Doors {
			if c.Door(d) == nil {
				return KindDoor.missing(string(d), g.Ref())
			}
		}
		if g.Schedule != "" && c.Schedule(g.Schedule) == nil {
			return KindSchedule.missing(string(g.Schedule), g.Ref())
		}
		if !slices.IsSorted(g.Doors) {
			return Errorf(CodeInvalid, "%s: doors are not sorted", g.Ref())
		}
	}
	return nil
}

func (c *Config) checkDoors() error {
	fitted := map[LockID]DoorID{}
	for _, d := range c.Doors {
		switch {
		case d.Lock != "" && c.Lock(d.Lock) == nil:
			return KindLock.missing(string(d.Lock), d.Ref())
		case d.Schedule != "" && c.Schedule(d.Schedule) == nil:
			return KindSchedule.missing(string(d.Schedule), d.Ref())
		case d.Office.Scheduled() && d.Schedule == "":
			return Errorf(CodeInvalid, "%s: office mode %s needs a schedule", d.Ref(), d.Office)
		case d.OpenFor != 0 && (d.OpenFor < 1 || d.OpenFor > 240):
			return Errorf(CodeInvalid, "%s: openFor is %d s; it must be 1 to 240", d.Ref(), d.OpenFor)
		case d.NotClosed != 0 && (d.NotClosed < 5 || d.NotClosed > 3600):
			return Errorf(CodeInvalid, "%s: notClosed is %d s; it must be 5 to 3600", d.Ref(), d.NotClosed)
		}
		if err := d.Alerts.check(d); err != nil {
			return err
		}
		if err := d.OfficeLimits.check(&d); err != nil {
			return err
		}
		if err := d.Guard.check(d.Ref()); err != nil {
			return err
		}
		if other, dup := fitted[d.Lock]; dup && d.Lock != "" {
			return Errorf(CodeInvalid, "%s: lock %s is already fitted to door %s", d.Ref(), d.Lock, other)
		}
		fitted[d.Lock] = d.ID
	}
	return nil
}
