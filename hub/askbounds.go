package hub

import (
	"strings"
	"unicode"

	"localiq/core"
	"localiq/hub/people"
)

// What is kept with an event as somebody sent it. It stays for as long as the event.
const (
	maxRequest = 128 // bytes of a request id
	maxWho     = 128 // bytes of what a sender is called
	maxWhy     = 500 // bytes of a reason
)

// bounded refuses what no ledger should keep: one line of it must not cost the others their commit.
// Whom the sender is called by is kept without the names of the site's people, as reasons are.
func (h *Hub) bounded(a *core.Asked) *core.Error {
	why := ""
	switch w := a.Wish.(type) {
	case core.OpenDoor:
		why = w.Why
	case core.SetDoorMode:
		why = w.Why
	}
	for _, s := range []struct {
		text, is string
		max      int
	}{{a.Origin.Request, "a request id", maxRequest}, {a.Origin.Who, "what a sender is called", maxWho}, {why, "a reason", maxWhy}} {
		if len(s.text) > s.max || strings.ContainsFunc(s.text, unicode.IsControl) {
			return core.Errorf(core.CodeRequest, "%s has at most %d bytes, and no control characters", s.is, s.max).Advise("nothing was done")
		}
	}
	a.Origin.Who = people.Unnamed(h.c.Private.Names(), a.Origin.Who)
	return nil
}
