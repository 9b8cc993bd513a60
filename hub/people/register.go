package people

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"localiq/core"
)

// Register is the people of one configuration in the order of their names, with their keys, so that
// the next page of a list costs no more than the page.
type Register struct {
	cfg     *core.Config
	names   map[core.PersonID]core.Name
	rows    []entry // by last name, first name, id
	members map[core.GroupID]int
}

// entry is one person; low is what a filter looks in.
type entry struct {
	is   *core.Person
	low  string
	name core.Name
	keys []*core.Key // by kind, then id
}

// RegisterOf makes one, or gives back the one of before while nothing has changed since.
func RegisterOf(cfg *core.Config, names map[core.PersonID]core.Name, before *Register) *Register {
	if before != nil && before.cfg == cfg && reflect.ValueOf(before.names).Pointer() == reflect.ValueOf(names).Pointer() {
		return before
	}
	r := &Register{cfg: cfg, names: names, rows: make([]entry, len(cfg.People)), members: map[core.GroupID]int{}}
	place := make(map[core.PersonID]int32, len(cfg.People))
	for i := range cfg.People {
		p := &cfg.People[i]
		n := names[p.ID]
		place[p.ID] = int32(i)
		r.rows[i] = entry{is: p, name: n, low: strings.ToLower(n.First + " " + n.Last + "\n" + n.Email)}
		for _, g := range p.Groups {
			r.members[g]++
		}
	}
	for i := range cfg.Keys {
		row := &r.rows[place[cfg.Keys[i].Person]]
		row.keys = append(row.keys, &cfg.Keys[i])
	}
	for i := range r.rows {
		slices.SortStableFunc(r.rows[i].keys, func(a, b *core.Key) int { return cmp.Compare(a.Kind, b.Kind) })
	}
	slices.SortFunc(r.rows, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.name.Last, b.name.Last), strings.Compare(a.name.First, b.name.First), strings.Compare(string(a.is.ID), string(b.is.ID)))
	})
	return r
}

// of finds one person's row; nil: none.
func (r *Register) of(id core.PersonID) *entry {
	for i := range r.rows {
		if r.rows[i].is.ID == id {
			return &r.rows[i]
		}
	}
	return nil
}

// matches looks for a text, in small letters, in names and e-mails, and for a group of that name.
func (r *Register) matches(e *entry, low string, group core.GroupID) bool {
	return low == "" || strings.Contains(e.low, low) || string(e.is.ID) == low || group != "" && slices.Contains(e.is.Groups, group)
}

// groupNamed is the group that goes by the name; "" for none.
func (r *Register) groupNamed(name string) core.GroupID {
	for _, g := range r.cfg.Groups {
		if name != "" && strings.EqualFold(g.Name, name) {
			return g.ID
		}
	}
	return ""
}
