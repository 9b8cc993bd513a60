package softnuki

import (
	"slices"

	"localiq/ble/nuki"
)

// removeAuth takes somebody's leave to speak. Who takes their own is told so, and not understood
// from then on.
func (t to) removeAuth(m nuki.RemoveAuth) {
	l := t.c.lock
	i := slices.IndexFunc(l.rec.Auths, func(a auth) bool { return a.ID == m.ID })
	if i < 0 {
		t.refuse(nuki.ErrorBadAuthID, m.Command())
		return
	}
	t.complete()
	l.rec.Auths, l.dirty = slices.Delete(l.rec.Auths, i, i+1), true
	l.stir()
}
