package rehearse

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"localiq/core"
	"localiq/core/order"
	"localiq/rules"
)

// Report is what became of the days: counts, and sentences that follow from them. Times are on the
// site's wall, "2026-11-23 08:00".
type Report struct {
	Site     string       `json:"site"`
	Zone     string       `json:"zone"`
	From     core.Date    `json:"from"`
	Days     int          `json:"days"`
	Seed     uint64       `json:"seed"`
	Stopped  string       `json:"stopped,omitempty"` // when, where somebody broke it off
	Inputs   int          `json:"inputs"`            // lines of the ledger
	Calendar []Day        `json:"calendar,omitempty"`
	Doors    []DoorReport `json:"doors"`
	People   []Shut       `json:"people,omitempty"`
	Unplayed []string     `json:"unplayed,omitempty"` // who never came: no door, or no key that hands can show
	Change   []string     `json:"change,omitempty"`   // what you may want to change
}

// Day is one that is unlike others.
type Day struct {
	Date core.Date `json:"date"`
	What []string  `json:"what"`
}

// DoorReport is of one door. Offline and Waits are how long its lock was not heard, and had not its
// newest table.
type DoorReport struct {
	Door      string    `json:"door"`
	Openings  int       `json:"openings"`          // keys that were let in
	ByTable   int       `json:"byTable"`           // of those, by what the lock itself knew
	Opened    int       `json:"opened"`            // times that the door was opened, from either side
	Refusals  []Refusal `json:"refusals"`          // most first
	Office    []Held    `json:"office,omitempty"`  // in order
	Missed    []Missed  `json:"missed,omitempty"`  // windows of office mode
	NotClosed int       `json:"notClosed"`         // times
	Longest   Seconds   `json:"longest,omitempty"` // that such an alert stood
	Forced    int       `json:"forced"`
	Unsure    int       `json:"unsure"` // times that nobody could tell whether it was open
	Offline   Lasted    `json:"offline"`
	Waits     Lasted    `json:"waits"`
	Battery   Battery   `json:"battery"`
	Lockouts  int       `json:"lockouts"` // its keypad took no code for a while
	Strays    int       `json:"strays"`   // alerts of unknown tags
}

// Seconds is a time, in whole ones.
type Seconds int64

func (s Seconds) String() string { return core.SayDuration(time.Duration(s) * time.Second) }

// Refusal is what somebody was refused, again and again for the same reason.
type Refusal struct {
	Who   string `json:"who"`
	Why   string `json:"why"`
	Code  string `json:"reason"`
	Times int    `json:"times"`
	First string `json:"first"`
	Fix   string `json:"fix,omitempty"` // what would make it work
}

// Held is one stretch of office mode. To is empty while it lasts.
type Held struct {
	From  string  `json:"from"`
	To    string  `json:"to,omitempty"`
	By    string  `json:"by,omitempty"`    // whose key; "": by itself
	Ended string  `json:"ended,omitempty"` // how: "schedule", or whose key
	Late  Seconds `json:"late,omitempty"`  // after its window began

	from, to int64
}

// Missed is a window in which office mode should have started by itself.
type Missed struct {
	At  string `json:"at"`
	Why string `json:"why"`
}

// Lasted is how often and for how long something was so.
type Lasted struct {
	Times   int     `json:"times"`
	Total   Seconds `json:"total"`
	Longest Seconds `json:"longest"`
	Still   bool    `json:"still,omitempty"` // at the end
}

// Battery is as the lock told it, in %. Low is the day on which it is expected to be, or was, at 20.
type Battery struct {
	First uint8     `json:"first"`
	Last  uint8     `json:"last"`
	Low   core.Date `json:"low,omitempty"`
}

// Shut is somebody's day on which they were refused while their schedule was open, or would have been
// but for an exception.
type Shut struct {
	Who   string    `json:"who"`
	Date  core.Date `json:"date"`
	Doors []string  `json:"doors"`
	Why   string    `json:"why"`
}

// Report sums up what was noted. stopped: it was broken off.
func (c *Chronicle) Report(site *core.Site, stopped bool) Report {
	p := c.play
	r := Report{Site: p.Config.Settings.Name, Zone: p.Config.Settings.Zone, From: p.From, Days: p.Days, Seed: p.Seed, Inputs: c.inputs,
		Calendar: c.calendar(), Unplayed: p.unplayed()}
	end := p.End()
	if stopped {
		end, r.Stopped = max(c.last, p.Begin()), c.minute(max(c.last, p.Begin()))
	}
	ids := named(slices.Collect(maps.Keys(c.doors)), p.Config)
	for _, id := range ids {
		r.Doors = append(r.Doors, c.door(site, id, end))
	}
	r.People = c.shut()
	r.Change = c.advice(&r, ids)
	return r
}

