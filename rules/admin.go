package rules

import (
	"reflect"
	"slices"

	"localiq/core"
)

// A lock that has refused its admin PIN is not managed, not even after a restart, until a person
// gives another: each wrong one brings the lock nearer to letting nobody manage it. Bolt and state
// need no code and go on.

func (d *draft) adminRefused(e core.AdminRefused) {
	w := d.of(e.Lock)
	if w == nil || !w.Admin.Refused.IsZero() {
		return
	}
	w.hears()
	w.Admin.Refused = d.in.At
	w.unmanaged()
}

func (w *doorway) unmanaged() {
	if since := w.Admin.Refused; !since.IsZero() {
		w.raise(core.AlertAdmin, since, core.Notice{Detail: "no log is read and no code changed until it gets another"})
	}
}

// readmitted: another code is as good as any until the lock refuses it. A lock that moved to this
// door brings along what it has refused.
func (w *doorway) readmitted(before *core.Config) {
	was, is := before.Lock(w.set.Lock), w.cfg.Lock(w.set.Lock)
	if was == nil || is == nil || slices.Equal(was.Admin, is.Admin) {
		w.unmanaged()
		return
	}
	w.Admin = core.Admin{}
	w.clear(core.AlertAdmin, core.Notice{Detail: "another PIN was given"})
}

// anotherPeer is true where the driver has to know a lock anew. What it lacks the driver has told
// us itself.
func anotherPeer(was, is *core.Lock) bool {
	a := *was
	a.Lacks = is.Lacks
	return !reflect.DeepEqual(a, *is)
}

// learnt: the lock is as it is, whatever was thought at its pairing, and its table follows. Whether
// we have its admin PIN is ours to know.
func (d *draft) learnt(e core.LockLearnt) {
	l := d.cfg.Lock(e.Lock)
	if l == nil {
		return
	}
	now := *l
	now.Lacks = e.Lacks&^core.LackAdmin | l.Lacks&core.LackAdmin
	d.edited(core.SiteEdited{Why: "a lock has shown what it can do", Edits: []core.Edit{core.Put(now)}})
}
