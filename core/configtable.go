package core

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Config is everything that people set. It is immutable: With makes another, indexes included.
// Every slice is sorted by id. A pointer into it is good for as long as the Config is.
type Config struct {
	Version     Seq // the input that made it
	Settings    Settings
	Zone        *time.Location // of Settings.Zone; UTC until it is set
	People      []Person
	Keys        []Key
	Groups      []Group
	Schedules   []Schedule
	Doors       []Door
	Locks       []Lock
	Repeaters   []Repeater
	Calendars   []Calendar
	Vouchers    []Voucher // that were redeemed here; none ever goes
	Dealers     []Dealer  // whose vouchers are taken
	Bookings    []Booking
	Pods        []Pod
	ConsoleKeys []ConsoleKey
	APIKeys     []APIKey

	byDigest map[Digest]int32 // index into Keys; ^ of it: the duress variant
	holders  []int32          // index into People, of each of Keys
	byDoor   map[DoorID]int32 // index into Doors
	byLock   map[LockID]int32 // the same
	ways     [][]Way          // of each of Doors
	specials []Specials       // of each of Schedules
	offsets  *Offsets         // of Zone
	booked   [][]Way          // of each of Doors
	oldest   int32            // of Bookings: the first that is over
	guest    int32            // of People: the guest whose end comes first; -1: none
	passes   []int64          // until when phones were signed, of digital keys that open; sorted
}

// Offsets are those of Zone.
func (c *Config) Offsets() *Offsets { return c.offsets }

// NewConfig is the empty configuration.
func NewConfig() *Config { return (&Config{Zone: time.UTC}).indexed() }

// With returns the configuration after the edits, or an *Error that names the item at fault;
// then nothing has changed. zone is needed when an edit sets another Settings.Zone: loading it
// is I/O, and belongs to the caller.
func (c *Config) With(at Seq, edits []Edit, zone *time.Location) (*Config, error) {
	n := *c
	n.Version = at
	var t touched
	for _, e := range edits {
		if err := n.apply(e, &t); err != nil {
			return nil, err
		}
	}
	n.People, n.Keys, n.Bookings = merged(c.People, t.people), merged(c.Keys, t.keys), merged(c.Bookings, t.bookings)
	if n.Settings.Zone != c.Settings.Zone {
		if zone == nil || zone.String() != n.Settings.Zone {
			return nil, Errorf(CodeInvalid, "time zone %q was not loaded", n.Settings.Zone)
		}
		n.Zone, n.offsets = zone, OffsetsOf(zone)
	}
	if err := n.podsFrom(c); err != nil {
		return nil, err
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	if t.schedules || t.calendars {
		n.specials = specialsOf(&n)
	}
	if t.bookings != nil || t.doors || n.Zone != c.Zone {
		n.booked, n.oldest = bookedOf(&n, c), oldestOf(n.Bookings)
	}
	if t.people != nil {
		n.guest = firstGuest(n.People)
	}
	if c.editsPhones(t.keys) {
		n.passes = passesOf(n.Keys)
	}
	if t.people != nil || t.keys != nil {
		n.held()
	}
	return n.indexed(), nil
}

// touched remembers which slices are already this Config's own copy, and the edits of those that are
// long: they are made at once.
type touched struct {
	groups, schedules, doors, locks, repeaters, calendars, vouchers, dealers, pods, consoleKeys, apiKeys bool
	people, keys, bookings                                                                               []Edit
}

func (c *Config) apply(e Edit, t *touched) error {
	if e.Item != nil && e.Item.Ref() != e.Ref {
		return Errorf(CodeInvalid, "item %s under the name of %s", e.Item.Ref(), e.Ref)
	}
	switch e.Kind {
	case KindSettings:
		s, ok := e.Item.(Settings)
		if !ok {
			return Errorf(CodeInvalid, "a site cannot be without settings")
		}
		c.Settings = s
	case KindPerson:
		t.people = append(t.people, e)
	case KindKey:
		t.keys = append(t.keys, e)
	case KindGroup:
		c.Groups = edited(c.Groups, e, &t.groups)
	case KindSchedule:
		c.Schedules = edited(c.Schedules, e, &t.schedules)
	case KindDoor:
		c.Doors = edited(c.Doors, e, &t.doors)
	case KindLock:
		c.Locks = edited(c.Locks, e, &t.locks)
	case KindRepeater:
		c.Repeaters = edited(c.Repeaters, e, &t.repeaters)
	case KindCalendar:
		c.Calendars = edited(c.Calendars, e, &t.calendars)
	case KindVoucher:
		if err := c.redeemable(e); err != nil {
			return err
		}
		c.Vouchers = edited(c.Vouchers, e, &t.vouchers)
	case KindDealer:
		c.Dealers = edited(c.Dealers, e, &t.dealers)
	case KindPod:
		c.Pods = edited(c.Pods, e, &t.pods)
	case KindBooking:
		t.bookings = append(t.bookings, e)
	case KindConsoleKey:
		c.ConsoleKeys = edited(c.ConsoleKeys, e, &t.consoleKeys)
	case KindAPIKey:
		c.APIKeys = edited(c.APIKeys, e, &t.apiKeys)
	default:
		return Errorf(CodeInvalid, "no item is of kind %s", e.Kind)
	}
	return nil
}

// edited copies rows once per With, then works on the copy.
func edited[T Item](rows []T, e Edit, own *bool) []T {
	if !*own {
		rows, *own = append(make([]T, 0, len(rows)+1), rows...), true
	}
	i, found := find(rows, e.ID)
	it, put := e.Item.(T)
	switch {
	case put && found:
		rows[i] = it
	case put:
		rows = slices.Insert(rows, i, it)
	case found:
		rows = slices.Delete(rows, i, i+1)
	}
	return rows
}

// merged are the rows after all of the edits, of which the last of each id counts. Ten thousand cost
// little more than a copy.
func merged[T Item](rows []T, edits []Edit) []T {
	if len(edits) == 0 {
		return rows
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.ID, b.ID) })
	more := 0
	for _, e := range edits {
		if _, found := find(rows, e.ID); !found {
			more++
		}
	}
	out := make([]T, 0, len(rows)+more)
	for i, e := range edits {
		if i+1 < len(edits) && edits[i+1].ID == e.ID {
			continue
		}
		at, found := find(rows, e.ID)
		if out, rows = append(out, rows[:at]...), rows[at:]; found {
			rows = rows[1:]
		}
		if it, put := e.Item.(T); put {
			out = append(out, it)
		}
	}
	return append(out, rows...)
}

