package sitefile

import (
	"cmp"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

type pod struct {
	at       place
	id, name text
	doors    []text
	guests   text
}

func (r *reader) pod(n ast.Node) pod {
	t := r.table(n, "a pod")
	defer t.done()
	return pod{at: t.at, id: t.text("id"), name: t.text("name"), doors: t.texts("doors"), guests: t.text("guests")}
}

// pods come after doors and before groups and people, which name them.
func (p *planner) pods(fs []pod) {
	p.podIndex.what = "pod"
	entries := make([]entry, len(fs))
	for i, f := range fs {
		name := p.need(f.name, f.at, "a pod")
		entries[i] = entry{f.at, f.id, name, name}
	}
	have := make([]known, len(p.old.Pods))
	for i, o := range p.old.Pods {
		have[i] = known{string(o.ID), o.Name}
	}
	for i, id := range p.match("pod", "o", have, entries) {
		is := core.Pod{ID: core.PodID(id), Name: entries[i].name, Guests: p.guests(fs[i].guests)}
		for _, t := range fs[i].doors {
			if d := p.resolve(p.doorIndex, t); d != "" {
				is.Doors = append(is.Doors, core.DoorID(d))
			}
		}
		is.Doors = sorted(is.Doors)
		p.podIndex.add(id, is.Name, fs[i].id)
		was := p.old.Pod(is.ID)
		var d diff
		if was != nil {
			of(&d, "name", was.Name, is.Name)
			ofList(&d, "doors", p.doorNames(was.Doors), p.doorNames(is.Doors))
			of(&d, "guests", was.Guests, is.Guests)
		}
		p.put(is, fs[i].at, was == nil, "pod "+is.Name, d)
	}
}

// guests reads how many a pod may have; not set is none.
func (p *planner) guests(t text) int {
	n, err := strconv.Atoi(t.s)
	if t.set && (err != nil || n < 0 || n > core.MaxPodGuests) {
		p.fault(t.at, "write how many guests the pod may have: 0 to %d", core.MaxPodGuests)
		return 0
	}
	return n
}

// podOf is the pod that a group or a person names; "" for none.
func (p *planner) podOf(t text) core.PodID {
	if !t.set {
		return ""
	}
	return core.PodID(p.resolve(p.podIndex, t))
}

func (p *planner) podName(id core.PodID) string {
	n := p.podIndex.name(string(id))
	if o := p.old.Pod(id); n == "" && o != nil {
		n = o.Name
	}
	return n
}

// reachable: no way goes round a pod's e-mail, also not a file [2215].
func (p *planner) reachable(next *core.Config) error {
	then := make(map[core.PersonID]core.Name, len(p.names))
	for id, n := range p.names {
		then[id] = n
	}
	for _, o := range p.plan.Private {
		if o.Name != nil {
			then[o.Person] = *o.Name
		}
	}
	for _, o := range next.Pods {
		if err := next.PodUnreachable(o.ID, then); err != nil {
			return err
		}
	}
	return nil
}

// pods are written only where there are any: older files have no such section.
func (x *exporter) pods() {
	rows := order.Copy(x.cfg.Pods, func(a, b core.Pod) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if len(rows) == 0 {
		return
	}
	doors := references(x.cfg.Doors, func(d core.Door) string { return d.Name })
	x.section("pods", len(rows))
	for _, o := range rows {
		x.first(1, "name", o.Name)
		x.field(2, "id", string(o.ID))
		x.list(2, "doors", refs(doors, o.Doors))
		if o.Guests != 0 {
			x.line(2, "guests: "+strconv.Itoa(o.Guests))
		}
	}
}

// podRef is how the file names a pod.
func (x *exporter) podRef(id core.PodID) string {
	return references(x.cfg.Pods, func(o core.Pod) string { return o.Name })[string(id)]
}
