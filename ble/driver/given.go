package driver

import (
	"cmp"
	"maps"
	"slices"

	"localiq/core"
)

// given are the commands that the session took and the lock has not answered: what may have
// happened when the link goes.
type given map[core.CommandID]core.Command

// settles takes the terminal answer in ev off the list. It is false for an answer that nobody
// waits for, which is then nobody's to tell.
func (g given) settles(ev core.CommandAnswered) (wanted bool) {
	for id, c := range g {
		ask, asked := c.Op.(core.AskResult)
		if id != ev.Command && (!asked || ask.Of != ev.Command) {
			continue
		}
		wanted = true
		if ev.Result != core.ResultAccepted {
			delete(g, id)
		}
	}
	return wanted
}

// abandon empties the list of a link that is gone. What does something is Unknown; what only asks
// goes back into the mailbox, for the next link. The order is that of the ids.
func (g given) abandon(m *mailbox, why string) (told []core.Input) {
	ids := slices.SortedFunc(maps.Keys(g), func(a, b core.CommandID) int {
		return cmp.Or(cmp.Compare(a.Run, b.Run), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.N, b.N))
	})
	for _, id := range ids {
		c := g[id]
		delete(g, id)
		switch c.Op.(type) {
		case core.Turn, core.Answer, core.Identify, core.Release:
			in, _ := answer(c, core.ResultUnknown, why)
			told = append(told, in)
		default:
			m.giveBack(c)
		}
	}
	return told
}

// answer is the CommandAnswered for a command that no lock will answer. The question about
// another command leaves that one unknown: not having asked in time expires nothing. The
// others have no answer.
func answer(c core.Command, r core.Result, why string) (core.Input, bool) {
	ev := core.CommandAnswered{Lock: c.Lock, Command: c.ID, Result: r, Detail: why}
	switch op := c.Op.(type) {
	case core.Turn, core.Answer, core.Identify, core.Release:
	case core.AskResult:
		ev.Command, ev.Result = op.Of, core.ResultUnknown
	default:
		return core.Input{}, false
	}
	return fromAir(c.Lock, ev), true
}

// fromAir is an input without place in a journal; the loop fills ID and At.
func fromAir(l core.LockID, ev core.Event) core.Input {
	return core.Input{Origin: core.Origin{Kind: core.FromAir, Who: string(l)}, Event: ev}
}
