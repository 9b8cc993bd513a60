package rules

import "localiq/core"

// Access says whether a key may open a door at an instant (spec: decide, decide.order). It asks
// every check that can be asked, in the order of facts/semantics 4b; the first that failed is
// the reason. A check that no configuration can fail today has no step yet.
//
// It allocates nothing. With q.At.Trust Untrusted a grant that depends on a schedule is refused.
func Access(s *core.Site, q core.Request) core.Verdict {
	i := inquiry{s: s, q: q}
	i.entitled()
	i.bolt()
	i.right()
	return i.verdict()
}

// inquiry is one request on its way through the checks.
type inquiry struct {
	s      *core.Site
	q      core.Request
	v      core.Verdict
	door   *core.Door
	state  *core.DoorState
	key    *core.Key
	person *core.Person
}

func (i *inquiry) entitled() {
	i.v.Door, i.v.KeyKind = i.q.Door, i.q.Kind
	i.lock()
	i.credential()
	i.holder()
	i.validity()
	i.groups()
}

// note adds a step. A reason other than Granted and ReasonNone is a failure.
func (i *inquiry) note(c core.Check, r core.Reason) {
	i.v.Trail.Add(c, r)
	if i.v.Reason == core.ReasonNone && r != core.Granted {
		i.v.Reason = r
	}
}

func (i *inquiry) verdict() core.Verdict {
	if i.v.Reason == core.ReasonNone {
		i.v.Granted, i.v.Reason = true, core.Granted
	}
	return i.v
}

// lock is step 0: a request that says who, at a door of ours with a lock.
func (i *inquiry) lock() {
	i.door, i.state = i.s.Config.Door(i.q.Door), i.s.Door(i.q.Door)
	switch {
	case i.q.Digest.IsZero() == (i.q.Person == ""), !i.q.Digest.IsZero() && i.q.Kind == core.KeyOperator:
		i.note(core.CheckLock, core.InvalidRequest)
	case i.door == nil || i.state == nil || i.door.Lock == "":
		i.note(core.CheckLock, core.LockUnknown)
	default:
		i.note(core.CheckLock, core.Granted)
	}
}

// credential is steps 3 and 5. Somebody who is known already needs no key for them.
func (i *inquiry) credential() {
	known, state := core.Granted, core.Granted
	c := i.s.Config
	switch {
	case !i.q.Digest.IsZero():
		i.key = c.KeyOf(i.q.Digest)
	case i.q.Key != "":
		i.key = c.Key(i.q.Key)
	default:
		i.person = c.Person(i.q.Person)
		if i.person == nil {
			known = core.CredentialUnknown
		}
		i.note(core.CheckKey, known)
		i.note(core.CheckKeyState, core.ReasonNone)
		return
	}
	if i.key != nil && (i.key.Kind != i.q.Kind || i.q.Person != "" && i.key.Person != i.q.Person) {
		i.key = nil // a tag's number typed as a PIN is no key
	}
	switch {
	case i.key == nil:
		known, state = core.CredentialUnknown, core.ReasonNone
	default:
		i.v.Key, i.person = i.key.ID, c.Person(i.key.Person)
		if i.key.State != core.KeyActive {
			state = core.CredentialDisabled
		}
	}
	i.note(core.CheckKey, known)
	i.note(core.CheckKeyState, state)
}

// holder is step 6.
func (i *inquiry) holder() {
	switch {
	case i.person == nil:
		i.note(core.CheckPerson, core.ReasonNone)
		return
	case i.person.Blocked:
		i.note(core.CheckPerson, core.UserBlocked)
	default:
		i.note(core.CheckPerson, core.Granted)
	}
	i.v.Person = i.person.ID
}

// validity is step 7. An untrusted wall clock is read as a floor: it is at least that late.
func (i *inquiry) validity() {
	if i.person == nil {
		i.note(core.CheckValidity, core.ReasonNone)
		return
	}
	r := within(i.person.From, i.person.Until, i.q.At.Wall)
	if r == core.Granted && i.key != nil {
		r = within(i.key.From, i.key.Until, i.q.At.Wall)
	}
	i.note(core.CheckValidity, r)
}

