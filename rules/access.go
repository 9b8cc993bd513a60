package rules

import (
	"slices"

	"localiq/core"
)

// Access says whether a key may open a door at an instant (spec: decide, decide.order). It asks
// every check that can be asked, in the order of facts/semantics 4b; the first that failed is
// the reason. A check that no configuration can fail today has no step yet.
//
// It allocates nothing. With q.At.Trust Untrusted a grant that depends on a schedule is refused. A
// door that is open to everybody grants, with the reason OpenedFree, whatever its trail says.
//
// Nothing moves by asking: what a key leaves behind is shown.go's.
func Access(s *core.Site, q core.Request) (v core.Verdict) {
	i := inquiry{s: s, q: &q, v: &v}
	i.asked()
	return v
}

func (i *inquiry) asked() {
	i.entitled()
	i.bolt()
	i.right()
	i.conclude()
}

// inquiry is one request on its way through the checks, and the verdict that comes of it.
type inquiry struct {
	s      *core.Site
	q      *core.Request
	v      *core.Verdict
	door   *core.Door
	state  *core.DoorState
	here   []core.Way // to the door
	mode   core.DoorMode
	half   *core.Key // that waits for the PIN of this request
	key    *core.Key
	pin    *core.Key // the second of two factors; key is then the first
	person *core.Person
	free   bool // the door is open to everybody
	hand   *hand
	// byItself: what a lock did by its own table.
	byItself bool
}

// hand is what whoever asks the same of many has looked up already, each as Access would find it.
type hand struct {
	door   *core.Door
	state  *core.DoorState
	here   []core.Way
	key    *core.Key    // of the request; nil: it names none
	person *core.Person // who asks, and whose the key is
	now    moment
}

// now is the minute that the site's wall clock has reached.
func (i *inquiry) now() moment {
	if i.hand != nil {
		return i.hand.now
	}
	return momentOf(reachedBy(i.s.Config.Offsets(), i.s.Config.Zone, i.q.At.Wall))
}

func (i *inquiry) personOf(id core.PersonID) *core.Person {
	if i.hand != nil {
		return i.hand.person
	}
	return i.s.Config.Person(id)
}

func (i *inquiry) keyNamed() *core.Key {
	if i.hand != nil {
		return i.hand.key
	}
	return i.s.Config.Key(i.q.Key)
}

func (i *inquiry) entitled() {
	i.v.Door, i.v.KeyKind = i.q.Door, i.q.Kind
	i.lock()
	i.half = i.firstFactor()
	i.released()
	i.openToAll()
	i.lockout()
	i.credential()
	i.holder()
	i.subscribed()
	i.validity()
	i.doorMode()
	i.groups()
	i.factors()
	i.firstPerson()
	i.secondPerson()
	i.passback()
	i.uses()
}

// presented: somebody holds a key to the reader, or held it; else it is asked of a person as such.
func (i *inquiry) presented() bool { return !i.q.Digest.IsZero() || i.q.Key != "" }

// asks is true where there is a door to ask and somebody to ask about. Every door has a state.
func (i *inquiry) asks() bool { return i.door != nil && i.person != nil }

// note adds a step. A reason other than Granted and ReasonNone is a failure.
func (i *inquiry) note(c core.Check, r core.Reason) {
	i.v.Trail.Add(c, r)
	if i.v.Reason == core.ReasonNone && r != core.Granted {
		i.v.Reason = r
	}
}

func (i *inquiry) conclude() {
	switch {
	case i.v.Reason == core.ReasonNone && !i.free:
		i.v.Granted, i.v.Reason = true, core.Granted
	case i.free && !i.senseless():
		i.v.Granted, i.v.Reason = true, core.OpenedFree
	}
}

