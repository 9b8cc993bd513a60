package ssh

import (
	"context"

	"localiq/core"
	"localiq/tui"
)

// signed is somebody's seat, which acts for them whatever a screen or a verb writes under a wish. Here it
// also says from where; and a verb that would act for another is told that it cannot, instead of acting
// for somebody whom it does not mean.
type signed struct {
	tui.Hub
	n *session
}

func (h signed) Ask(ctx context.Context, a core.Asked) core.Told {
	if a.Origin.As != "" && a.Origin.As != h.n.Person {
		return core.Told{Error: core.Errorf(core.CodeRefused, "over SSH everybody acts in their own name").Advise("leave --as out")}
	}
	a.Origin = core.Origin{Kind: core.FromSSH, Who: h.n.From, As: h.n.Person, Request: a.Origin.Request}
	return h.Hub.Ask(ctx, a)
}
