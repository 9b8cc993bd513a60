package rules

import (
	"fmt"
	"strings"
	"testing"

	"localiq/core"
)

// unheard are the words that no story says, each with its reason. One that a story says fails here.
var unheard = map[fmt.Stringer]string{
	core.BatteryTooLow: "no lock says that it cannot open for it; a battery that is low is an alert",
}

// TestEveryWordIsInAStory: each reason, fact, alert, door mode and office policy is said in a story, where
// people read it.
func TestEveryWordIsInAStory(t *testing.T) {
	heard := map[fmt.Stringer]bool{}
	for _, f := range storyFiles(t) {
		for w := range tellStory(t, read(t, f)).heard {
			heard[w] = true
		}
	}
	missing(t, heard, core.Granted)
	missing(t, heard, core.AccessGranted)
	missing(t, heard, core.AlertNotClosed)
	missing(t, heard, core.ModeNormal)
	missing(t, heard, core.OfficeOff)
}

// missing goes through a closed list from its first word on.
func missing[T interface {
	~uint8
	fmt.Stringer
}](t *testing.T, heard map[fmt.Stringer]bool, first T) {
	for w := first; !strings.HasPrefix(w.String(), "#"); w++ {
		switch why, silent := unheard[w]; {
		case silent && heard[w]:
			t.Errorf("%T %s is in a story now: take its reason (%s) out of unheard", w, w, why)
		case !silent && !heard[w]:
			t.Errorf("%T %s is in no story: write one, or give the reason in unheard", w, w)
		}
	}
}

// hear notes what was said: the words that people read, and what a lock is answered. A policy of office
// mode is heard where somebody or something would start or end it.
func (st *story) hear(in core.Input, d core.Decision) {
	if st.heard == nil {
		return
	}
	if asked, ok := in.Event.(core.OfficeAsked); ok {
		st.heard[st.s.Config.Door(asked.Door).Office] = true
	}
	for _, n := range d.Notices {
		for _, w := range []fmt.Stringer{n.What, n.Reason, n.Alert} {
			st.heard[w] = true
		}
		switch n.What {
		case core.DoorModeSet:
			st.heard[n.Mode] = true
		case core.DoorModeEnded:
			st.heard[st.s.Door(n.Door).Mode(st.at())] = true
		case core.OfficeStarted, core.OfficeEnded, core.OfficeRefused, core.OfficeWaits:
			st.heard[st.s.Config.Door(n.Door).Office] = true
		}
	}
	for _, c := range d.Commands {
		if a, ok := c.Op.(core.Answer); ok {
			st.heard[a.Reason] = true
		}
	}
}

// reasons are those of all reasons that were said.
func (st *story) reasons() map[core.Reason]bool {
	out := map[core.Reason]bool{}
	for w := range st.heard {
		if r, ok := w.(core.Reason); ok {
			out[r] = true
		}
	}
	return out
}
