package sitefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

// Rehearsal is the file's section of that name: what the days are to be like on which the site is
// rehearsed. The site itself has nothing of it, and an import passes it by. The zero value says
// nothing, and all of it is made up.
type Rehearsal struct {
	Habits    []Habit
	Doors     []Trouble
	PowerCuts []PowerCut
	Strangers int // a week who try a tag that they found; -1: not said
	HeldOpen  int // times a week that somebody holds a door open for long; -1: not said
}

// Habit is when people come and go. Times are those on the site's wall; Leaves before Comes is on the
// day after.
type Habit struct {
	Who           []core.PersonID // sorted
	Days          core.Days
	Comes, Leaves core.Minute
	Within        time.Duration // by which they are early or late, at most
	Rounds        int           // through a door in between, a day
	Doors         []core.DoorID // as they are written, the first is where they come in; none: all that they may open
	Mistypes      float64       // of their PINs are wrong at first
}

// Trouble is what a door has to bear.
type Trouble struct {
	Door    core.DoorID
	Battery float64       // % at the beginning; 0: not said
	Drains  float64       // % a day; negative: not said
	Drifts  time.Duration // that its lock's clock gains a day
	Away    []core.Window // when its lock is out of reach
	Noise   []core.Window // when much that is said to and by it is lost
}

// PowerCut is a time at which the hub has no power.
type PowerCut struct {
	At  int64 // ns UTC
	For time.Duration
}

// PlanRehearsal reads the section of a site file or, alone, of a file that has nothing else. Names are
// those of the site. Its error is a *core.Error with every place that is at fault.
func PlanRehearsal(cfg *core.Config, names map[core.PersonID]core.Name, src []byte, alone bool) (Rehearsal, error) {
	p := &rehearsing{planner: planner{old: cfg, zone: cfg.Zone, names: names}}
	p.known()
	out := Rehearsal{Strangers: -1, HeldOpen: -1}
	if root := p.parse(src, 0); root != nil {
		t := p.table(root, "the file")
		if n := t.value("rehearsal"); n != nil {
			p.section(n, &out)
		} else if alone {
			p.fault(t.at, "nothing to rehearse by: write `rehearsal:`, and what it is to be like below")
		}
		if alone {
			t.done()
		}
	}
	if err := p.err(); err != nil {
		return Rehearsal{}, core.AsError(err).Advise("mend the file and rehearse it again: docs/rehearse.md")
	}
	return out, nil
}

// rehearsing reads the section against a site that is there.
type rehearsing struct{ planner }

func (p *rehearsing) known() {
	p.doorIndex.what = "door"
	byName := func(a, b core.Door) int { return cmp.Compare(a.Name, b.Name) }
	for _, d := range order.Copy(p.old.Doors, byName) {
		p.doorIndex.add(string(d.ID), d.Name, text{})
	}
}

func (p *rehearsing) section(n ast.Node, out *Rehearsal) {
	t := p.table(n, "rehearsal")
	defer t.done()
	for _, n := range t.list("habits") {
		out.Habits = append(out.Habits, p.habit(n))
	}
	for _, n := range t.list("doors") {
		out.Doors = append(out.Doors, p.trouble(n))
	}
	for _, c := range t.texts("powerCuts") {
		out.PowerCuts = append(out.PowerCuts, p.powerCut(c))
	}
	out.Strangers, out.HeldOpen = p.number(t.text("strangers"), -1, 50), p.number(t.text("heldOpen"), -1, 50)
}

func (p *rehearsing) habit(n ast.Node) Habit {
	t := p.table(n, "a habit")
	defer t.done()
	h := Habit{Within: 10 * time.Minute, Who: p.who(t), Rounds: p.number(t.text("rounds"), 4, 40)}
	if days := t.text("days"); h.Days.UnmarshalText([]byte(days.s)) != nil || !days.set {
		p.fault(or(days.at, t.at), "days of a habit: write them like Mon-Fri or Sat,Sun")
	}
	for _, m := range []struct {
		key string
		to  *core.Minute
	}{{"comes", &h.Comes}, {"leaves", &h.Leaves}} {
		if v := t.text(m.key); m.to.UnmarshalText([]byte(v.s)) != nil {
			p.fault(or(v.at, t.at), "%s is a time of the day: write it like 08:30", m.key)
		}
	}
	if v := t.text("within"); v.set {
		h.Within = p.long(v, 3*time.Hour)
	}
	for _, d := range t.texts("doors") {
		h.Doors = append(h.Doors, core.DoorID(p.resolve(p.doorIndex, d)))
	}
	h.Mistypes = p.percent(t.text("mistypes"), 0) / 100
	return h
}

// who are groups and people by their names.
func (p *rehearsing) who(t *table) (out []core.PersonID) {
	all := t.texts("who")
	if len(all) == 0 {
		p.fault(t.at, "a habit is somebody's: write `who: [` with names of groups or people `]`")
	}
	for _, w := range all {
		found := p.called(w.s)
		if len(found) == 0 {
			p.fault(w.at, "the file has no group and nobody called %q", w.s)
		}
		out = append(out, found...)
	}
	return sorted(out)
}

func (p *rehearsing) called(name string) (out []core.PersonID) {
	for _, x := range p.old.People {
		in := slices.ContainsFunc(x.Groups, func(g core.GroupID) bool { return p.old.Group(g).Name == name })
		if in || p.names[x.ID].String() == name {
			out = append(out, x.ID)
		}
	}
	return out
}

func (p *rehearsing) trouble(n ast.Node) Trouble {
	t := p.table(n, "a door of the rehearsal")
	defer t.done()
	d := Trouble{Door: core.DoorID(p.resolve(p.doorIndex, t.text("door"))), Battery: p.percent(t.text("battery"), 0), Drains: p.percent(t.text("drains"), -1)}
	if v := t.text("drifts"); v.set {
		d.Drifts = p.long(text{strings.TrimPrefix(v.s, "-"), v.at, true}, 10*time.Minute)
		if strings.HasPrefix(v.s, "-") {
			d.Drifts = -d.Drifts
		}
	}
	d.Away, d.Noise = p.windows(t.texts("away"), p.window), p.windows(t.texts("noise"), p.window)
	return d
}

// powerCut is "2026-11-25T03:10 20m".
func (p *rehearsing) powerCut(t text) (c PowerCut) {
	at, long, _ := strings.Cut(t.s, " ")
	ns, ok := parseMoment(at, p.zone, false)
	if d, err := time.ParseDuration(long); ok && err == nil && d >= time.Minute && d <= 7*24*time.Hour {
		return PowerCut{ns, d}
	}
	p.fault(t.at, "not a power cut: write when and for how long, like 2026-11-25T03:10 20m, from a minute to 168h")
	return c
}

func (p *rehearsing) number(t text, unset, most int) int {
	if !t.set {
		return unset
	}
	n, err := strconv.Atoi(t.s)
	if err != nil || n < 0 || n > most {
		p.fault(t.at, "write a whole number, 0 to %d", most)
	}
	return n
}

func (p *rehearsing) percent(t text, unset float64) float64 {
	if !t.set {
		return unset
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(t.s, "%")), 64)
	if err != nil || !(x >= 0 && x <= 100) {
		p.fault(t.at, "write a share, 0%% to 100%%")
		return 0
	}
	return x
}

func (p *rehearsing) long(t text, most time.Duration) time.Duration {
	d, err := time.ParseDuration(t.s)
	if err != nil || d < 0 || d > most {
		p.fault(t.at, "write how long, like 15m or 20s, at most %s", core.SayDuration(most))
		return 0
	}
	return d
}
