package people

import (
	"slices"
	"strings"

	"localiq/core"
)

// planPods is plan for pods, and for what people book.
func (p *planner) planPods(wish core.Wish) *core.Error {
	switch w := wish.(type) {
	case core.AddPod:
		return p.addPod(w)
	case core.ChangePod:
		return p.changePod(w)
	case core.RemovePod:
		return p.removePod(w)
	case core.Book:
		return p.book(w)
	case core.MoveBooking:
		return p.moveBooking(w)
	case core.CancelBooking:
		return p.cancelBooking(w)
	}
	return core.Errorf(core.CodeRequest, "the hub does not know the wish %T", wish)
}

// addPod makes the pod, and one group with its doors for its members.
func (p *planner) addPod(w core.AddPod) *core.Error {
	pod := core.Pod{ID: core.PodID(p.tools.NewID("o")), Name: strings.TrimSpace(w.Name), Guests: w.Guests, Doors: p.podDoors(nil, w.Doors)}
	group := core.Group{ID: core.GroupID(p.tools.NewID("g")), Name: p.groupName(pod.Name, ""), Doors: pod.Doors, Pod: pod.ID}
	p.out.Why = "a pod was added: " + pod.Name
	p.put(pod)
	p.put(group)
	if err := p.join(&pod, w.Members, []core.GroupID{group.ID}); err != nil {
		return err
	}
	return p.reachable(pod.ID)
}

// changePod keeps the pod's groups within its doors: a new door comes into the members' group, and one
// that goes leaves all of them.
func (p *planner) changePod(w core.ChangePod) *core.Error {
	pod := p.pod(w.Pod)
	opened, shut := p.podDoors(nil, w.Open), p.podDoors(nil, w.Shut)
	if p.fault != nil {
		return p.fault
	}
	was := pod.Name
	if w.Name != nil {
		pod.Name = strings.TrimSpace(*w.Name)
	}
	set(&pod.Guests, w.Guests)
	pod.Doors = less(p.podDoors(pod.Doors, opened), shut)
	p.out.Why = "a pod was changed: " + pod.Name
	p.put(pod)
	groups := p.groupsOf(pod.ID)
	for i := range groups {
		g := &groups[i]
		if i == 0 {
			g.Doors = p.podDoors(g.Doors, opened)
			if pod.Name != was && (g.Name == was || g.Name == was+podMark) {
				g.Name = p.groupName(pod.Name, g.ID)
			}
		}
		g.Doors = less(g.Doors, shut)
		p.put(*g)
	}
	if err := p.leave(&pod, w.Leave); err != nil {
		return err
	}
	var first []core.GroupID
	if len(groups) > 0 {
		first = []core.GroupID{groups[0].ID}
	}
	if err := p.join(&pod, w.Join, first); err != nil {
		return err
	}
	return p.reachable(pod.ID)
}

// removePod takes the pod's groups from its members, who stay, and its guests from the site.
func (p *planner) removePod(w core.RemovePod) *core.Error {
	pod := p.pod(w.Pod)
	if p.fault != nil {
		return p.fault
	}
	p.out.Why = "a pod was removed: " + pod.Name
	p.drop(pod)
	for _, g := range p.groupsOf(pod.ID) {
		p.drop(g)
	}
	for _, is := range p.cfg.People {
		switch {
		case is.Guest.Pod == pod.ID:
			p.erase(is)
			p.say("its guest " + p.called(is.ID) + " is removed")
		case is.Pod == pod.ID:
			p.put(p.outOf(&pod, is))
		}
	}
	return nil
}

func (p *planner) pod(text core.PodID) core.Pod {
	id := core.PodID(p.found(findNamed("pod", "pods", string(text), p.cfg.Pods, func(o core.Pod) string { return o.Name })))
	if is := p.cfg.Pod(id); is != nil {
		return *is
	}
	return core.Pod{}
}

// podDoors adds doors, by name; one that is not there is 2214.
func (p *planner) podDoors(to []core.DoorID, texts []core.DoorID) []core.DoorID {
	for _, text := range texts {
		id, err := findNamed("door", "doors", string(text), p.cfg.Doors, func(d core.Door) string { return d.Name })
		if err != nil {
			if err.Code == core.CodeNotFound {
				err.Code = core.CodePodDoor
			}
			p.wrong(err)
			continue
		}
		to = with(to, core.DoorID(id))
	}
	return to
}

const podMark = " (pod)"

// groupName is what the group of a pod's members is called: as the pod, unless a group of the site is.
func (p *planner) groupName(pod string, own core.GroupID) string {
	if slices.ContainsFunc(p.cfg.Groups, func(g core.Group) bool { return g.ID != own && strings.EqualFold(g.Name, pod) }) {
		return pod + podMark
	}
	return pod
}