// within is half-open; a zero limit is none.
func within(from, until, wall int64) core.Reason {
	switch {
	case wall < from:
		return core.NotYetValid
	case until != 0 && wall >= until:
		return core.Expired
	}
	return core.Granted
}

// groups is steps 9 and 10: the union over the person's groups. The master key skips them, and
// the owner has it (spec: master).
func (i *inquiry) groups() {
	if i.person == nil || everywhere(i.person) {
		r := core.Granted
		if i.person == nil {
			r = core.ReasonNone
		}
		i.note(core.CheckGroup, r)
		i.note(core.CheckSchedule, core.ReasonNone)
		i.note(core.CheckClock, core.ReasonNone)
		return
	}
	best := i.bestGroup()
	if best == noOffer {
		i.note(core.CheckGroup, core.NotAuthorised)
		i.note(core.CheckSchedule, core.ReasonNone)
		i.note(core.CheckClock, core.ReasonNone)
		return
	}
	i.note(core.CheckGroup, core.Granted)
	switch {
	case best == offerAlways:
		i.note(core.CheckSchedule, core.Granted)
		i.note(core.CheckClock, core.ReasonNone)
	case i.q.At.Trust == core.Untrusted:
		i.note(core.CheckSchedule, core.ReasonNone) // nobody can tell
		i.note(core.CheckClock, core.ClockUntrusted)
	case best == offerNow:
		i.note(core.CheckSchedule, core.Granted)
		i.note(core.CheckClock, core.Granted)
	default:
		i.note(core.CheckSchedule, core.OutsideSchedule)
		i.note(core.CheckClock, core.Granted)
	}
}

// offer is what a group gives at a door, the better the higher.
type offer uint8

const (
	noOffer     offer = iota // the door is not the group's
	offerLater               // its schedule is closed now
	offerNow                 // its schedule is open now
	offerAlways              // it has no schedule
)

// bestGroup leaves the best group and its schedule in the verdict; among equals the first. It
// stops at one that cannot be bettered: an open schedule can be only while nobody doubts the clock.
func (i *inquiry) bestGroup() (best offer) {
	now := momentOf(reached(i.s.Config.Zone, i.q.At.Wall))
	for ws := reach(i.s.Config, i.person, i.q.Door); ; {
		way := ws.next()
		if way == nil {
			return best
		}
		o := offerLater
		if way.Schedule == nil {
			o = offerAlways
		} else if h := hoursOfWay(i.s.Config, way); h.open(now) {
			o = offerNow
		}
		if o > best {
			best, i.v.Group, i.v.Schedule = o, way.Group.ID, way.Group.Schedule
		}
		if best == offerAlways || best == offerNow && i.q.At.Trust != core.Untrusted {
			return best
		}
	}
}

// bolt is steps 13 and 14. A lock that asks is heard; for an opening from afar it must be.
func (i *inquiry) bolt() {
	if i.door == nil || i.state == nil || i.door.Lock == "" {
		i.note(core.CheckPrivacy, core.ReasonNone)
		i.note(core.CheckHardware, core.ReasonNone)
		return
	}
	privacy, hardware := core.Granted, core.Granted
	if i.says(core.BoltPrivacy) {
		privacy = core.Privacy
	}
	if i.q.Kind == core.KeyOperator && !i.state.Link.Heard {
		hardware = core.LockOffline
	} else if i.says(core.BoltJammed) {
		hardware = core.LockJammed
	}
	i.note(core.CheckPrivacy, privacy)
	i.note(core.CheckHardware, hardware)
}

// says: the lock's word with its request may be ahead of its journal, and what is reported may
// be newer than the request, so either is enough to refuse.
func (i *inquiry) says(b core.Bolt) bool { return i.state.Reported.Bolt == b || i.q.Bolt == b }

// right asks for what opening from afar needs. An installer never opens (spec: site.release).
func (i *inquiry) right() {
	switch p := i.person; {
	case i.q.Kind != core.KeyOperator || p == nil:
		i.note(core.CheckRight, core.ReasonNone)
	case p.Role == core.RoleInstaller,
		!p.Remote && p.Role != core.RoleOwner && p.Role != core.RoleAdmin:
		i.note(core.CheckRight, core.RightMissing)
	default:
		i.note(core.CheckRight, core.Granted)
	}
}
