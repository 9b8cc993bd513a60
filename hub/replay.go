package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"localiq/core"
)

// replay decides recorded inputs again, in the caller's goroutine.
func (h *Hub) replay(ctx context.Context, w core.ReplayPast) core.Told {
	root, last, err := h.stretch(ctx, w)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	if len(w.YAML) > 0 {
		return h.whatIf(ctx, root, last, w.YAML)
	}
	r, err := h.replayed(ctx, root, last)
	if err != nil {
		return core.Told{Error: core.AsError(err)}
	}
	return core.Told{Replayed: r}
}

// stretch is the site before the first input of a replay, and the number of the last.
func (h *Hub) stretch(ctx context.Context, w core.ReplayPast) (root *core.Site, last core.Seq, err error) {
	switch {
	case w.From.IsZero():
		var kept []core.Reach
		if _, kept, err = h.reach(); err == nil {
			root, err = h.after(ctx, kept[0].Seq)
		}
	case w.From.Seq != 0:
		root, err = h.after(ctx, w.From.Seq-1)
	default:
		root, err = h.At(ctx, w.From)
	}
	if err != nil {
		return nil, 0, err
	}
	last = w.To.Seq
	if last == 0 {
		to, err := h.At(ctx, w.To)
		if err != nil {
			return nil, 0, err
		}
		last = to.Seq
	}
	if newest := h.Site().Seq; last > newest {
		return nil, 0, core.Errorf(core.CodeNotFound, "there is no input %d yet: the newest is %d", last, newest)
	}
	if last < root.Seq {
		return nil, 0, core.Errorf(core.CodeRequest, "the replay would end before it begins")
	}
	return root, last, nil
}

// replayed compares what follows from each input with what was recorded, byte for byte, and the
// sites in between with those that were kept. It ends with the first difference.
func (h *Hub) replayed(ctx context.Context, root *core.Site, last core.Seq) (*core.Replayed, error) {
	past, kept, err := h.reach()
	if err != nil {
		return nil, err
	}
	r := &core.Replayed{Reach: kept[0]}
	for e, err := range h.entries(ctx, root.Seq, last) {
		if err != nil {
			return nil, err
		}
		if r.From == 0 {
			r.From = e.Input.ID
		}
		r.To, r.Inputs, r.Events = e.Input.ID, r.Inputs+1, r.Events+len(e.Decision.Notices)
		var d core.Decision
		if d, root = again(root, e.Input); !bytes.Equal(following(d), following(e.Decision)) {
			r.Differ, r.Report = e.Input.ID, h.difference(root, e, d)
			return r, nil
		}
		for len(kept) > 0 && kept[0].Seq < r.To {
			kept = kept[1:]
		}
		if len(kept) == 0 || kept[0].Seq != r.To {
			continue
		}
		was, err := past.Checkpoint(r.To, root.Config)
		if err != nil {
			continue // retention took it meanwhile
		}
		if r.Sites++; !bytes.Equal(standing(was), standing(root)) {
			r.Differ, r.Report = r.To, []string{"the site that was kept after it is another than the one that follows from its inputs"}
			return r, nil
		}
	}
	return r, nil
}

// following is what is compared of a decision: all that the ledger has of it.
func following(d core.Decision) []byte {
	b, err := json.Marshal(struct {
		Commands []core.Command `json:",omitempty"`
		Notices  []core.Notice  `json:",omitempty"`
		Answer   core.Reply
	}{d.Commands, d.Notices, d.Answer})
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

// standing is what is compared of a site. The epoch is another after a backup was opened, and no input
// says so.
func standing(s *core.Site) []byte {
	hub := s.Hub
	hub.Epoch = 0
	b, err := json.Marshal(struct {
		Seq    core.Seq
		At     core.Instant
		Hub    core.HubState
		Config core.Seq
		Doors  []core.DoorState
		Counts []core.Count
	}{s.Seq, s.At, hub, s.Config.Version, s.Doors, s.Counts.All()})
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

// difference is the recorded and the present outcome of an input, in sentences.
func (h *Hub) difference(after *core.Site, e core.Entry, d core.Decision) []string {
	out := []string{"recorded, by release " + version(after) + ":"}
	out = append(out, h.outcomes(after, e.Decision)...)
	out = append(out, "now, by release "+h.c.Version+":")
	out = append(out, h.outcomes(after, d)...)
	return out
}

func version(s *core.Site) string {
	if s.Hub.Version == "" {
		return "unknown"
	}
	return s.Hub.Version
}

func (h *Hub) outcomes(site *core.Site, d core.Decision) (out []string) {
	for _, n := range d.Notices {
		if n.Alert.Silent() {
			continue
		}
		out = append(out, "  "+lineOf(site, h.c.Private.Names(), n).Say(site.Config.Zone))
	}
	for _, c := range d.Commands {
		out = append(out, fmt.Sprintf("  to lock %s: %s", c.Lock, commandText(c.Op)))
	}
	if d.Answer.Error != nil {
		out = append(out, "  answer: "+d.Answer.Error.Error())
	}
	if len(out) == 0 {
		out = append(out, "  nothing")
	}
	return out
}

// commandText is what a lock was to do.
func commandText(op core.Op) string {
	switch op := op.(type) {
	case core.Turn:
		return "turn to " + op.Move.To.String()
	case core.Answer:
		return "answer " + op.Reason.Say() + ", bolt " + op.Move.To.String()
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", op), "core.")
}