// groupsOf are a pod's groups, that of its members first: it has the name, else it is the first by id.
func (p *planner) groupsOf(pod core.PodID) (out []core.Group) {
	name := ""
	if is := p.cfg.Pod(pod); is != nil {
		name = is.Name
	}
	for _, g := range p.cfg.Groups {
		if g.Pod == pod {
			out = append(out, g)
		}
	}
	if i := slices.IndexFunc(out, func(g core.Group) bool { return g.Name == name || g.Name == name+podMark }); i > 0 {
		out[0], out[i] = out[i], out[0]
	}
	return out
}

// join makes people members of a pod, with the group of its doors.
func (p *planner) join(pod *core.Pod, who []core.PersonID, groups []core.GroupID) *core.Error {
	seen := map[core.PersonID]bool{}
	for _, text := range who {
		is := p.person(text)
		if p.fault != nil {
			return p.fault
		}
		switch {
		case seen[is.ID], is.Pod == pod.ID:
			return core.Errorf(core.CodePodTwice, "%s cannot be added to pod %s twice", p.called(is.ID), pod.Name)
		case is.Pod != "":
			return core.Errorf(core.CodePodOther, "%s cannot be added to pod %s: they belong to pod %s already", p.called(is.ID), pod.Name, p.cfg.Pod(is.Pod).Name).
				Advise("remove them from that one first")
		case is.Guest.Is():
			return core.Errorf(core.CodeInvalid, "%s is a guest, and no member", p.called(is.ID))
		}
		seen[is.ID], is.Pod = true, pod.ID
		for _, g := range groups {
			is.Groups = with(is.Groups, g)
		}
		p.put(is)
	}
	return nil
}

func (p *planner) leave(pod *core.Pod, who []core.PersonID) *core.Error {
	for _, text := range who {
		is := p.person(text)
		if p.fault != nil {
			return p.fault
		}
		if is.Pod != pod.ID {
			return core.Errorf(core.CodeInvalid, "%s is no member of pod %s", p.called(is.ID), pod.Name)
		}
		p.put(p.outOf(pod, is))
	}
	return nil
}

// outOf is a member who is one no more, without the pod's groups.
func (p *planner) outOf(pod *core.Pod, is core.Person) core.Person {
	is.Pod = ""
	is.Groups = slices.DeleteFunc(slices.Clone(is.Groups), func(id core.GroupID) bool {
		g := p.cfg.Group(id)
		return g != nil && g.Pod == pod.ID
	})
	return is
}

// reachable refuses a pod without an e-mail (2215), once the plan is kept.
func (p *planner) reachable(pods ...core.PodID) *core.Error {
	next, err := p.cfg.With(p.site.Seq+1, p.out.Edits, nil)
	if err != nil {
		return core.AsError(err)
	}
	for _, id := range pods {
		if err := next.PodUnreachable(id, p.namesThen()); err != nil {
			return core.AsError(err)
		}
	}
	return nil
}

// stillReachable is asked of every plan: whoever had the last e-mail of a pod may not lose it.
func (p *planner) stillReachable() *core.Error {
	var before []core.PodID
	for _, pod := range p.cfg.Pods {
		if p.cfg.PodUnreachable(pod.ID, p.names) == nil {
			before = append(before, pod.ID)
		}
	}
	if len(before) == 0 || !slices.ContainsFunc(p.out.Edits, func(e core.Edit) bool { return e.Kind == core.KindPerson }) {
		return nil
	}
	return p.reachable(before...)
}

// namesThen are the names as the plan leaves them.
func (p *planner) namesThen() map[core.PersonID]core.Name {
	then := make(map[core.PersonID]core.Name, len(p.names))
	for id, n := range p.names {
		then[id] = n
	}
	for _, o := range p.out.Private {
		switch {
		case o.Gone:
			delete(then, o.Person)
		case o.Name != nil:
			then[o.Person] = *o.Name
		}
	}
	return then
}

// hosted is what a guest of a pod's member gets: the pod counts them, and where nothing else is said
// they open the pod's doors.
func (p *planner) hosted(is *core.Person, host *core.Person) {
	is.Guest = core.GuestOf{Host: host.ID, Pod: host.Pod}
	if groups := p.groupsOf(host.Pod); host.Pod != "" && len(is.Groups) == 0 && len(groups) > 0 {
		is.Groups = []core.GroupID{groups[0].ID}
	}
}

func less[T ~string](from, off []T) []T {
	return slices.DeleteFunc(slices.Clone(from), func(id T) bool { return slices.Contains(off, id) })
}
