package oracle

import (
	"time"

	"localiq/core"
)

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

// person: not blocked, and no installer, who opens no door of a site that was released.
func (in *inquiry) person() core.Reason {
	switch {
	case in.who.Blocked:
		return core.UserBlocked
	case in.who.Role == core.RoleInstaller && !in.site.Config.Settings.Installing:
		return core.RightMissing
	}
	return core.ReasonNone
}

// subscribed: the person has a slot, and the IQ a subscription that is not over.
func (in *inquiry) subscribed() core.Reason {
	switch sub := in.site.Config.Settings.Subscription; {
	case in.who.Unsubscribed:
		return core.UserUnsubscribed
	case sub.Until != 0 && in.q.At.Wall >= sub.Until:
		return core.IQUnsubscribed
	}
	return core.ReasonNone
}

// validity: of the person, then of the key. A clock that nobody believes is read as "at least".
func (in *inquiry) validity() core.Reason {
	for _, v := range in.lives() {
		switch {
		case v[1] != 0 && in.q.At.Wall >= v[1]:
			return core.Expired
		case in.q.At.Wall < v[0]:
			return core.NotYetValid
		}
	}
	return core.ReasonNone
}

func (in *inquiry) lives() (out [][2]int64) {
	out = append(out, [2]int64{in.who.From, in.who.Until})
	for _, k := range in.keys() {
		out = append(out, [2]int64{k.From, k.Until})
	}
	return out
}

func (in *inquiry) mode() core.Reason {
	switch strongest(&in.state, in.q.At) {
	case core.ModeBlocked:
		return core.DoorBlocked
	case core.ModeLockdown:
		if !in.who.OverrideLockdown {
			return core.Lockdown
		}
	}
	return core.ReasonNone
}

// strongest is the strongest mode of a door that is not over. A clock that nobody believes ends none
// of another boot.
func strongest(d *core.DoorState, at core.Instant) (m core.DoorMode) {
	for _, l := range d.Levels {
		over := false
		switch {
		case l.Until == core.Instant{}:
		case l.Until.Boot == at.Boot:
			over = at.Up >= l.Until.Up
		case at.Trust != core.Untrusted:
			over = at.Wall >= l.Until.Wall
		}
		if !over {
			m = max(m, l.Mode)
		}
	}
	return m
}

// anywhere: from afar, with the right to it and a reason, no group and no schedule is asked.
func (in *inquiry) anywhere() bool {
	return in.afar() && in.who.Anywhere && in.q.Why != ""
}

// unasked are those who need neither a group nor a schedule.
func (in *inquiry) unasked() bool { return in.master() || in.anywhere() }

func (in *inquiry) group() core.Reason {
	if !in.unasked() && len(in.groups()) == 0 && len(in.bookings()) == 0 {
		return core.NotAuthorised
	}
	return core.ReasonNone
}

func (in *inquiry) groups() (out []core.Group) {
	for _, id := range in.who.Groups {
		for _, g := range in.site.Config.Groups {
			for _, d := range g.Doors {
				if g.ID == id && d == in.q.Door {
					out = append(out, g)
				}
			}
		}
	}
	return out
}

func (in *inquiry) bookings() (out []core.Booking) {
	for _, b := range in.site.Config.Bookings {
		if b.Person == in.who.ID && b.Door == in.q.Door {
			out = append(out, b)
		}
	}
	return out
}

// schedule: one group that is open is enough. One whose schedule must not be read for want of a clock
// is not said to be outside it.
func (in *inquiry) schedule() core.Reason {
	switch shut, unread := in.shut(); {
	case unread && shut:
		return core.ClockUntrusted
	case shut:
		return core.OutsideSchedule
	}
	return core.ReasonNone
}

func (in *inquiry) shut() (shut, unread bool) {
	if in.unasked() {
		return false, false
	}
	for _, g := range in.groups() {
		believed := in.q.At.Trust == core.Trusted || in.q.At.Trust == core.Holdover && g.Clock != core.ClockTrusted
		if g.Schedule == "" {
			return false, false
		}
		_, open := hours{cfg: in.site.Config, id: g.Schedule}.at(in.q.At.Wall)
		if believed && open {
			return false, false
		}
		unread = unread || !believed
	}
	for _, b := range in.bookings() {
		switch {
		case in.q.At.Wall >= b.Until: // what is over stays over, whoever is believed
		case in.q.At.Trust == core.Untrusted:
			unread = true
		case in.q.At.Wall >= b.From:
			return false, false
		}
	}
	return true, unread
}

// privacy: locked from inside, by what the lock told with the request or before.
func (in *inquiry) privacy() core.Reason {
	if in.bolt(core.BoltPrivacy) && !in.who.OverridePrivacy {
		return core.Privacy
	}
	return core.ReasonNone
}

func (in *inquiry) bolt(b core.Bolt) bool { return in.q.Bolt == b || in.state.Reported.Bolt == b }

func (in *inquiry) hardware() core.Reason {
	switch {
	case in.afar() && !in.state.Link.Heard:
		return core.LockOffline
	case in.bolt(core.BoltJammed):
		return core.LockJammed
	}
	return core.ReasonNone
}

// right: from afar a person needs the right to it, or to be an admin; one to open anywhere is no
// right to open from afar. An installer opens no door.
func (in *inquiry) right() core.Reason {
	may := in.who.Remote || in.who.Role == core.RoleAdmin || in.who.Role == core.RoleOwner
	if in.afar() && (!may || in.who.Role == core.RoleInstaller) {
		return core.RightMissing
	}
	return core.ReasonNone
}

// within is true for what was less than so long before, in this boot.
func (in *inquiry) within(was core.Instant, d time.Duration) bool {
	return was.Boot == in.q.At.Boot && in.q.At.Up-was.Up < d
}