// lock is step 0: a request that says who, at a door of ours with a lock, for the first time.
func (i *inquiry) lock() {
	if i.hand != nil {
		i.door, i.state, i.here = i.hand.door, i.hand.state, i.hand.here
	} else {
		i.door, i.state, i.here = i.s.DoorAt(i.q.Door)
	}
	if i.state != nil {
		i.mode = modeAt(i.state, i.q.At)
	}
	switch {
	case i.q.Digest.IsZero() == (i.q.Person == ""), !i.q.Digest.IsZero() && i.q.Kind == core.KeyOperator:
		i.note(core.CheckLock, core.InvalidRequest)
	case i.door == nil || i.door.Lock == "":
		i.note(core.CheckLock, core.LockUnknown)
	case i.q.ID != "" && slices.Contains(i.state.Reader.Asked, i.q.ID):
		i.note(core.CheckLock, core.Replay)
	default:
		i.note(core.CheckLock, core.Granted)
	}
}

func (i *inquiry) senseless() bool {
	r := i.v.Reason
	return r == core.InvalidRequest || r == core.LockUnknown || r == core.Replay
}

// credential is steps 3 to 5. Somebody who is known already needs no key for them. The variant of a
// PIN is that PIN, and only the verdict's flag tells.
func (i *inquiry) credential() {
	switch {
	case i.secondFactor():
	case !i.q.Digest.IsZero():
		i.key, i.person, i.v.Duress = shownKey(i.s.Config, i.q.Kind, i.q.Digest)
	case i.q.Key != "":
		if k := i.keyNamed(); k != nil && k.Kind == i.q.Kind && k.Person == i.q.Person {
			i.key = k
		}
	default:
		i.person = i.personOf(i.q.Person)
		i.note(core.CheckKey, known(i.person != nil))
		i.note(core.CheckKeyState, core.ReasonNone)
		return
	}
	i.note(core.CheckKey, known(i.key != nil))
	if i.key == nil {
		i.note(core.CheckKeyState, core.ReasonNone)
		return
	}
	if i.v.Key = i.key.ID; i.person == nil {
		i.person = i.personOf(i.key.Person)
	}
	state := core.Granted
	if i.pin != nil {
		i.v.Key = i.pin.ID
	}
	if i.key.State != core.KeyActive || i.pin != nil && i.pin.State != core.KeyActive {
		state = core.CredentialDisabled
	}
	i.note(core.CheckKeyState, state)
}

func known(is bool) core.Reason {
	if is {
		return core.Granted
	}
	return core.CredentialUnknown
}

// shownKey finds what was shown, and whose it is: a tag's number typed as a PIN is no key. duress is true for the
// variant of a PIN, which is a key only while its person uses variants (L-2).
func shownKey(c *core.Config, kind core.KeyKind, d core.Digest) (k *core.Key, p *core.Person, duress bool) {
	if k, p, duress = c.Shown(d); k == nil || k.Kind != kind || duress && !p.Duress {
		return nil, nil, false
	}
	return k, p, duress
}

// holder is step 6.
func (i *inquiry) holder() {
	switch {
	case i.person == nil:
		i.note(core.CheckPerson, core.ReasonNone)
		return
	case i.person.Blocked:
		i.note(core.CheckPerson, core.UserBlocked)
	case i.person.Role == core.RoleInstaller && !i.s.Config.Settings.Installing:
		i.note(core.CheckPerson, core.RightMissing)
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
	if r == core.Granted && i.pin != nil {
		r = within(i.pin.From, i.pin.Until, i.q.At.Wall)
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

// bolt is steps 13 and 14. A lock that asks is heard; for an opening from afar it must be.
func (i *inquiry) bolt() {
	if i.door == nil || i.door.Lock == "" {
		i.note(core.CheckPrivacy, core.ReasonNone)
		i.note(core.CheckHardware, core.ReasonNone)
		return
	}
	privacy, hardware := core.Granted, core.Granted
	if i.says(core.BoltPrivacy) && (i.person == nil || !i.person.OverridePrivacy) {
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

// right asks for what opening from afar needs. Installers have no right to it (spec: site.release).
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
