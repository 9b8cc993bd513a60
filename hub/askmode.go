package hub

import (
	"context"
	"fmt"

	"localiq/core"
	"localiq/hub/people"
)

// setDoorMode sets or releases a mode above office mode (OM-8). Of one door it waits for the lock's
// own word; of the site the answer is that it stands, and the report names the doors where that is
// not all.
func (h *Hub) setDoorMode(ctx context.Context, a core.Asked, w core.SetDoorMode) core.Told {
	if w.Door != "" {
		id, err := h.doorFor(a.Origin, w.Door)
		if err != nil {
			return core.Told{Error: err}
		}
		w.Door = id
	}
	t := h.put(ctx, a, core.DoorModeAsked{Door: w.Door, Mode: w.Mode, For: w.For, Why: people.Unnamed(h.c.Private.Names(), w.Why)})
	if t.Error == nil || t.Error.Code == core.CodeLockOffline {
		t.Report = modeReport(h.Site(), w)
	}
	return t
}

// modeReport has a line for each door that is not as one would think.
func modeReport(s *core.Site, w core.SetDoorMode) (lines []string) {
	byThemselves := 0
	for i := range s.Doors {
		st, set := &s.Doors[i], &s.Config.Doors[i]
		if w.Door != "" && w.Door != set.ID {
			continue
		}
		is := st.Mode(s.At)
		switch {
		case is != w.Mode:
			lines = append(lines, fmt.Sprintf("%s is %s", set.Name, is.Say()))
		case is == core.ModeNormal:
		case set.Lock == "":
			lines = append(lines, set.Name+" has no lock")
		case !st.Link.Heard:
			lines = append(lines, set.Name+": its lock is not heard, and is told as soon as it is")
		}
		if is != core.ModeNormal && is != core.ModeFireOpen && !st.Sync.Done() && st.Sync.Rows > 0 {
			byThemselves++
		}
	}
	if byThemselves > 0 {
		lines = append(lines, fmt.Sprintf("%d of the locks still open for their keys by themselves, until each has been told: localiq lock sync", byThemselves))
	}
	return lines
}
