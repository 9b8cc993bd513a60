package hub

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"localiq/core"
	"localiq/core/order"
	"localiq/hub/people"
	"localiq/rules"
)

// news is a broadcast: whoever waits on the channel hears that there is something newer.
type news struct {
	mu sync.Mutex
	ch chan struct{}
}

func (n *news) init() { n.ch = make(chan struct{}) }

func (n *news) publish() {
	n.mu.Lock()
	close(n.ch)
	n.ch = make(chan struct{})
	n.mu.Unlock()
}

func (n *news) wait() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ch
}

// watch is Seat.Watch.
func (h *Hub) watch(ctx context.Context, o core.Origin) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot, 1)
	h.screens.Add(1)
	go func() {
		defer close(out)
		defer h.screens.Add(-1)
		for ctx.Err() == nil {
			changed := h.news.wait()
			s, err := h.snapshot(o)
			if err != nil {
				return
			}
			replace(out, s)
			tick, stop := h.c.Clock.After(time.Second)
			select {
			case <-ctx.Done():
			case <-changed:
			case <-tick:
			}
			stop()
		}
	}()
	return out
}

// replace puts s in place of what the reader has not taken yet. There is one writer.
func replace(out chan *core.Snapshot, s *core.Snapshot) {
	select {
	case <-out:
	default:
	}
	out <- s
}

// snapshot is what whoever stands behind the origin may see now.
func (h *Hub) snapshot(o core.Origin) (*core.Snapshot, *core.Error) {
	site, sees, err := h.looks(o)
	if err != nil {
		return nil, err
	}
	names, signals, now := h.c.Private.Names(), h.c.Driver.Signals(), h.c.Clock.Now()
	s := &core.Snapshot{Now: now, Seq: site.Seq, Hub: site.Hub, Settings: site.Config.Settings, Health: *h.health.Load(),
		People: len(site.Config.People), Locks: len(site.Config.Locks), Repeaters: site.Config.Repeaters, Errands: h.doing.list()}
	s.Health.Goroutines, s.Health.Screens = runtime.NumGoroutine(), int(h.screens.Load())
	s.Hub.Claim, s.Hub.Uses = core.Claim{}, nil // ListConsoles has them, for whoever may know
	if d := h.disk.Load(); d != nil {
		s.Health.Disk = *d
	}
	if h.c.Air != nil {
		s.Air = h.c.Air()
	}
	for i, st := range site.Doors {
		s.Doors = append(s.Doors, doorCard(site, site.Config.Doors[i], seen(st, names), names, signals, now))
	}
	order.By(s.Doors, func(a, b core.DoorCard) int { return cmp.Compare(a.Door.Name, b.Door.Name) })
	return sight{sees, site.Config}.of(s), nil
}

func doorCard(site *core.Site, d core.Door, st core.DoorState, names map[core.PersonID]core.Name, signals map[core.LockID]core.Signal, now core.Instant) core.DoorCard {
	c := core.DoorCard{Door: d, State: st, Lock: shown(site.Config.Lock(d.Lock)), Signal: signals[d.Lock],
		LastWho: nameOf(names, st.Last.Verdict.Person), OfficeBy: nameOf(names, st.Office.By)}
	if day := now.In(site.Config.Zone).Format(time.DateOnly); c.Signal.Today == 0 && st.Talks.Day == day {
		c.Signal.Today = st.Talks.Links // no driver has counted since
	}
	for _, g := range st.Sync.Gone {
		c.GoneWho = append(c.GoneWho, nameOf(names, g.Person))
	}
	if g := site.Config.Group(st.Last.Verdict.Group); g != nil {
		c.LastGroup = g.Name
	}
	if sc := site.Config.Schedule(st.Last.Verdict.Schedule); sc != nil {
		c.LastSchedule = sc.Name
	}
	c.OfficeWindow = window(rules.HoursOf(site.Config, d.Schedule, rules.ForUnlocking), now.Wall)
	return c
}

// seen is a door as every screen may have it: without what must not be seen there (L-2), and with the
// names of now in what somebody typed.
func seen(st core.DoorState, names map[core.PersonID]core.Name) core.DoorState {
	st.Levels = slices.Clone(st.Levels)
	for i := range st.Levels {
		st.Levels[i].Why = people.Named(names, st.Levels[i].Why)
	}
	if slices.ContainsFunc(st.Alerts, func(a core.Alert) bool { return a.Kind.Silent() }) {
		st.Alerts = slices.DeleteFunc(slices.Clone(st.Alerts), func(a core.Alert) bool { return a.Kind.Silent() })
	}
	return st
}

// shown is a lock as it may leave the hub: its admin PIN stays, sealed or not.
func shown(l *core.Lock) *core.Lock {
	if l == nil || l.Admin == nil {
		return l
	}
	bare := *l
	bare.Admin = nil
	return &bare
}

// window is the one that is open, or the next.
func window(h rules.Hours, wall int64) core.Occurrence {
	if o, open := h.Active(wall); open {
		return o
	}
	o, _ := h.Next(wall)
	return o
}

// lines is Seat.Lines.
func (h *Hub) lines(o core.Origin, since core.Seq, n int) ([]core.Line, error) {
	site, sees, fault := h.looks(o)
	if fault != nil {
		return nil, fault
	}
	read, last := func() ([]core.Entry, error) { return h.c.Ledger.Since(since, n) }, -n
	if n < 0 {
		if !sees.All {
			last = max(last, furtherBack)
		}
		read = func() ([]core.Entry, error) { return h.c.Ledger.Last(last) }
	}
	entries, err := read()
	if err != nil {
		return nil, err
	}
	names := h.c.Private.Names()
	var out []core.Line
	var of []int // where each input's begin
	for _, e := range entries {
		before := len(out)
		for _, notice := range e.Decision.Notices {
			if notice.Alert.Silent() {
				continue // for the owner's channels, which read the ledger themselves
			}
			if seen, ok := (sight{sees, site.Config}).notice(notice); ok {
				out = append(out, lineOf(site, names, seen))
			}
		}
		if len(out) > before {
			of = append(of, before)
		}
	}
	if n < 0 && len(of) > -n {
		out = out[of[len(of)+n]:]
	}
	return out, nil
}

// furtherBack is among how many inputs the last ones of somebody who sees few are looked for.
const furtherBack = 2000

// lineOf joins a notice with the names of the site's doors, and of people.
func lineOf(site *core.Site, names map[core.PersonID]core.Name, n core.Notice) core.Line {
	l := core.Line{Notice: n, PersonName: nameOf(names, n.Person), AsName: nameOf(names, n.Origin.As)}
	l.Detail = people.Named(names, n.Detail)
	if d := site.Config.Door(n.Door); d != nil {
		l.DoorName = d.Name
	}
	return l
}

// nameOf is empty for nobody; a person without a name is told apart by the id's tail.
func nameOf(names map[core.PersonID]core.Name, id core.PersonID) string {
	if id == "" {
		return ""
	}
	if n, ok := names[id]; ok {
		return n.String()
	}
	return "person " + string(id[max(0, len(id)-4):])
}
