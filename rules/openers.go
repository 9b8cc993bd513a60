package rules

import (
	"slices"
	"time"

	"localiq/core"
)

// Openers lists everybody who can open a door at an instant, in the order of their ids [explain].
// Who can is what Access says of each of their keys; until when is reckoned from the
// configuration alone, as if nothing else changed.
func Openers(s *core.Site, door core.DoorID, at core.Instant) []core.Opener {
	y := surveyOf(s, at)
	if y.comes(door); y.door == nil {
		return nil
	}
	keys, upTo := keysByPerson(s.Config)
	out := make([]core.Opener, 0, len(s.Config.People))
	for i := range s.Config.People {
		if o := y.asks(&s.Config.People[i], keys[upTo[i]:upTo[i+1]]); o.Reason == core.Granted {
			out = append(out, o)
		}
	}
	y.twoOf(out)
	return out
}

// Opens lists what a person can do at every door, in the order of the doors; Reason says why not.
func Opens(s *core.Site, who core.PersonID, at core.Instant) []core.Opener {
	p := s.Config.Person(who)
	if p == nil {
		return nil
	}
	y := surveyOf(s, at)
	var keys []*core.Key
	for i := range s.Config.Keys {
		if k := &s.Config.Keys[i]; k.Person == who {
			keys = append(keys, k)
		}
	}
	var out []core.Opener
	for _, d := range s.Config.Doors {
		y.comes(d.ID)
		o := y.asks(p, keys)
		if o.Reason != core.Granted {
			o.Reason = y.refusal(p, d.ID, o.Reason)
		}
		out = append(out, o)
	}
	return out
}

// keysByPerson are all keys in the order of the people whose they are; those of person i lie
// between upTo[i] and upTo[i+1].
func keysByPerson(c *core.Config) (keys []*core.Key, upTo []int) {
	upTo = make([]int, len(c.People)+1)
	whose := c.Holders()
	for _, w := range whose {
		upTo[w+1]++
	}
	for i := range c.People {
		upTo[i+1] += upTo[i]
	}
	keys = make([]*core.Key, len(c.Keys))
	next := slices.Clone(upTo)
	for i, w := range whose {
		keys[next[w]], next[w] = &c.Keys[i], next[w]+1
	}
	return keys, upTo
}