func (c *Chronicle) door(site *core.Site, id core.DoorID, end int64) DoorReport {
	d := c.doors[id]
	out := DoorReport{Door: c.play.Config.Door(id).Name, ByTable: d.byTable, Opened: d.opened, Refusals: c.refusals(site, d.refused),
		Office: d.office, Missed: d.missed, NotClosed: len(d.raised[core.AlertNotClosed]), Longest: Seconds(d.longOpen / time.Second),
		Forced: len(d.raised[core.AlertForced]), Unsure: d.unsure, Offline: d.silent.lasted(end), Waits: d.waiting.lasted(end),
		Battery: c.battery(d.battery, end), Lockouts: len(d.raised[core.AlertWrongCodes]), Strays: len(d.raised[core.AlertStrayTags])}
	for _, n := range d.granted {
		out.Openings += n
	}
	if last := len(out.Office) - 1; last >= 0 && out.Office[last].to == 0 {
		out.Office[last].to = end
	}
	return out
}

func (s stretch) lasted(end int64) Lasted {
	still := s.since != 0
	s.end(end)
	return Lasted{s.times, Seconds(s.total / time.Second), Seconds(s.longest / time.Second), still}
}

// refusals joins those of one person for one reason, with what would have made the first work.
func (c *Chronicle) refusals(site *core.Site, all []refusal) []Refusal {
	type same struct {
		who    core.PersonID
		kind   core.KeyKind
		reason core.Reason
	}
	out, place := []Refusal{}, map[same]int{}
	for _, r := range all {
		k := same{r.person, r.kind, r.reason}
		i, ok := place[k]
		if !ok {
			i = len(out)
			place[k] = i
			out = append(out, Refusal{Who: c.who(r.person), Why: c.why(r), Code: r.reason.String(), First: c.minute(r.at), Fix: c.fix(site, r)})
		}
		out[i].Times++
	}
	order.By(out, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Who, b.Who), cmp.Compare(a.Why, b.Why))
	})
	return out
}

func (c *Chronicle) why(r refusal) string {
	switch {
	case r.reason == core.CredentialUnknown:
		return r.kind.String() + " unknown"
	case r.reason == core.CredentialDisabled && r.detail != "":
		return r.kind.String() + " " + r.detail
	}
	return r.reason.Say()
}

// fix is asked of the rules, at the instant of the refusal. What the door stands at now may give
// another reason than then: then nobody knows.
func (c *Chronicle) fix(site *core.Site, r refusal) string {
	if r.person == "" {
		return ""
	}
	q := core.Request{Door: r.door, Kind: r.kind, Person: r.person, Key: r.verdict.Key, At: core.Instant{Wall: r.at, Boot: site.At.Boot, Up: site.At.Up, Trust: core.Trusted}}
	x := rules.Explain(site, q, c.play.Names)
	if x.Verdict.Reason != r.reason {
		return ""
	}
	return x.Fix
}

// battery expects it to go on as it did.
func (c *Chronicle) battery(ls []level, end int64) (b Battery) {
	if len(ls) == 0 {
		return b
	}
	const low = 20
	first, last := ls[0], ls[len(ls)-1]
	b.First, b.Last = first.is, last.is
	for _, l := range ls {
		if l.is <= low {
			b.Low = c.date(l.at)
			return b
		}
	}
	if gone := float64(first.is) - float64(last.is); gone > 0 && end > first.at {
		left := float64(last.is-low) / gone * float64(end-first.at)
		if days := left / float64(24*time.Hour); days < 365 { // beyond, whole percents say nothing
			b.Low = c.date(end) + core.Date(days)
		}
	}
	return b
}

func (c *Chronicle) date(ns int64) core.Date {
	return core.DateOf(time.Unix(0, ns).In(c.play.Config.Zone))
}

// unplayed are who is in the file and never came, by name.
func (p Play) unplayed() (out []string) {
	s := &stage{Play: p}
	for _, x := range p.Config.People {
		if !slices.ContainsFunc(s.actors(), func(a *actor) bool { return a.id == x.ID }) {
			out = append(out, p.Names[x.ID].String())
		}
	}
	slices.Sort(out)
	return out
}
