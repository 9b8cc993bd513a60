package hub

import (
	"strings"

	"localiq/core"
)

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
	if d := cfg.Door(core.DoorID(text)); d != nil && d.Lock != "" {
		return d.Lock, nil
	}
	return lockOfDoor(cfg, text)
}

// lockOfDoor refuses to choose among doors of one name, and lists their locks.
func lockOfDoor(cfg *core.Config, name core.LockID) (core.LockID, *core.Error) {
	var found []string
	for _, d := range cfg.Doors {
		if d.Lock != "" && strings.EqualFold(d.Name, string(name)) {
			found = append(found, string(d.Lock))
		}
	}
	switch len(found) {
	case 0:
		return "", core.Errorf(core.CodeNotFound, "there is no lock %q", name).Advise("see: localiq lock list")
	case 1:
		return core.LockID(found[0]), nil
	}
	return "", core.Errorf(core.CodeInvalid, "%d doors with a lock are called %q", len(found), name).Advise("write the lock's id: " + strings.Join(found, " or "))
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
