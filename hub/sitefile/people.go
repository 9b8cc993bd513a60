package sitefile

import (
	"strings"

	"localiq/core"
)

// fullName is what people go by where there is no id.
func fullName(n core.Name) string {
	if n.First == "" {
		return ""
	}
	return n.First + "\x00" + n.Last + "\x00" + n.Email
}

func (p *planner) people(fs []person) {
	entries := make([]entry, len(fs))
	written := make([]core.Name, len(fs))
	for i, f := range fs {
		n := core.Name{First: p.name(f.first, "a person"), Last: p.name(f.last, "a person"), Email: p.name(f.email, "an e-mail")}
		written[i], entries[i] = n, entry{f.at, f.id, fullName(n), n.String()}
	}
	have := make([]known, len(p.old.People))
	for i, m := range p.old.People {
		have[i] = known{string(m.ID), fullName(p.names[m.ID])}
	}
	var owner place
	ids := p.match("person", "p", have, entries)
	p.personIndex.what = "person"
	for i, id := range ids {
		p.personIndex.add(id, written[i].String(), fs[i].id)
	}
	for i, id := range ids {
		f := fs[i]
		fs[i] = person{} // there may be ten thousand
		if m := p.person(core.PersonID(id), written[i], f); m.Role == core.RoleOwner {
			if owner != (place{}) {
				p.fault(f.role.at, "a site has one owner, and line %d has it already", owner.line)
			}
			owner = f.role.at
		}
	}
}

func (p *planner) person(id core.PersonID, name core.Name, f person) core.Person {
	is := core.Person{ID: id, Blocked: p.yes(f.blocked), Unsubscribed: p.yes(f.unsubscribed)}
	p.choice(f.role, &is.Role, "user, admin, owner, installer, integration")
	p.rights(&is, f.rights)
	for _, t := range f.groups {
		if g := p.resolve(p.groupIndex, t); g != "" {
			is.Groups = append(is.Groups, core.GroupID(g))
		}
	}
	is.Groups = sorted(is.Groups)
	is.From, is.Until = p.span(f.from, f.until)
	is.ExtraTime = p.seconds(f.extraTime, 1, core.MaxExtraTime)

	was := p.old.Person(id)
	is.Guest = p.guest(was, f.guest)
	if pod := p.podOf(f.pod); is.Guest.Is() {
		is.Guest.Pod = pod
		is.Guest.Site = is.Guest.Host == "" && pod == ""
	} else {
		is.Pod = pod
	}
	if was != nil { // of which no file says anything
		is.IQPIN, is.Invite = was.IQPIN, was.Invite
	}
	if name.First == "" && (was == nil || name != core.Name{}) {
		p.fault(f.at, "a person has no first name: write `first: …`")
	}
	if was == nil && f.id.set && !p.fresh {
		p.say("%s is new to this site and gets an id of their own", name)
	}
	called := "person " + name.String()
	if name.First == "" {
		called, name = "person "+p.called(id), p.names[id] // no name in the file: it stays
	}
	p.put(is, f.at, was == nil, called, p.personDiff(was, is, name))
	p.rises(was, is, name)
	if name != p.names[id] {
		p.private(id).Name = &name
	}
	p.fits(&is)
	p.keys(is, name, f.keys)
	return is
}

func (p *planner) personDiff(was *core.Person, is core.Person, name core.Name) (d diff) {
	if was == nil {
		return nil
	}
	old := p.names[is.ID]
	of(&d, "first", old.First, name.First)
	of(&d, "last", old.Last, name.Last)
	of(&d, "email", old.Email, name.Email)
	of(&d, "role", was.Role, is.Role)
	ofList(&d, "rights", rightsOf(*was), rightsOf(is))
	ofList(&d, "groups", p.groupNames(was.Groups), p.groupNames(is.Groups))
	of(&d, "blocked", was.Blocked, is.Blocked)
	of(&d, "unsubscribed", was.Unsubscribed, is.Unsubscribed)
	of(&d, "from", p.momentWord(was.From, false), p.momentWord(is.From, false))
	of(&d, "until", p.momentWord(was.Until, true), p.momentWord(is.Until, true))
	of(&d, "guest", p.guestWord(was.Guest), p.guestWord(is.Guest))
	of(&d, "pod", p.podName(was.InPod()), p.podName(is.InPod()))
	of(&d, "extraTime", secondsWord(was.ExtraTime), secondsWord(is.ExtraTime))
	return d
}

func rightsOf(m core.Person) (out []string) { return rightWords(m.HasRights()) }

func rightWords(rs []core.Right) (out []string) {
	for _, r := range rs {
		out = append(out, string(r))
	}
	return out
}

func (p *planner) rights(m *core.Person, ts []text) {
	for _, t := range ts {
		if has := m.Right(core.Right(t.s)); has != nil {
			*has = true
		} else {
			p.fault(t.at, "no such right: write %s", strings.Join(rightWords(core.Rights), ", "))
		}
	}
}
