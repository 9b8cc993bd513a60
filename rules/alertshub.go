package rules

import (
	"slices"

	"localiq/core"
)

// Alerts of the hub itself, at no door: the same three facts (spec: alerts.read).

// raiseOfHub does nothing when the alert stands already.
func (d *draft) raiseOfHub(k core.AlertKind, why string) {
	if slices.ContainsFunc(d.hub.Alerts, func(a core.Alert) bool { return a.Kind == k }) {
		return
	}
	d.hub.Alerts = append(slices.Clone(d.hub.Alerts), core.Alert{Kind: k, Seq: d.in.ID, Since: d.in.At, Raised: d.in.At})
	d.tell(core.Notice{What: core.AlertRaised, Alert: k, Detail: why})
}

// clearOfHub returns false when there was none.
func (d *draft) clearOfHub(k core.AlertKind) bool {
	i := slices.IndexFunc(d.hub.Alerts, func(a core.Alert) bool { return a.Kind == k })
	if i < 0 {
		return false
	}
	n := core.Notice{What: core.AlertCleared, Alert: k}
	if was, ok := d.in.At.Sub(d.hub.Alerts[i].Since); ok {
		n.For = int64(was)
	}
	d.hub.Alerts = slices.Concat(d.hub.Alerts[:i], d.hub.Alerts[i+1:]) // nil when it was the last
	d.tell(n)
	return true
}

// ackedOfHub silences an alert of the hub and keeps it.
func (d *draft) ackedOfHub(k core.AlertKind) {
	i := slices.IndexFunc(d.hub.Alerts, func(a core.Alert) bool { return a.Kind == k })
	if i < 0 {
		d.refuse(core.Errorf(core.CodeNotFound, "the hub has no alert %q", k))
		return
	}
	if !d.hub.Alerts[i].Acked.IsZero() {
		return
	}
	d.hub.Alerts = slices.Clone(d.hub.Alerts)
	d.hub.Alerts[i].Acked, d.hub.Alerts[i].By = d.in.At, d.asker()
	d.tell(core.Notice{What: core.AlertWasAcked, Alert: k})
}
