package rules

import (
	"time"

	"localiq/core"
)

// A door may be set to hold on a lease (OM-10): the lock is given ten minutes at a time, and
// without a hub that renews them it locks soon. Other doors are held to the end at once.

const (
	lease        = 10 * time.Minute
	leaseRenewed = lease / 2   // after it, less than half remains
	leaseSlack   = time.Minute // the lock began to count before it answered
)

// leased is true while a hold of ours runs that wants to be renewed. One whose own end comes
// before that of the lease needs nothing more; a lock that counts nothing down can be given none.
func leased(cfg *core.Config, set *core.Door, st *core.DoorState) bool {
	ends := !st.Office.Leased.IsZero() && st.Wanted.Until != 0 && st.Wanted.Until <= st.Office.Leased.Wall+int64(lease-leaseSlack)
	return set.Lease && set.Lock != "" && !lacksOf(cfg, set).Has(core.LackHold) && holding(st) && !ends &&
		st.Reported.Bolt == core.BoltOffice && st.Link.Heard && proven(st) && resting(st)
}

// renewLease never opens: the lock has said that it holds.
func (w *doorway) renewLease() {
	if !leased(w.cfg, w.set, &w.DoorState) || !over(w.Office.Leased.Add(leaseRenewed), w.in.At) {
		return
	}
	w.turn(w.wantedMove(), turnGood)
}

// reletting gives a running hold its new length when the door's policy changes. Where nobody knows
// that it runs, renewLease does when the lock has said so, and reconcile when the old lease is over.
func (w *doorway) reletting(was *core.Door) {
	if was.Lease == w.set.Lease || !holding(&w.DoorState) || w.keepsHold() {
		return
	}
	w.Office.Leased = core.Instant{}
	if w.Reported.Bolt == core.BoltOffice && proven(&w.DoorState) {
		w.renew()
	}
}
