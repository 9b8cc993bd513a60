package rehearse

import (
	"cmp"
	"slices"
	"time"

	"localiq/core"
	"localiq/hub/sitefile"
)

// actor is a person who comes.
type actor struct {
	id       core.PersonID
	name     string
	tag, pin string // as hands show them; "": none
	habits   []sitefile.Habit
}

// actors are those who have a key that hands can show, by name.
func (s *stage) actors() (out []*actor) {
	for _, p := range s.Config.People {
		a := &actor{id: p.ID, name: s.Names[p.ID].String()}
		for _, k := range s.Config.Keys {
			if secret := s.Secrets[k.ID].Reveal(); k.Person == p.ID && k.State == core.KeyActive && secret != "" {
				a.takes(k.Kind, secret)
			}
		}
		if a.habits = s.habitsOf(p); len(a.habits) > 0 && a.hasKey() {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *actor) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	return out
}

// takes keeps one key of each kind; of several the same in each run.
func (a *actor) takes(k core.KeyKind, secret string) {
	switch {
	case k == core.KeyTag && (a.tag == "" || secret < a.tag):
		a.tag = secret
	case k == core.KeyPIN && (a.pin == "" || secret < a.pin):
		a.pin = secret
	}
}

func (a *actor) hasKey() bool { return a.tag != "" || a.pin != "" }

// habitsOf are the file's, where it has any at all; else made up.
func (s *stage) habitsOf(p core.Person) (out []sitefile.Habit) {
	if len(s.Script.Habits) == 0 {
		return invented(s.Config, p)
	}
	for _, h := range s.Script.Habits {
		if !slices.Contains(h.Who, p.ID) {
			continue
		}
		if len(h.Doors) == 0 {
			h.Doors = entranceFirst(s.Config, doorsOf(s.Config, p))
		}
		if len(h.Doors) > 0 {
			out = append(out, h)
		}
	}
	return out
}

// invented: somebody who may come comes in the hours of the group that opens most doors, a little
// after they begin, and is gone a little before they end; on every day of the week that they have,
// whatever exceptions say, for those are what one forgets. Who may always come keeps office hours.
func invented(cfg *core.Config, p core.Person) (out []sitefile.Habit) {
	doors, windows := doorsOf(cfg, p), officeHours
	if g := widest(cfg, p); g != nil && !p.Master {
		windows = cfg.Schedule(g.Schedule).Windows
	}
	if p.Blocked || len(doors) == 0 {
		return nil
	}
	for _, w := range windows {
		h := sitefile.Habit{Days: w.Days, Rounds: 3, Doors: entranceFirst(cfg, doors)}
		long := (w.End - w.Start + core.EndOfDay) % core.EndOfDay
		if long == 0 || long > longestShift {
			w = officeHours[0]
			long = w.End - w.Start
		}
		slack := min(long/6, 20)
		h.Comes, h.Leaves = w.Start+slack, (w.Start+long-slack)%core.EndOfDay
		h.Within = time.Duration(slack-1) * time.Minute
		if h.Within > 0 {
			out = append(out, h)
		}
	}
	return out
}

// longestShift is how much of a window one person is there for.
const longestShift core.Minute = 12 * 60

var officeHours = []core.Window{{Days: core.EveryDay &^ (1<<time.Saturday | 1<<time.Sunday), Start: 8*60 + 30, End: 17 * 60}}

// widest is the group with a schedule that opens most doors to somebody; nil: none of theirs has one.
func widest(cfg *core.Config, p core.Person) (best *core.Group) {
	for _, id := range p.Groups {
		g := cfg.Group(id)
		if g.Schedule != "" && (best == nil || cmp.Or(cmp.Compare(len(g.Doors), len(best.Doors)), cmp.Compare(best.Name, g.Name)) > 0) {
			best = g
		}
	}
	return best
}

// doorsOf are those that somebody may open in the hours of that group, by name.
func doorsOf(cfg *core.Config, p core.Person) (out []core.DoorID) {
	g := widest(cfg, p)
	for _, d := range cfg.Doors {
		in := func(id core.GroupID) bool {
			o := cfg.Group(id)
			return (g == nil || o.ID == g.ID || o.Schedule == "") && slices.Contains(o.Doors, d.ID)
		}
		if p.Master || slices.ContainsFunc(p.Groups, in) {
			out = append(out, d.ID)
		}
	}
	return named(out, cfg)
}

// entranceFirst puts where one comes in first: a door with office mode, else the one that most groups
// open.
func entranceFirst(cfg *core.Config, doors []core.DoorID) []core.DoorID {
	weight := func(id core.DoorID) (n int) {
		if cfg.Door(id).Office != core.OfficeOff {
			n += len(cfg.Groups) + 1
		}
		for _, g := range cfg.Groups {
			if slices.Contains(g.Doors, id) {
				n++
			}
		}
		return n
	}
	out := slices.Clone(doors)
	slices.SortStableFunc(out, func(a, b core.DoorID) int { return cmp.Compare(weight(b), weight(a)) })
	return out
}
