package rules

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
)

// Difference says in sentences what another configuration makes otherwise at the doors: when they are
// unlocked, what they ask for, and who may open them when; and how often keys open. It goes by an ordinary week from the day of wall (ns UTC) on,
// and by the dates of a year that are unlike it. Doors are in the order of their names.
func Difference(a, b *core.Config, wall int64) (out []core.Difference) {
	c := comparison{a: a, b: b, today: dateAt(b.Zone, wall), wall: wall}
	for _, id := range doorsOf(a, b) {
		c.was, c.is = a.Door(id), b.Door(id)
		switch {
		case c.is == nil:
			c.say(c.was.Name + " is taken away")
		case c.was == nil:
			c.say(c.is.Name + " is new" + officeIs(c.is))
			c.guard()
			c.who()
		default:
			c.office()
			c.guard()
			c.who()
		}
	}
	c.uses()
	return c.out
}

// year is how far dates are compared.
const year = 366

// comparison is of one door after the other.
type comparison struct {
	a, b    *core.Config
	was, is *core.Door // nil: not there
	today   core.Date
	wall    int64
	out     []core.Difference
}

func (c *comparison) say(text string, people ...core.PersonID) {
	d := core.Difference{Text: text, People: people}
	if c.is != nil {
		d.Door = c.is.ID
	} else {
		d.Door = c.was.ID
	}
	c.out = append(c.out, d)
}

func doorsOf(a, b *core.Config) (out []core.DoorID) {
	name := func(id core.DoorID) string {
		if d := b.Door(id); d != nil {
			return d.Name
		}
		return a.Door(id).Name
	}
	for _, d := range slices.Concat(a.Doors, b.Doors) {
		out = append(out, d.ID)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	slices.SortStableFunc(out, func(x, y core.DoorID) int { return strings.Compare(name(x), name(y)) })
	return out
}

func officeIs(d *core.Door) string {
	if d.Office == core.OfficeOff {
		return ""
	}
	return ", with office mode " + d.Office.String()
}

// office is about when the door is unlocked by its schedule.
func (c *comparison) office() {
	if c.was.Office != c.is.Office {
		c.say(c.is.Name + ": office mode " + c.is.Office.String() + " instead of " + c.was.Office.String())
	}
	a, b := officeHours(c.a, c.was), officeHours(c.b, c.is)
	unlocked := " unlocked "
	if of := cmp.Or(c.is.Office, c.was.Office); of == core.OfficeEasy || of == core.OfficeAutoFirst {
		unlocked = " can be unlocked "
	}
	w := compare(a, b, c.today)
	if said := w.longer(); said != "" {
		c.say(c.is.Name + unlocked + said)
	}
	if said := w.closedDates(); said != "" {
		c.say(c.is.Name + " stays locked" + said)
	}
	if said := w.otherDates(); said != "" {
		c.say(c.is.Name + unlocked + "at other hours" + said)
	}
}

func officeHours(cfg *core.Config, d *core.Door) []Hours {
	if !d.Office.Scheduled() {
		return nil
	}
	return []Hours{HoursOf(cfg, d.Schedule, ForUnlocking)}
}
