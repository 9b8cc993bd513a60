package rules

import "localiq/core"

// Explain is Access with the words for it: why, every step, and what would make it work. names
// may lack a person; then the id stands for the name. q.At.Trust counts as in Access.
func Explain(s *core.Site, q core.Request, names map[core.PersonID]core.Name) core.Explanation {
	v := Access(s, q)
	if v.Person == "" {
		v.Person = q.Person
	}
	return explained(s, q, v, names)
}

// Explained puts a verdict into words that was passed on this site at an instant.
func Explained(s *core.Site, v core.Verdict, at core.Instant, names map[core.PersonID]core.Name) core.Explanation {
	return explained(s, core.Request{Door: v.Door, Kind: v.KeyKind, Person: v.Person, Key: v.Key, At: at}, v, names)
}

func explained(s *core.Site, q core.Request, v core.Verdict, names map[core.PersonID]core.Name) core.Explanation {
	v.Duress = false // an explanation is for a screen
	x := core.Explanation{Verdict: v, At: q.At, Door: string(q.Door), Person: string(v.Person)}
	if d := s.Config.Door(q.Door); d != nil {
		x.Door = d.Name
	}
	if n, ok := names[v.Person]; ok {
		x.Person = n.String()
	}
	x.Because = because(s, v, x, shownFor(s, q, v))
	for _, step := range v.Trail.Steps() {
		x.Steps = append(x.Steps, sayStep(s, v, step))
	}
	if x.But = withoutKey(s, q, v); x.But == "" {
		x.But = atTheLock(s, q, v)
	}
	if !v.Granted {
		x.Fix = fix(s, v, q.At)
	}
	return x
}

func because(s *core.Site, v core.Verdict, x core.Explanation, with string) string {
	who := x.Person
	if who == "" {
		who = "This key"
	}
	if v.Granted {
		return who + " may open " + x.Door + through(s, v) + with + "."
	}
	return who + " may not open " + x.Door + ": " + say(s, v, v.Reason) + through(s, v) + "."
}

// through names the source of the right, where one is behind the verdict.
func through(s *core.Site, v core.Verdict) string {
	g, b := s.Config.Group(v.Group), s.Config.Booking(v.Booking)
	switch {
	case v.Reason == core.OpenedFree:
		return ": it is open to everybody"
	case b != nil && (v.Granted || v.Reason == core.OutsideSchedule || v.Reason == core.ClockUntrusted):
		return ", by a booking from " + bookingSaid(s.Config, b)
	case v.Granted && g == nil && !everywhereOf(s, v.Person):
		return " from afar, for the reason that is given"
	case v.Granted && g == nil:
		return ", by the master key"
	case g == nil:
		return ""
	case v.Reason != core.Granted && v.Reason != core.OutsideSchedule && v.Reason != core.ClockUntrusted:
		return ""
	}
	said := ", by group " + g.Name
	if sc := s.Config.Schedule(v.Schedule); sc != nil {
		said += ", schedule " + sc.Name
	}
	return said
}

func sayStep(s *core.Site, v core.Verdict, st core.Step) string {
	switch st.Reason {
	case core.ReasonNone:
		return st.Check.String() + ": not asked"
	case core.Granted:
		said := st.Check.String() + ": ok"
		if g := s.Config.Group(v.Group); st.Check == core.CheckGroup && g != nil {
			said += ", " + g.Name
		}
		if b := s.Config.Booking(v.Booking); st.Check == core.CheckGroup && b != nil {
			said += ", a booking"
		} else if st.Check == core.CheckGroup && v.Group == "" && everywhereOf(s, v.Person) {
			said += ", the master key"
		}
		return said
	}
	return st.Check.String() + ": " + say(s, v, st.Reason)
}

// say names the key and its state where that is the reason: "tag lost".
func say(s *core.Site, v core.Verdict, r core.Reason) string {
	if r == core.CredentialUnknown && v.KeyKind != core.KeyNone && v.KeyKind != core.KeyOperator {
		return v.KeyKind.Noun() + " unknown"
	}
	if r == core.CredentialDisabled {
		return v.KeyKind.Noun() + " " + stateOf(s.Config, v.Key)
	}
	return r.Say()
}

func stateOf(c *core.Config, id core.KeyID) string {
	if k := c.Key(id); k != nil && k.State != core.KeyUnset {
		return k.State.String()
	}
	return "not active"
}

// fix is what would make it work, for the first thing that stood in the way.
func fix(s *core.Site, v core.Verdict, at core.Instant) string {
	switch v.Reason {
	case core.InvalidRequest:
		return "ask for one person or one key"
	case core.Replay:
		return "show the key again"
	case core.LockUnknown:
		return "fit a lock to this door"
	case core.SiteNotReleased:
		return "release the site: localiq site release --owner NAME"
	case core.CredentialUnknown:
		return "give this key to a person of the site"
	case core.CredentialDisabled:
		return "set the key active again, or give another"
	case core.UserBlocked:
		return "unblock the person"
	case core.UserUnsubscribed:
		return "subscribe the person, and free a slot first if none is left: localiq subscription show"
	case core.IQUnsubscribed:
		return "redeem a voucher; until then locks open for the keys in their own tables alone"
	case core.NotYetValid:
		return "wait, or let the person and the key start earlier"
	case core.Expired:
		return "let the person and the key end later"
	case core.NotAuthorised:
		return reachable(s, v)
	case core.OutsideSchedule:
		return nextOpening(s, v, at)
	case core.ClockUntrusted:
		return clockFix(at)
	case core.Privacy:
		return "somebody inside must unlock, or give the person the right to open what is locked from inside"
	case core.LockOffline:
		return "check that the lock has power and that a radio is near"
	case core.LockJammed:
		return "free the bolt, then turn it once by hand"
	case core.RightMissing:
		return "give the person the right to open from afar"
	}
	return guardFix(s, v, at)
}

func nextOpening(s *core.Site, v core.Verdict, at core.Instant) string {
	if b := s.Config.Booking(v.Booking); b != nil {
		if b.Until <= at.Wall {
			return "make the booking longer, or another one"
		}
		return "wait until " + bookingBegins(s.Config, b) + ", or move the booking"
	}
	const other = "a group whose schedule is open then"
	o, ok := HoursOf(s.Config, v.Schedule, ForAccess).Next(at.Wall)
	if !ok {
		return "give the person " + other + ": this one never is"
	}
	return "wait until " + core.Instant{Wall: o.Start}.In(s.Config.Zone).Format("Mon 2 Jan 15:04") + ", or give the person " + other
}
