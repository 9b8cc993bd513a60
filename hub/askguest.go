package hub

import (
	"slices"

	"localiq/core"
	"localiq/hub/people"
)

// hosting is the wish of a member of a pod, who manages the pod's guests and sees nothing else of the
// site: they are the host of whom they add, and by a name they mean one of their guests, so that no
// refusal tells them who else there is. Anybody else's wish stays as it is.
func hosting(site *core.Site, names map[core.PersonID]core.Name, a core.Asked) (core.Wish, *core.Error) {
	is := site.Config.Person(a.Origin.As)
	if is == nil || is.Role != core.RoleUser {
		return a.Wish, nil
	}
	switch w := a.Wish.(type) {
	case core.AddGuest:
		if w.Host != "" && w.Host != is.ID && string(w.Host) != people.Called(names, is.ID) {
			return nil, core.Errorf(core.CodeRefused, "a user may not add guests of another").Advise("leave the host out, or ask an admin")
		}
		w.Host = is.ID
		return w, nil
	case core.RemoveGuest:
		theirs := &core.Config{People: slices.DeleteFunc(slices.Clone(site.Config.People), func(p core.Person) bool {
			return is.Pod == "" || p.Guest.Pod != is.Pod
		})}
		guest, err := people.FindPerson(theirs, names, w.Who)
		if err != nil {
			return nil, err
		}
		w.Who = guest.ID
		return w, nil
	}
	return a.Wish, nil
}
