package hub

import (
	"slices"
	"strings"

	"localiq/core"
)

func (h *Hub) findDoor(text core.DoorID) (core.DoorID, *core.Error) {
	return findDoor(h.Site().Config, text)
}

func (h *Hub) findPerson(text core.PersonID) (core.PersonID, *core.Error) {
	return findPerson(h.Site().Config, h.c.Private.Names(), text)
}

// findDoor takes an id or a name, as people type them.
func findDoor(cfg *core.Config, text core.DoorID) (core.DoorID, *core.Error) {
	if cfg.Door(text) != nil {
		return text, nil
	}
	var names []string
	for _, d := range cfg.Doors {
		if strings.EqualFold(d.Name, string(text)) {
			return d.ID, nil
		}
		names = append(names, d.Name)
	}
	slices.Sort(names)
	e := core.Errorf(core.CodeNotFound, "there is no door %q", text)
	if len(names) == 0 {
		return "", e.Advise("this site has no doors yet: localiq lock add")
	}
	return "", e.Advise("doors are: " + strings.Join(names, ", "))
}

// findPerson takes an id or a full name; two people of one name must be told apart by id.
func findPerson(cfg *core.Config, names map[core.PersonID]core.Name, text core.PersonID) (core.PersonID, *core.Error) {
	if text == "" || cfg.Person(text) != nil {
		return text, nil
	}
	var found []string
	for id, n := range names {
		if strings.EqualFold(n.String(), string(text)) {
			found = append(found, string(id))
		}
	}
	switch len(found) {
	case 1:
		return core.PersonID(found[0]), nil
	case 0:
		return "", core.Errorf(core.CodeNotFound, "there is nobody called %q", text).Advise("write first and last name, or the id from: localiq site export")
	}
	return "", core.Errorf(core.CodeInvalid, "%d people are called %q", len(found), text).Advise("use the id: " + strings.Join(found, " or "))
}

// findLock takes an id, a serial number, or the name of the door that it is fitted to.
func (h *Hub) findLock(text core.LockID) (core.LockID, *core.Error) {
	cfg := h.Site().Config
	if cfg.Lock(text) != nil {
		return text, nil
	}
	for _, l := range cfg.Locks {
		if strings.EqualFold(l.Serial, string(text)) {
			return l.ID, nil
		}
	}
	for _, d := range cfg.Doors {
		if d.Lock != "" && (string(d.ID) == string(text) || strings.EqualFold(d.Name, string(text))) {
			return d.Lock, nil
		}
	}
	return "", core.Errorf(core.CodeNotFound, "there is no lock %q", text).Advise("see: localiq lock list")
}

// findRepeater takes an id or a name; "" stays "".
func (h *Hub) findRepeater(text core.RepeaterID) (core.RepeaterID, *core.Error) {
	cfg := h.Site().Config
	if text == "" || cfg.Repeater(text) != nil {
		return text, nil
	}
	for _, r := range cfg.Repeaters {
		if strings.EqualFold(r.Name, string(text)) {
			return r.ID, nil
		}
	}
	return "", core.Errorf(core.CodeNotFound, "there is no repeater %q", text).Advise("see: localiq repeater list")
}
