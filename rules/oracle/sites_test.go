package oracle

import (
	"slices"
	"strconv"
	"time"

	"localiq/core"
)

const boot = core.BootID("now")

// site draws people, keys, groups, doors and what the doors and the counts stand at, and the instant
// of the question, to which what has just been lies near.
func (c *chance) site(cfg func([]core.Edit) *core.Config) (*core.Site, core.Instant) {
	edits, schedules := c.schedules()
	doors := []core.DoorID{"back", "front"}
	edits = append(edits, core.Put(core.Lock{ID: "l1", Family: "localiq"}), core.Put(core.Lock{ID: "l2", Family: "localiq"}))
	for i, d := range doors {
		edits = append(edits, core.Put(c.door(d, core.LockID("l"+strconv.Itoa(i+1)))))
	}
	var groups []core.GroupID
	for i := range 1 + c.IntN(3) {
		g := core.Group{ID: core.GroupID("g" + strconv.Itoa(i)), Name: "group", Doors: some(c, 2, doors), Clock: core.ClockPolicy(c.IntN(2))}
		if c.odds(4, 5) {
			g.Schedule = pick(c, schedules...)
		}
		edits, groups = append(edits, core.Put(g)), append(groups, g.ID)
	}
	s := core.NewSite(core.HubState{ID: "00000001"})
	s.Config = cfg(edits)
	edges := hours{cfg: s.Config, id: schedules[0]}.edges(c)
	at := core.Instant{Wall: c.instant(edges), Boot: boot, Up: 1_000_000 * time.Second, Trust: pick(c, core.Trusted, core.Trusted, core.Trusted, core.Holdover, core.Untrusted)}
	set := s.Config.Settings
	if c.odds(1, 8) {
		set.Subscription.Until = at.Wall + pick[int64](c, -1, 0, 1)
	}
	next, err := s.Config.With(9, append(c.people(at, groups), core.Put(set)), c.zone)
	if err != nil {
		panic(err)
	}
	s.Config = next
	for i := range next.Doors {
		s.Doors = append(s.Doors, c.doorState(next, next.Doors[i].ID, at))
	}
	for _, n := range c.counts(next, at) {
		s.Counts = s.Counts.With(n)
	}
	return s, at
}

func (c *chance) door(id core.DoorID, l core.LockID) core.Door {
	d := core.Door{ID: id, Name: string(id), Lock: l}
	if c.odds(1, 30) {
		d.Lock = ""
	}
	if c.odds(1, 2) {
		return d
	}
	d.Guard = core.Guard{Factors: core.Factors(c.rarely()), Pair: c.odds(1, 4), First: c.odds(1, 4)}
	if c.odds(1, 2) {
		d.Guard.Area, d.Guard.Passback = pick[core.AreaID](c, "inside", "outside"), core.PassbackPolicy(c.IntN(3))
	}
	return d
}

func (c *chance) rarely() int { return max(0, c.IntN(4)-2) }

// people draws some, with their keys.
func (c *chance) people(at core.Instant, groups []core.GroupID) (edits []core.Edit) {
	for i := range 3 {
		p := core.Person{ID: core.PersonID("p" + strconv.Itoa(i)), Groups: some(c, 3, groups), Role: pick(c, core.RoleUser, core.RoleUser, core.RoleUser, core.RoleAdmin, core.RoleOwner, core.RoleInstaller, core.RoleIntegration),
			Master: c.odds(1, 6), Remote: c.odds(1, 2), Blocked: c.odds(1, 20), OverrideLockdown: c.odds(1, 2), OverridePrivacy: c.odds(1, 2),
			MayBeFirst: c.odds(1, 3), Anywhere: c.odds(1, 2), Duress: c.odds(2, 3), EOM: c.odds(1, 3), MOM: c.odds(1, 3)}
		p.From, p.Until = c.life(at)
		p.Unsubscribed = c.odds(1, 20)
		edits = append(edits, core.Put(p))
		if c.odds(1, 4) {
			from := at.Wall - at.Wall%int64(time.Minute) + int64(c.IntN(5)-3)*int64(time.Minute)
			edits = append(edits, core.Put(core.Booking{ID: core.BookingID("b" + strconv.Itoa(i)), Person: p.ID, Door: pick[core.DoorID](c, "front", "back"),
				From: from, Until: from + int64(1+c.IntN(4))*int64(time.Minute), Share: true}))
		}
		for j := range 2 {
			k := core.Key{ID: core.KeyID("k" + strconv.Itoa(i) + strconv.Itoa(j)), Person: p.ID, Kind: pick(c, core.KeyTag, core.KeyPIN, core.KeyPIN, core.KeyDigital), State: core.KeyActive, Digest: digest(1 + 2*i + j)}
			if c.odds(1, 15) {
				k.State = pick(c, core.KeyLost, core.KeyStolen, core.KeyBlocked)
			}
			if k.Kind == core.KeyPIN && c.odds(4, 5) {
				k.Duress = digest(100 + 2*i + j)
			}
			if c.odds(1, 4) {
				k.Uses = 1 + c.IntN(3)
			}
			k.From, k.Until = c.life(at)
			edits = append(edits, core.Put(k))
		}
	}
	return edits
}

func digest(n int) (d core.Digest) {
	d[0], d[31] = byte(n), 1
	return d
}

// life is mostly without an end, and else begins or ends about now.
func (c *chance) life(at core.Instant) (from, until int64) {
	if c.odds(1, 8) {
		from = at.Wall + pick(c, -int64(time.Hour), -1, 0, 1)
	}
	if c.odds(1, 8) {
		until = max(from+1, at.Wall+pick(c, int64(time.Hour), -1, 0, 1))
	}
	return from, until
}

// request draws a question about a site, mostly one that makes sense.
func (c *chance) request(s *core.Site, at core.Instant) core.Request {
	k := pick(c, s.Config.Keys...)
	q := core.Request{Door: pick[core.DoorID](c, "front", "back"), Kind: k.Kind, Digest: k.Digest, At: at}
	if c.odds(1, 6) {
		q.Bolt = c.bolt()
	}
	half := s.Config.Key(s.Doors[slices.IndexFunc(s.Doors, func(d core.DoorState) bool { return d.Door == q.Door })].Reader.Half.Key)
	switch n := c.IntN(40); {
	case n < 6: // the PIN of whoever waits for it
		for _, k := range s.Config.Keys {
			if half != nil && k.Person == half.Person && k.Kind == core.KeyPIN {
				q.Kind, q.Digest = k.Kind, k.Digest
			}
		}
	case n < 9 && !k.Duress.IsZero():
		q.Digest = k.Duress
	case n < 10:
		q.Digest = digest(200)
	case n < 20: // from afar
		q.Kind, q.Digest, q.Person, q.Why = core.KeyOperator, core.Digest{}, k.Person, pick(c, "", "they forgot it")
		if c.odds(1, 6) {
			q.Person = ""
		}
	case n < 23: // explain, and "may they at all"
		q.Digest, q.Person, q.Key = core.Digest{}, k.Person, k.ID
		if c.odds(1, 3) {
			q.Key = ""
		}
	case n == 23:
		q.Door = "none"
	case n == 24: // makes no sense
		q.Person = k.Person
		if c.odds(1, 2) {
			q.Person, q.Kind = "", core.KeyOperator
		}
	case n == 25: // as what it is not
		q.Kind = pick(c, core.KeyTag, core.KeyPIN, core.KeyDigital)
	case n == 26:
		q.ID = "asked"
	}
	return q
}
