package oracle

import "localiq/core"

// inquiry is one request at one door, with what it is about, found by going through the site.
type inquiry struct {
	site  *core.Site
	q     core.Request
	door  *core.Door
	state core.DoorState
	key   *core.Key    // nil: unknown, or from afar
	pin   *core.Key    // typed after key, at a door that asks for both
	typed bool         // key waited, and something was typed after it
	who   *core.Person // without an id: nobody
}

// question is one step of the order of refusal; ReasonNone: nothing is to be said against it.
type question struct {
	check core.Check
	ask   func(*inquiry) core.Reason
}

// order is that of facts/semantics 4b and of docs/rules.md, "What a key must pass", after the request
// itself and fire.
var order = []question{
	{core.CheckReleased, (*inquiry).released},
	{core.CheckLockout, (*inquiry).lockout},
	{core.CheckKey, (*inquiry).known},
	{core.CheckPerson, (*inquiry).person},
	{core.CheckSubscribed, (*inquiry).subscribed},
	{core.CheckValidity, (*inquiry).validity},
	{core.CheckDoor, (*inquiry).mode},
	{core.CheckGroup, (*inquiry).group},
	{core.CheckSchedule, (*inquiry).schedule},
	{core.CheckFactors, (*inquiry).factors},
	{core.CheckFirst, (*inquiry).first},
	{core.CheckSecond, (*inquiry).second},
	{core.CheckPassback, (*inquiry).passback},
	{core.CheckCounts, (*inquiry).uses},
	{core.CheckPrivacy, (*inquiry).privacy},
	{core.CheckHardware, (*inquiry).hardware},
	{core.CheckRight, (*inquiry).right},
}

// judge is whether a request is granted, and the one reason.
func judge(s *core.Site, q core.Request, order []question) (bool, core.Reason) {
	in := inquire(s, q)
	if r := in.lock(); r != core.ReasonNone {
		return false, r
	}
	if strongest(&in.state, q.At) == core.ModeFireOpen {
		return true, core.OpenedFree
	}
	for _, o := range order {
		if r := o.ask(in); r != core.ReasonNone {
			return false, r
		}
	}
	return true, core.Granted
}

// forced is true for the variant of a PIN whose person is made to open: it changes nothing but this.
func forced(s *core.Site, q core.Request) bool {
	if in := inquire(s, q); in.lock() == core.ReasonNone && !q.Digest.IsZero() {
		for _, k := range in.keys() {
			if k.Duress == q.Digest {
				return true
			}
		}
	}
	return false
}

func inquire(s *core.Site, q core.Request) *inquiry {
	in := &inquiry{site: s, q: q}
	for i := range s.Config.Doors {
		if d := &s.Config.Doors[i]; d.ID == q.Door {
			in.door, in.state = d, s.Doors[i]
		}
	}
	in.key = in.asked(q)
	half, waits := in.half()
	if waits && in.door != nil && in.door.Guard.Factors == core.TagAndPIN && q.Kind == core.KeyPIN && !q.Digest.IsZero() {
		in.typed, in.pin = true, in.key // the key is what waits; what is typed is its second half
		in.key = in.asked(core.Request{Person: half.Person, Key: half.Key})
	}
	switch {
	case in.key != nil:
		in.who = in.of(in.key.Person)
	case q.Digest.IsZero():
		in.who = in.of(q.Person)
	}
	if in.who == nil {
		in.who = &core.Person{}
	}
	return in
}

// asked is the key that was shown, of the kind as which it was shown, or that a question names.
func (in *inquiry) asked(q core.Request) *core.Key {
	for i := range in.site.Config.Keys {
		k := &in.site.Config.Keys[i]
		shown := k.Digest == q.Digest || k.Duress == q.Digest && in.of(k.Person).Duress
		if q.Digest.IsZero() && k.ID == q.Key && k.Person == q.Person || !q.Digest.IsZero() && shown && k.Kind == q.Kind {
			return k
		}
	}
	return nil
}

func (in *inquiry) of(id core.PersonID) *core.Person {
	for i := range in.site.Config.People {
		if p := &in.site.Config.People[i]; p.ID == id {
			return p
		}
	}
	return nil
}

// afar is an opening from the console or the API.
func (in *inquiry) afar() bool { return in.q.Kind == core.KeyOperator }

// master: the owner has the master key, and whom it was assigned to.
func (in *inquiry) master() bool {
	return in.who.Master || in.who.Role == core.RoleOwner
}

// lock: a request says who in one way, at a door of the site with a lock, and is asked once.
func (in *inquiry) lock() core.Reason {
	shown, named := !in.q.Digest.IsZero(), in.q.Person != ""
	switch {
	case shown == named, shown && in.afar():
		return core.InvalidRequest
	case in.door == nil || in.door.Lock == "":
		return core.LockUnknown
	}
	for _, id := range in.state.Reader.Asked {
		if id == in.q.ID {
			return core.Replay
		}
	}
	return core.ReasonNone
}

// released: before it the keys of installers open, to be tried; nobody else's does.
func (in *inquiry) released() core.Reason {
	if in.site.Config.Settings.Installing && in.who.Role != core.RoleInstaller {
		return core.SiteNotReleased
	}
	return core.ReasonNone
}

// lockout: a keypad takes no PIN for a while, and none after a tag that was followed by too many
// wrong ones. Tags and phones go on.
func (in *inquiry) lockout() core.Reason {
	if in.q.Kind != core.KeyPIN || !in.shown() {
		return core.ReasonNone
	}
	if in.q.At.Before(in.state.Reader.PINs.Until) {
		return core.LockedOut
	}
	for _, n := range in.site.Counts.All() {
		for _, k := range n.Keys {
			if in.typed && k.Key == in.key.ID && in.q.At.Before(k.Wrong.Until) {
				return core.LockedOut
			}
		}
	}
	return core.ReasonNone
}

// known: it is a key of the site, and it is neither lost, stolen nor blocked.
func (in *inquiry) known() core.Reason {
	if in.key == nil && (in.who.ID == "" || in.q.Key != "") {
		return core.CredentialUnknown
	}
	for _, k := range in.keys() {
		if k.State != core.KeyActive {
			return core.CredentialDisabled
		}
	}
	return core.ReasonNone
}

// keys are what was shown: one, or two where the door asks for both and they are one person's.
func (in *inquiry) keys() (out []*core.Key) {
	if in.key != nil {
		out = append(out, in.key)
	}
	if in.pin != nil && in.pin.Person == in.key.Person {
		out = append(out, in.pin)
	}
	return out
}
