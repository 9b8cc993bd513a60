package rules

import (
	"slices"

	"localiq/core"
)

// An alert is raised once, stays until its cause has gone, and is told both times (spec:
// alerts.read). n carries what is particular to the notice.

// alerts is true where a door may raise an alert of a kind (spec: alerts.policy).
func alerts(set *core.Door, k core.AlertKind) bool { return !set.Alerts.Off.Has(k) }

// raise does nothing when the alert stands already, or is switched off here. since is when its
// cause began.
func (w *doorway) raise(k core.AlertKind, since core.Instant, n core.Notice) {
	if w.Alert(k) != nil || !alerts(w.set, k) {
		return
	}
	if since.IsZero() {
		since = w.in.At
	}
	n.Quiet = (k == core.AlertNotClosed || k == core.AlertForced) && w.floods()
	w.Alerts = append(slices.Clone(w.Alerts), core.Alert{Kind: k, Seq: w.in.ID, Since: since, Raised: w.in.At, Quiet: n.Quiet})
	n.What, n.Alert = core.AlertRaised, k
	w.tell(n)
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
	n.Quiet = w.Alerts[i].Quiet
	w.Alerts = slices.Concat(w.Alerts[:i], w.Alerts[i+1:]) // nil when it was the last
	n.What, n.Alert = core.AlertCleared, k
	w.tell(n)
	return true
}

// acked silences an alert and keeps it, where it has another end.
func (d *draft) acked(e core.AlertAcked) {
	if e.Door == "" && e.Kind.OfHub() {
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
	if e.Kind.Momentary() {
		w.clear(e.Kind, core.Notice{Detail: "acknowledged"})
	}
}

// asker is who wished it, as far as that is known.
func (d *draft) asker() string {
	if d.in.Origin.Who != "" {
		return d.in.Origin.Who
	}
	return d.in.Origin.Kind.String()
}

func noDoor(id core.DoorID) *core.Error {
	return core.Errorf(core.CodeNotFound, "there is no door %q", string(id)).Advise("localiq site export lists the doors")
}
