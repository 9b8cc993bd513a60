package rules

import (
	"slices"

	"localiq/core"
)

// An alert is raised once, stays until its cause has gone, and is told both times (spec:
// alerts.read). n carries what is particular to the notice.

// raise returns false when the alert stands already. since is when its cause began.
func (w *doorway) raise(k core.AlertKind, since core.Instant, n core.Notice) bool {
	if w.Alert(k) != nil {
		return false
	}
	if since.IsZero() {
		since = w.in.At
	}
	w.Alerts = append(slices.Clone(w.Alerts), core.Alert{Kind: k, Seq: w.in.ID, Since: since, Raised: w.in.At})
	n.What, n.Alert = core.AlertRaised, k
	w.tell(n)
	return true
}

// clear returns false when there was none.
func (w *doorway) clear(k core.AlertKind, n core.Notice) bool {
	i := slices.IndexFunc(w.Alerts, func(a core.Alert) bool { return a.Kind == k })
	if i < 0 {
		return false
	}
	if was, ok := w.in.At.Sub(w.Alerts[i].Since); ok && n.For == 0 {
		n.For = int64(was)
	}
	w.Alerts = slices.Delete(slices.Clone(w.Alerts), i, i+1)
	if len(w.Alerts) == 0 {
		w.Alerts = nil
	}
	n.What, n.Alert = core.AlertCleared, k
	w.tell(n)
	return true
}

// acked silences an alert and keeps it. Tamper has no other end, and wrong codes may have none:
// acknowledging clears them.
func (d *draft) acked(e core.AlertAcked) {
	if e.Kind.OfHub() {
		d.ackedOfHub(e.Kind)
		return
	}
	w := d.door(e.Door)
	if w == nil {
		d.refuse(noDoor(e.Door))
		return
	}
	i := slices.IndexFunc(w.Alerts, func(a core.Alert) bool { return a.Kind == e.Kind })
	if i < 0 {
		d.refuse(core.Errorf(core.CodeNotFound, "%s has no alert %q", w.set.Name, e.Kind))
		return
	}
	if !w.Alerts[i].Acked.IsZero() {
		return
	}
	w.Alerts = slices.Clone(w.Alerts)
	w.Alerts[i].Acked, w.Alerts[i].By = d.in.At, d.asker()
	w.tell(core.Notice{What: core.AlertWasAcked, Alert: e.Kind})
	if e.Kind == core.AlertTamper || e.Kind == core.AlertWrongCodes {
		w.clear(e.Kind, core.Notice{Detail: "acknowledged"})
	}
}

// asker is who wished it, or from where.
func (d *draft) asker() string {
	if d.in.Origin.Who != "" {
		return d.in.Origin.Who
	}
	return d.in.Origin.Kind.String()
}

const (
	batteryLow  = 20 // %
	batteryFine = 30
)

func (w *doorway) battery(percent uint8) {
	switch {
	case percent == 0: // not told
	case percent <= batteryLow:
		w.raise(core.AlertLowBattery, w.in.At, core.Notice{})
	case percent >= batteryFine:
		w.clear(core.AlertLowBattery, core.Notice{})
	}
}

func noDoor(id core.DoorID) *core.Error {
	return core.Errorf(core.CodeNotFound, "there is no door %q", string(id)).Advise("localiq site export lists the doors")
}
