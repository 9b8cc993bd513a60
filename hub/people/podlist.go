package people

import (
	"cmp"
	"slices"
	"strings"

	"localiq/core"
	"localiq/core/order"
)

// Pods lists pods by name, with the names of their doors, members and guests.
func Pods(cfg *core.Config, names map[core.PersonID]core.Name, w core.ListPods) []core.PodRow {
	out := []core.PodRow{}
	for _, pod := range cfg.Pods {
		r := core.PodRow{ID: pod.ID, Name: pod.Name, Limit: pod.Guests, Doors: []string{}, Members: []string{}, Guests: []string{}}
		for _, d := range pod.Doors {
			r.Doors = append(r.Doors, cfg.Door(d).Name)
		}
		for i := range cfg.People {
			switch p := &cfg.People[i]; pod.ID {
			case p.Pod:
				r.Members = append(r.Members, Called(names, p.ID))
			case p.Guest.Pod:
				r.Guests = append(r.Guests, Called(names, p.ID))
			}
		}
		if !has(w.Filter, append([]string{r.Name}, r.Members...)...) {
			continue
		}
		slices.Sort(r.Doors)
		slices.Sort(r.Members)
		slices.Sort(r.Guests)
		out = append(out, r)
	}
	order.By(out, func(a, b core.PodRow) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out
}

// has is true where one of the texts has the filter in it; "" is in all.
func has(filter string, texts ...string) bool {
	filter = strings.ToLower(filter)
	return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), filter) })
}
