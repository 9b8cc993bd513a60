package core

import (
	"slices"
	"time"
)

// Decision is what follows from an input. Making one changes nothing: the loop keeps it first,
// then applies, acts and tells.
type Decision struct {
	Changes  []Change
	Commands []Command
	Notices  []Notice
	Answer   Reply
}

// Empty is true when nothing follows; such an input is not kept.
func (d Decision) Empty() bool {
	return len(d.Changes) == 0 && len(d.Commands) == 0 && len(d.Notices) == 0
}

// Reply is what the one who sent the input is told. Command is set when the outcome is the
// lock's to tell; the sender waits for its CommandAnswered.
type Reply struct {
	Error   *Error    `json:"error,omitempty"`
	Command CommandID `json:"command,omitzero"`
	// Unsubscribed are people who were to have a slot of the subscription and have none: it is full.
	Unsubscribed []PersonID `json:"unsubscribed,omitempty"`
}

// Entry is one line of the ledger.
type Entry struct {
	Input    Input
	Decision Decision
}

// Change is one step from a Site to the next. The list is closed.
type Change interface{ change() }

type (
	// ConfigBecame holds the edits (they are kept, each under its input's number) and the
	// configuration that they made of the one before.
	ConfigBecame struct {
		Edits []Edit
		Next  *Config
	}
	// DoorBecame replaces one door's state.
	DoorBecame struct{ State DoorState }
	// HubBecame replaces what the hub knows of itself.
	HubBecame struct{ State HubState }
	// CountBecame replaces what moves with one person; a Count that says nothing drops it.
	CountBecame struct{ Count Count }
)

func (ConfigBecame) change() {}
func (DoorBecame) change()   {}
func (HubBecame) change()    {}
func (CountBecame) change()  {}

// Apply makes the site after an input's changes. Untouched parts are shared with s.
func (s *Site) Apply(id Seq, at Instant, cs []Change) *Site {
	n := *s
	n.Seq, n.At = id, at
	own := false
	for _, c := range cs {
		switch c := c.(type) {
		case ConfigBecame:
			n.Config = c.Next
			n.Doors = fit(n.Doors, c.Next.Doors)
			own = true
		case DoorBecame:
			if !own {
				n.Doors, own = slices.Clone(n.Doors), true
			}
			if i, ok := n.doorIndex(c.State.Door); ok {
				n.Doors[i] = c.State
			}
		case HubBecame:
			n.Hub = c.State
		case CountBecame:
			n.Counts = n.Counts.With(c.Count)
		}
	}
	return &n
}

// fit keeps the states of the doors that stay, in the order of the doors. A door whose lock
// was replaced is still the door: the rules clear what the old lock said.
func fit(states []DoorState, doors []Door) []DoorState {
	out := make([]DoorState, 0, len(doors))
	old := map[DoorID]DoorState{}
	for _, d := range states {
		old[d.Door] = d
	}
	for _, d := range doors {
		st := old[d.ID]
		st.Door = d.ID
		out = append(out, st)
	}
	return out
}

// Wake is when the rules want to be asked again: the earlier of an instant on Up (durations)
// and one on Wall (schedules). Zero means: not for that reason.
type Wake struct {
	Up   time.Duration // since boot
	Wall int64         // ns UTC
}

// Sooner keeps the earlier of two on each clock.
func (w Wake) Sooner(o Wake) Wake {
	if o.Up != 0 && (w.Up == 0 || o.Up < w.Up) {
		w.Up = o.Up
	}
	if o.Wall != 0 && (w.Wall == 0 || o.Wall < w.Wall) {
		w.Wall = o.Wall
	}
	return w
}
