package hub

import (
	"context"

	"localiq/core"
	"localiq/rules"
)

// Seat is the hub as one caller has it: what they may see, and what they may ask. A face is given seats
// and never the hub, so that nobody can forget to say who is there: there are two ways to have one, and
// the zero value is nobody's, which shows nothing and refuses everything with 1500.
//
// What the person may is asked of the newest site at every step: a stream ends when they are blocked.
type Seat struct {
	h  *Hub
	of core.Origin // As "": the box
}

// Box is the seat of the box's own console and command line, and of its socket: whoever can open that
// holds the box. An Asked of its may still be in the name of a person (Origin.As); what comes from an API
// must be.
func (h *Hub) Box() Seat { return Seat{h, core.Origin{Kind: core.FromCLI}} }

// Seat is that of somebody who came in by another way, with a key that is theirs (1500: nobody's). as is an
// id or a name. Whoever may do nothing now has a seat as well, and is told why at every step.
func (h *Hub) Seat(by core.OriginKind, as core.PersonID) (Seat, *core.Error) {
	o := core.Origin{Kind: by, As: as}
	if as == "" {
		return Seat{}, rules.Nobody()
	}
	if err := h.named(&o); err != nil {
		return Seat{}, err
	}
	return Seat{h, o}, nil
}

// Watch sends the newest snapshot at once, on every change, and at least once a second, as far as the
// caller sees it. It never slows the hub: a late reader sees the newest, not every one. The channel is
// closed when ctx ends, and as soon as the caller sees nothing: then Lines says why.
func (s Seat) Watch(ctx context.Context) <-chan *core.Snapshot {
	if s.h == nil {
		none := make(chan *core.Snapshot)
		close(none)
		return none
	}
	return s.h.watch(ctx, s.of)
}

// Lines reads the event lines that the caller sees with a number above since, oldest first, for about n
// inputs of the site; with n < 0 of the last -n inputs that have any. Names are those of now: an erased person has none.
func (s Seat) Lines(_ context.Context, since core.Seq, n int) ([]core.Line, error) {
	if s.h == nil {
		return nil, rules.Nobody()
	}
	return s.h.lines(s.of, since, n)
}

// Ask does what a caller wishes and returns what came of it. A wish that moves a bolt is answered with the
// lock's own confirmation, or with CodeUnknown: then it may have happened. A person's seat asks for that
// person, whatever the wish says of its origin.
func (s Seat) Ask(ctx context.Context, a core.Asked) core.Told {
	if s.h == nil {
		return core.Told{Error: rules.Nobody()}
	}
	if s.of.As != "" {
		a.Origin.Kind, a.Origin.As, a.Origin.Key = s.of.Kind, s.of.As, s.of.Key
		if s.of.Key != "" && a.Origin.Request != "" { // two programs may count from 1
			a.Origin.Request = string(s.of.Key) + ":" + a.Origin.Request
		}
	}
	return s.h.ask(ctx, a)
}

// looks is the newest site, and how much of it whoever stands behind an origin sees.
func (h *Hub) looks(o core.Origin) (*core.Site, rules.Sight, *core.Error) {
	site := h.Site()
	sees, err := rules.SightOf(site, o, h.c.Clock.Now())
	return site, sees, err
}