func find[T Item](rows []T, id string) (int, bool) {
	return slices.BinarySearchFunc(rows, id, func(r T, id string) int { return cmp.Compare(r.Ref().ID, id) })
}

// Person and its fellows return nil for what is not there.
func (c *Config) Person(id PersonID) *Person {
	return row(c.People, id, func(p *Person) PersonID { return p.ID })
}
func (c *Config) Key(id KeyID) *Key { return row(c.Keys, id, func(k *Key) KeyID { return k.ID }) }

// KeyRow is the row of a key alone; none for what is not there.
func (c *Config) KeyRow(id KeyID) []Key {
	if i, ok := place(c.Keys, id, func(k *Key) KeyID { return k.ID }); ok {
		return c.Keys[i : i+1 : i+1]
	}
	return nil
}

func (c *Config) Group(id GroupID) *Group {
	return row(c.Groups, id, func(g *Group) GroupID { return g.ID })
}
func (c *Config) Schedule(id ScheduleID) *Schedule {
	return row(c.Schedules, id, func(s *Schedule) ScheduleID { return s.ID })
}
func (c *Config) Door(id DoorID) *Door { return row(c.Doors, id, func(d *Door) DoorID { return d.ID }) }
func (c *Config) Lock(id LockID) *Lock { return row(c.Locks, id, func(l *Lock) LockID { return l.ID }) }
func (c *Config) Repeater(id RepeaterID) *Repeater {
	return row(c.Repeaters, id, func(r *Repeater) RepeaterID { return r.ID })
}

// DoorOf finds the door that a lock is fitted to; nil when it is fitted to none.
func (c *Config) DoorOf(l LockID) *Door {
	if i, ok := c.byLock[l]; ok {
		return &c.Doors[i]
	}
	return nil
}

func (c *Config) Calendar(id CalendarID) *Calendar {
	return row(c.Calendars, id, func(k *Calendar) CalendarID { return k.ID })
}

// Items lists the whole configuration, in an order in which it can be put back at once.
func (c *Config) Items() (edits []Edit) {
	if c.Settings != (Settings{}) {
		edits = append(edits, Put(c.Settings))
	}
	edits = append(edits, puts(c.Dealers)...)
	edits = append(edits, puts(c.Vouchers)...)
	edits = append(edits, puts(c.Calendars)...)
	edits = append(edits, puts(c.Schedules)...)
	edits = append(edits, puts(c.Repeaters)...)
	edits = append(edits, puts(c.Locks)...)
	edits = append(edits, puts(c.Doors)...)
	edits = append(edits, puts(c.Pods)...)
	edits = append(edits, puts(c.Groups)...)
	edits = append(edits, puts(c.People)...)
	edits = append(edits, puts(c.Keys)...)
	edits = append(edits, puts(c.ConsoleKeys)...)
	edits = append(edits, puts(c.APIKeys)...)
	return append(edits, puts(c.Bookings)...)
}

func puts[T Item](rows []T) (es []Edit) {
	for _, r := range rows {
		es = append(es, Put(r))
	}
	return es
}

func (c *Config) indexed() *Config {
	c.byDoor, c.byLock = make(map[DoorID]int32, len(c.Doors)), make(map[LockID]int32, len(c.Doors))
	for i := range c.Doors {
		d := &c.Doors[i]
		c.byDoor[d.ID] = int32(i)
		if d.Lock != "" {
			c.byLock[d.Lock] = int32(i)
		}
	}
	c.ways = waysOf(c)
	return c
}

func (k Kind) missing(id string, of Ref) error {
	return Errorf(CodeInvalid, "%s names %s, which is not on this site", of, fmt.Sprintf("%s %s", k, id))
}
