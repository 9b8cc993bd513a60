package rules

import (
	"math"
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// The sources of right. Access asks them at one instant; a lock's table carries what they say
// for every instant. Both walk the same ways, so that they cannot come to differ.

// everywhere: the master key skips groups and schedules, and the owner has it (spec: master).
func everywhere(p *core.Person) bool { return p.Master || p.Role == core.RoleOwner }

// ways walks the groups by which a person reaches a door, in the order of their ids, and then their
// bookings of it, in the order of their times.
type ways struct {
	mine []core.GroupID
	here []core.Way

	of     *core.Config // nil: the bookings are found, or not wanted
	person core.PersonID
	door   core.DoorID
	booked []core.Way
}

func reach(c *core.Config, p *core.Person, door core.DoorID) ways {
	return ways{mine: p.Groups, here: c.Ways(door), of: c, person: p.ID, door: door}
}

// next is nil when there is no more.
func (w *ways) next() *core.Way {
	if way := w.group(); way != nil {
		return way
	}
	if w.of != nil {
		w.booked, w.of = w.of.Booked(w.door, w.person), nil
	}
	if len(w.booked) == 0 {
		return nil
	}
	way := &w.booked[0]
	w.booked = w.booked[1:]
	return way
}

// group: most people are in few of a door's groups.
func (w *ways) group() *core.Way {
	for len(w.mine) > 0 && len(w.here) > 0 {
		if len(w.here) > 8*len(w.mine) {
			i, _ := slices.BinarySearchFunc(w.here, w.mine[0], byGroupID)
			if w.here = w.here[i:]; len(w.here) == 0 {
				return nil
			}
		}
		switch way := &w.here[0]; strings.Compare(string(w.mine[0]), string(way.Group.ID)) {
		case -1:
			w.mine = w.mine[1:]
		case +1:
			w.here = w.here[1:]
		default:
			w.here = w.here[1:]
			return way
		}
	}
	return nil
}

func byGroupID(w core.Way, id core.GroupID) int {
	return strings.Compare(string(w.Group.ID), string(id))
}

// right is what a key may do at a door by the configuration alone, as far as the door's lock can
// hold it, whether or not it has a table. The zero value opens never.
type right struct {
	wall        int64     // when it is read, ns UTC: of it the year counts; read keeps it
	today       core.Date // of wall; 0: nobody asked
	key         *core.Key
	person      *core.Person
	opens       bool
	from, until int64 // ns UTC, [from, until); 0: no such limit
	ask         bool  // the hub's word first
	lease       time.Duration
	always      bool             // between its limits, else within the union of schedules
	schedules   []*core.Schedule // weekly ones, by id, each once
	cut         int64            // ns UTC: from then on they would open too much; 0: never
	zone        string           // in which they are read
	unfit       core.Lack        // what the lock lacks to hold it; it opens never, for that reason alone

	// What the configuration says, whatever of it a lock can hold today.
	entitled bool
	hub      bool        // the hub alone may open for it: it is in no table
	free     bool        // at all times, else within the union of ways
	starts   int64       // bookings alone give it, and they begin then, ns UTC; 0: not so
	ends     int64       // and are over then; 0: not so
	ways     []*core.Way // with a schedule, by its id, each once; then bookings, by their times

	weeks []week // of one configuration: whoever reads of two has a right for each
}

// read fills r anew, and uses the room that it has.
func (r *right) read(c *core.Config, set *core.Door, k *core.Key) {
	*r = right{wall: r.wall, today: r.today, schedules: r.schedules[:0], ways: r.ways[:0], weeks: r.weeks}
	if set == nil || k == nil || k.State != core.KeyActive {
		return
	}
	p := c.Person(k.Person)
	if p == nil || p.Blocked || p.Unsubscribed || !admits(c, p) {
		return
	}
	r.key, r.person = k, p
	r.zone = c.Settings.Zone
	r.reads(c, p, set.ID)
	r.from, r.until = max(p.From, k.From), earlier(p.Until, k.Until)
	r.entitled = (r.free || len(r.ways) > 0) && (r.end() == 0 || r.begin() < r.end())
	if r.hub = r.entitled && needsHub(set, p, k); r.hub {
		r.entitled = false
	}
	r.opens = r.entitled && (r.cut == 0 || r.begin() < r.cut)
	r.ask = set.Table == core.TableFallback || p.EOM && set.Office.Scheduled() || p.MOM && set.Office != core.OfficeOff ||
		p.Duress && k.Kind == core.KeyPIN // as its variant, which the hub alone knows: nobody shall see them differ
	r.lease = leaseOf(&c.Settings, p, k)
	r.fits(lacksOf(c, set), c.Zone, r.wall)
	if r.hub && lacksOf(c, set).Has(core.LackRequests) {
		r.unfit = core.LackRequests
	}
}

// begin and end are the limits of the right, whatever its hours.
func (r *right) begin() int64 { return max(r.from, r.starts) }
func (r *right) end() int64   { return earlier(r.until, r.ends) }

// needsHub is true for a key that no lock may open for by itself: it knows neither what was shown a
// moment ago, nor who has come today, nor how often a key has opened elsewhere.
func needsHub(set *core.Door, p *core.Person, k *core.Key) bool {
	return set.Guard.NeedsHub() || set.Guard.First && !mayBeFirst(p) || k.Uses > 0
}

func (r *right) reads(c *core.Config, p *core.Person, door core.DoorID) {
	r.free = everywhere(p)
	for ws := reach(c, p, door); !r.free; {
		way := ws.next()
		if way == nil {
			break
		}
		if way.Schedule == nil {
			r.free = true
		} else if way.Booking != nil {
			if r.near(c, way) {
				r.ways = append(r.ways, way)
			}
		} else if way.Group.Clock == core.ClockTrusted {
			continue // a lock's clock may be trusted by the lock alone
		} else if i, has := slices.BinarySearchFunc(r.ways, way.Schedule.ID, byWaySchedule); !has {
			r.ways = slices.Insert(r.ways, i, way)
		}
	}
	if r.always = r.free; r.free {
		r.ways = r.ways[:0]
	}
	if r.solely(); r.always {
		return
	}
	for _, way := range r.ways {
		w := r.week(c, way)
		r.schedules, r.cut = append(r.schedules, w.is), earlier(r.cut, w.until)
	}
}

// week makes that of a schedule once for all rights that are read into r.
func (r *right) week(c *core.Config, way *core.Way) week {
	for i := range r.weeks {
		if r.weeks[i].of == way.Schedule {
			return r.weeks[i]
		}
	}
	r.weeks = append(r.weeks, weekOf(c, way, r.wall))
	return r.weeks[len(r.weeks)-1]
}

func byWaySchedule(w *core.Way, id core.ScheduleID) int { return byScheduleID(w.Schedule, id) }

func byScheduleID(s *core.Schedule, id core.ScheduleID) int {
	return strings.Compare(string(s.ID), string(id))
}

// earlier is the first of two ends, where 0 is none.
func earlier(a, b int64) int64 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// leaseOf is how long a key outlives the lock's last meeting with us; 0: for ever. Guests are
// people with an end (OUR RULES, offline keys in locks).
func leaseOf(s *core.Settings, p *core.Person, k *core.Key) time.Duration {
	set, otherwise := s.TagLease, core.DefaultTagLease
	if k.Kind == core.KeyPIN || p.Until != 0 {
		set, otherwise = s.PINLease, core.DefaultPINLease
	}
	switch {
	case set == 0:
		return otherwise
	case uint64(set) > math.MaxInt32: // below nothing, or more than any lock will be away
		return 0
	}
	return time.Duration(set) * time.Second
}
