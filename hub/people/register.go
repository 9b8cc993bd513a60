package people

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"localiq/core"
)

// Register is the people of one configuration in the order of their names, with their keys, so that
// the next page of a list costs no more than the page. What a change leaves as it was is taken over from
// the one before: a change costs no sort of everybody.
type Register struct {
	cfg   *core.Config
	names map[core.PersonID]core.Name
	place map[core.PersonID]int32 // of cfg.People
	whose []int32                 // of each of cfg.Keys: which of cfg.People
	rows  []entry                 // by last name, first name, id
	at    []int32                 // of each of cfg.People: which of rows
}

// entry is one person; low is what a filter looks in.
type entry struct {
	is    *core.Person
	place int32 // of cfg.People
	low   string
	name  core.Name
	keys  []*core.Key // by kind, then id
}

// RegisterOf makes one, or gives back the one of before while nothing has changed since.
func RegisterOf(cfg *core.Config, names map[core.PersonID]core.Name, before *Register) *Register {
	if before == nil {
		before = &Register{cfg: core.NewConfig()}
	}
	sameNames := reflect.ValueOf(before.names).Pointer() == reflect.ValueOf(names).Pointer()
	if sameNames && before.cfg == cfg {
		return before
	}
	r := &Register{cfg: cfg, names: names, place: before.place}
	samePeople := slices.Equal(ids(cfg.People), ids(before.cfg.People))
	if !samePeople {
		r.place = make(map[core.PersonID]int32, len(cfg.People))
		for i := range cfg.People {
			r.place[cfg.People[i].ID] = int32(i)
		}
	}
	r.inOrder(before, samePeople, sameNames)
	r.withKeys(before, samePeople)
	return r
}

func ids(people []core.Person) []core.PersonID {
	out := make([]core.PersonID, len(people))
	for i := range people {
		out[i] = people[i].ID
	}
	return out
}

// inOrder takes over the order of whoever is there still under the same name, and sorts the others in.
func (r *Register) inOrder(before *Register, samePeople, sameNames bool) {
	r.rows, r.at = make([]entry, 0, len(r.cfg.People)), make([]int32, len(r.cfg.People))
	stays := make([]bool, len(r.cfg.People))
	for i := range before.rows {
		e := &before.rows[i]
		at, there := e.place, true
		if !samePeople {
			at, there = r.place[e.is.ID]
		}
		if there && (sameNames || r.names[e.is.ID] == e.name) {
			stays[at] = true
			r.rows = append(r.rows, entry{is: &r.cfg.People[at], place: at, low: e.low, name: e.name})
		}
	}
	var others []entry
	for i, there := range stays {
		if p := &r.cfg.People[i]; !there {
			n := r.names[p.ID]
			others = append(others, entry{is: p, place: int32(i), name: n, low: strings.ToLower(n.First + " " + n.Last + "\n" + n.Email)})
		}
	}
	slices.SortFunc(others, byName)
	r.rows = between(r.rows, others)
	for i := range r.rows {
		r.at[r.rows[i].place] = int32(i)
	}
}

// between puts others into rows; both are in order.
func between(rows, others []entry) []entry {
	i, j := len(rows)-1, len(others)-1
	rows = append(rows, others...)
	for at := len(rows) - 1; j >= 0; at-- {
		if i >= 0 && byName(rows[i], others[j]) > 0 {
			rows[at] = rows[i]
			i--
		} else {
			rows[at] = others[j]
			j--
		}
	}
	return rows
}

func byName(a, b entry) int {
	return cmp.Or(strings.Compare(a.name.Last, b.name.Last), strings.Compare(a.name.First, b.name.First), strings.Compare(string(a.is.ID), string(b.is.ID)))
}

// withKeys gives every row its keys; all rows share one slice.
func (r *Register) withKeys(before *Register, samePeople bool) {
	r.whose = r.owners(before, samePeople)
	from := make([]int32, len(r.rows)+1)
	for _, p := range r.whose {
		from[r.at[p]+1]++
	}
	all := make([]*core.Key, len(r.whose))
	for i := range r.rows {
		from[i+1] += from[i]
		r.rows[i].keys = all[from[i]:from[i]:from[i+1]]
	}
	for i, p := range r.whose {
		row := &r.rows[r.at[p]]
		row.keys = append(row.keys, &r.cfg.Keys[i])
	}
	for i := range r.rows {
		slices.SortStableFunc(r.rows[i].keys, func(a, b *core.Key) int { return cmp.Compare(a.Kind, b.Kind) })
	}
}

// owners finds whose each key is, from before where that cannot be another.
func (r *Register) owners(before *Register, samePeople bool) []int32 {
	old, j := before.cfg.Keys, 0
	whose := make([]int32, len(r.cfg.Keys))
	for i := range r.cfg.Keys {
		k := &r.cfg.Keys[i]
		for j < len(old) && old[j].ID < k.ID {
			j++
		}
		if samePeople && j < len(old) && old[j].ID == k.ID && old[j].Person == k.Person {
			whose[i] = before.whose[j]
		} else {
			whose[i] = r.place[k.Person]
		}
	}
	return whose
}

// of finds one person's row; nil: none.
func (r *Register) of(id core.PersonID) *entry {
	if i, there := r.place[id]; there {
		return &r.rows[r.at[i]]
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

// members counts who is in each group.
func (r *Register) members() map[core.GroupID]int {
	n := map[core.GroupID]int{}
	for i := range r.cfg.People {
		for _, g := range r.cfg.People[i].Groups {
			n[g]++
		}
	}
	return n
}
