package rules

import "localiq/core"

// Concerned lists the doors whose locks' tables a change makes others, in the order of the doors.
func Concerned(before, next *core.Config, edits []core.Edit, wall int64) (out []core.DoorID) {
	c := concerns(before, next, edits)
	for i := range next.Doors {
		set := &next.Doors[i]
		if set.Lock == "" {
			continue
		}
		if was := before.DoorOf(set.Lock); was == nil || c.at(was, set, &core.Sync{}, wall).differs {
			out = append(out, set.ID)
		}
	}
	return out
}