// placeOf is where the row of an id is; there is one. Rows are looked at where they lie.
func placeOf[T any, I ~string](rows []T, id I, of func(*T) I) int {
	low, high := 0, len(rows)
	for low < high {
		if middle := (low + high) / 2; of(&rows[middle]) < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// survey asks the same of many people, or at many doors. What of a schedule is open at an instant
// is the same for all of them: runs has, for each way to the door that the survey has come to, that at
// the survey's instant and that at the last other one.
type survey struct {
	s  *core.Site
	at core.Instant
	hand
	runs [][2]run
	ways []int        // of all: room for those of one person
	with []core.Means // room for those of many
}

type run struct {
	wall int64
	core.Occurrence
}

func surveyOf(s *core.Site, at core.Instant) survey {
	y := survey{s: s, at: at}
	y.now = momentOf(reachedBy(s.Config.Offsets(), s.Config.Zone, at.Wall))
	return y
}

// comes to another door.
func (y *survey) comes(door core.DoorID) {
	y.door, y.state, y.here = y.s.DoorAt(door)
	y.runs = make([][2]run, len(y.here))
}

// asks has Access say of each key of a person, and of opening from afar, whether it opens. Reason is
// Granted when one does, else that of the first that does not.
func (y *survey) asks(p *core.Person, keys []*core.Key) core.Opener {
	door := y.door.ID
	o := core.Opener{Person: p.ID, Door: door}
	var ends int64 // of the hours
	free := false
	for i := range len(keys) + 1 {
		q := core.Request{Door: door, Person: p.ID, At: y.at}
		m := core.Means{Kind: core.KeyOperator, Until: p.Until}
		y.person, y.key = p, nil
		switch {
		case i < len(keys):
			k := keys[i]
			y.key, q.Kind, q.Key = k, k.Kind, k.ID
			m = core.Means{Kind: k.Kind, Key: k.ID, Until: earlier(p.Until, k.Until)}
		case !fromAfar(p):
			continue
		default:
			q.Kind, q.Why = core.KeyOperator, "asked who can open"
		}
		var v core.Verdict
		(&inquiry{s: y.s, q: &q, v: &v, hand: &y.hand}).asked()
		if why := y.refuses(q, v); why != core.Granted {
			if o.Reason == core.ReasonNone {
				o.Reason = why
			}
			continue
		}
		free, v.Granted = free || v.Reason == core.OpenedFree, true
		if len(o.With) == 0 {
			ends = y.hoursEnd(p)
			y.names(&o, v)
		}
		m.Until = earlier(m.Until, ends)
		o.With = append(y.room(o.With), m)
		if but := atTheLock(y.s, q, v); but == "" || len(o.With) == 1 {
			o.But = but
		}
	}
	if !free {
		y.needs(&o)
	}
	if len(o.With) > 0 {
		o.Reason = core.Granted
		o.Until, _ = lastOf(o.With, func(core.KeyKind) bool { return true })
		return o
	}
	if o.Reason == core.ReasonNone && len(keys) > 0 {
		o.Reason = core.FactorMissing
	}
	return core.Opener{Person: p.ID, Door: door, Reason: o.Reason}
}

// room gives a first means a place in a block that many share.
func (y *survey) room(with []core.Means) []core.Means {
	if with != nil {
		return with
	}
	if len(y.with) == cap(y.with) {
		y.with = make([]core.Means, 0, 256)
	}
	n := len(y.with)
	y.with = y.with[:n+1]
	return y.with[n : n : n+1]
}

// fromAfar: everybody else is refused it whatever the door.
func fromAfar(p *core.Person) bool {
	return p.Remote || p.Role == core.RoleOwner || p.Role == core.RoleAdmin
}

// refusal prefers what stands in the person's own way to what is wrong with one of their keys.
// ReasonNone: they may, and have no key.
func (y *survey) refusal(p *core.Person, door core.DoorID, ofKey core.Reason) core.Reason {
	if v := Access(y.s, core.Request{Door: door, Person: p.ID, At: y.at}); !v.Granted {
		return v.Reason
	}
	return ofKey
}

// names says by which group and schedule the first of their keys opens.
func (y *survey) names(o *core.Opener, v core.Verdict) {
	if o.Booking = v.Booking; o.Booking != "" {
		return
	}
	for _, i := range y.ways {
		if way := &y.here[i]; way.Group.ID == v.Group {
			if o.Group = way.Group.Name; way.Schedule != nil {
				o.Schedule = way.Schedule.Name
			}
			return
		}
	}
	if g := y.s.Config.Group(v.Group); g != nil {
		o.Group = g.Name
	}
	if sc := y.s.Config.Schedule(v.Schedule); sc != nil {
		o.Schedule = sc.Name
	}
}

// reckoned is how far ahead the end of hours is looked for; what is open longer has none.
const reckoned = 400 * 24 * time.Hour

// hoursEnd is when the person's hours at a door end, over all their groups, if nothing changes; 0:
// no end.
func (y *survey) hoursEnd(p *core.Person) int64 {
	y.ways = y.ways[:0]
	if everywhere(p) {
		return 0
	}
	for ws := (ways{mine: p.Groups, here: y.here}); ws.next() != nil; {
		i := len(y.here) - len(ws.here) - 1
		if y.ways = append(y.ways, i); y.here[i].Schedule == nil {
			return 0
		}
	}
	end, booked := y.at.Wall, y.s.Config.Booked(y.door.ID, p.ID)
	for longer := true; longer; {
		longer = false
		for _, i := range y.ways {
			if o := y.runAt(i, end); o.End > end {
				end, longer = o.End, true
			}
		}
		for i := range booked {
			if b := booked[i].Booking; b.Holds(end) {
				end, longer = b.Until, true
			}
		}
		if end-y.at.Wall > int64(reckoned) {
			return 0
		}
	}
	return end
}

// runAt is zero where the way is closed.
func (y *survey) runAt(i int, wall int64) core.Occurrence {
	r := &y.runs[i][0]
	if wall != y.at.Wall {
		r = &y.runs[i][1]
	}
	if r.wall != wall {
		o, _ := hoursOfWay(y.s.Config, &y.here[i]).Active(wall)
		*r = run{wall, o}
	}
	return r.Occurrence
}
