package sitefile

import (
	"strings"
)

// known is a thing that the site has; entry is one that the file has. name is what it goes by
// where there is no id; "" goes by nothing.
type known struct{ id, name string }

type entry struct {
	at   place
	id   text
	name string
	said string // the name as a person says it
}

// match finds for each entry the id of what it means: by id, else by name, else a new id.
// Two entries never mean the same thing.
func (p *planner) match(what, prefix string, have []known, entries []entry) []string {
	ids := make([]string, len(entries))
	taken := map[string]place{}
	byID := map[string]bool{}
	byName := map[string][]string{}
	for _, k := range have {
		byID[k.id] = true
		byName[k.name] = append(byName[k.name], k.id)
	}
	for i, e := range entries {
		if !e.id.set || !byID[e.id.s] && !p.takes(e.id) {
			continue
		}
		if first, twice := taken[e.id.s]; twice {
			p.fault(e.id.at, "this %s is already at line %d", what, first.line)
			continue
		}
		ids[i], taken[e.id.s] = e.id.s, e.at
	}
	names := map[string]place{}
	for i, e := range entries {
		if ids[i] == "" {
			ids[i] = p.byName(what, prefix, byName[e.name], e, taken, names)
		}
	}
	return ids
}

// byName takes the one of have, which all go by e's name, that no other entry means.
func (p *planner) byName(what, prefix string, have []string, e entry, taken, names map[string]place) string {
	if first, twice := names[e.name]; twice && e.name != "" {
		p.fault(e.at, "%s %q is already at line %d: give one of them another name", what, e.said, first.line)
		return e.id.s
	}
	names[e.name] = e.at
	var found []string
	for _, id := range have {
		if _, gone := taken[id]; !gone && e.name != "" {
			found = append(found, id)
		}
	}
	switch len(found) {
	case 0:
		return p.newID(prefix)
	case 1:
		taken[found[0]] = e.at
		return found[0]
	}
	p.fault(e.at, "the site has %d of %s %q: write which one, with `id: %s`", len(found), what, e.said, strings.Join(found, "` or `id: "))
	return found[0]
}

// index resolves what one part of the file says about another: an id, or a name that only one
// has. The id may be one that the file alone has: of a site that this one is not.
type index struct {
	what    string
	by      map[string]string   // what an id of the file has become, and every id itself
	names   map[string]string   // by id
	named   map[string][]string // ids, by name
	inOrder []string
}

func (x *index) add(id, name string, written text) {
	if x.by == nil {
		x.by, x.names, x.named = map[string]string{}, map[string]string{}, map[string][]string{}
	}
	x.by[id], x.names[id] = id, name
	if _, taken := x.by[written.s]; written.set && !taken {
		x.by[written.s] = id
	}
	x.named[name] = append(x.named[name], id)
	x.inOrder = append(x.inOrder, name)
}

func (x *index) name(id string) string { return x.names[id] }

func (p *planner) resolve(x index, t text) string {
	if id, ok := x.by[t.s]; ok {
		return id
	}
	switch ids := x.named[t.s]; len(ids) {
	case 0:
		p.fault(t.at, "the file has no %s %q%s", x.what, t.s, x.has())
		return ""
	case 1:
		return ids[0]
	}
	p.fault(t.at, "more than one %s is called %q: write its id", x.what, t.s)
	return ""
}

func (x index) has() string {
	if len(x.inOrder) == 0 || len(x.inOrder) > 20 {
		return ""
	}
	return ": it has " + strings.Join(x.inOrder, ", ")
}
