package rules

import "localiq/core"

// started is the hub's new life. Nothing is known to be near until it is heard; every lock is
// tended from its cursor on; what was in flight is asked for. Windows that ended meanwhile end
// in settle, and the lock is told when it is heard (OM-12).
func (d *draft) started(e core.HubStarted) {
	d.hub.Version, d.hub.Started, d.hub.Run, d.hub.Radios = e.Version, d.in.At, e.Run, nil
	n := core.Notice{What: core.HubUp, Detail: e.Version}
	if set := d.cfg.Settings.ZoneData; set != "" && e.ZoneData != "" && e.ZoneData != set {
		n.Detail += ", with other time zone data than the site was set up with"
	}
	d.tell(n)
	d.clockStarts(e)
	for i := range d.cfg.Doors {
		d.door(d.cfg.Doors[i].ID).wakes()
	}
}

// storeFailed is a record: what was decided meanwhile was dropped, and the locks and people were
// left to ask again.
func (d *draft) storeFailed(e core.StoreFailed) {
	n := core.Notice{What: core.StoreTrouble, At: d.in.At, Detail: e.Why}
	if took, ok := d.in.At.Sub(e.Since); ok {
		n.For = int64(took)
	}
	d.tell(n)
}

func (w *doorway) wakes() {
	if w.Link.Heard {
		w.met(w.in.At) // until we stopped, at the latest
	}
	w.Link = core.Link{Since: w.in.At}
	w.Await = core.Await{}
	if w.set.Lock == "" {
		return
	}
	w.tend()
	if w.Sync.Wanted == 0 {
		w.wantTable() // an older release knew no tables
	}
	w.wantsLocked()
	switch {
	case w.flying():
		w.ask()
	case w.Flight.Again.Boot != w.in.At.Boot:
		w.Flight.Again = core.Instant{}
	}
	w.afterPowerLoss()
}

// tend has the driver look after the door's lock, from where its journal is kept on.
func (w *doorway) tend() {
	l := w.cfg.Lock(w.set.Lock)
	from := w.Cursor
	if from.Journal == "" {
		from.Journal = l.Journal
	}
	w.send(l.ID, core.Tend{Lock: *l, Cursor: from, Talks: w.Talks, NoAdmin: !w.Admin.Refused.IsZero()}, 0)
}
