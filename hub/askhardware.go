package hub

import (
	"cmp"
	"context"
	"time"

	"localiq/core"
)

// identify has a lock show itself to whoever stands before sixteen of them.
func (h *Hub) identify(ctx context.Context, a core.Asked, w core.IdentifyLock) core.Told {
	lock, err := h.findLock(w.Lock)
	if err != nil {
		return core.Told{Error: err}
	}
	return h.put(ctx, a, core.IdentifyAsked{Lock: lock, For: time.Duration(w.Seconds) * time.Second})
}

// update runs as long as it takes; how far it is stands in the snapshot. One lock has one at a
// time.
func (h *Hub) update(ctx context.Context, w core.UpdateFirmware) core.Told {
	lock, err := h.findLock(w.Lock)
	if err != nil {
		return core.Told{Error: err}
	}
	if h.c.Firmware == nil {
		return core.Told{Error: core.Errorf(core.CodeRefused, "no hub is running, so no lock can be reached").Advise("start it: localiq run")}
	}
	e, ok := h.doing.begin("firmware", lock)
	if !ok {
		return core.Told{Error: core.Errorf(core.CodeRefused, "an update of this lock goes on already").Advise("look at it in the console, or wait")}
	}
	defer h.doing.end(e)
	fault := h.c.Firmware.Update(ctx, lock, w.Image, func(done, total int) {
		if h.doing.step(e, done, total) {
			h.news.publish()
		}
	})
	return core.Told{Error: core.AsError(fault)}
}

// addRepeater makes another box's radio ours. The two boxes know each other before the site does:
// a repeater that the site then refuses serves nobody until it is added again.
func (h *Hub) addRepeater(ctx context.Context, a core.Asked, w core.AddRepeater) core.Told {
	if h.c.Repeaters == nil {
		return core.Told{Error: core.Errorf(core.CodeRefused, "no hub is running, so no repeater can be reached").Advise("start it: localiq run")}
	}
	via, err := h.findRepeater(w.Via)
	if err != nil {
		return core.Told{Error: err}
	}
	w.Via = via
	trial := core.Repeater{ID: core.RepeaterID(newID("r")), Name: w.Name, Address: w.Address, PublicKey: []byte{1}, Via: via}
	if err := h.fits(trial); err != nil {
		return core.Told{Error: err}
	}
	r, perr := h.c.Repeaters.Pair(ctx, w, h.Site().Config.Repeaters)
	if perr != nil {
		return core.Told{Error: core.AsError(perr)}
	}
	r.ID, r.Name, r.Via = trial.ID, cmp.Or(w.Name, w.Address), via
	t := h.put(ctx, a, core.SiteEdited{Why: "repeater added: " + r.Name, Edits: []core.Edit{core.Put(r)}})
	t.Repeater = &r
	return t
}

// fits says before anybody walks to another box what the site would refuse afterwards.
func (h *Hub) fits(r core.Repeater) *core.Error {
	cfg := h.Site().Config
	for _, o := range cfg.Repeaters {
		if r.Name != "" && o.Name == r.Name {
			return core.Errorf(core.CodeInvalid, "there is a repeater %s already", r.Name).Advise("forget that one first: localiq repeater forget " + r.Name)
		}
	}
	_, err := cfg.With(cfg.Version, []core.Edit{core.Put(r)}, nil)
	return core.AsError(err)
}

func (h *Hub) forgetRepeater(ctx context.Context, a core.Asked, w core.ForgetRepeater) core.Told {
	id, err := h.findRepeater(w.Repeater)
	if err != nil {
		return core.Told{Error: err}
	}
	cfg := h.Site().Config
	if cfg.Repeater(id) == nil {
		return core.Told{Error: core.Errorf(core.CodeNotFound, "which repeater?").Advise("see: localiq repeater list")}
	}
	for _, r := range cfg.Repeaters {
		if r.Via == id {
			return core.Told{Error: core.Errorf(core.CodeRefused, "repeater %s is reached through this one", r.Name).
				Advise("forget that one first: localiq repeater forget " + r.Name)}
		}
	}
	return h.put(ctx, a, core.SiteEdited{Why: "repeater forgotten: " + cfg.Repeater(id).Name, Edits: []core.Edit{core.Drop(core.Repeater{ID: id}.Ref())}})
}
