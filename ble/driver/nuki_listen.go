package driver

import (
	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/core"
)

// Hides: a beacon names its lock, whatever the address.
func (Nuki) Hides(a ble.Advert) bool {
	ad, ok := nuki.ParseAdvert(a.Data)
	return ok && ad.ID != 0
}

// Listen makes the listener of one lock. A serial that is none is nobody's.
func (Nuki) Listen(l core.Lock, _ ble.Addr) Listener {
	id, _ := nuki.ParseID(l.Serial)
	return &nukiListener{id: id}
}

// nukiListener makes of the one bit of a beacon what grows with every change. Anybody may send one:
// it is a hint, and bounded as all of them are.
//
// A bit that rises is a debt. So is one that still stands in a beacon that came after a session had
// read all: something may have happened behind that session's back. Or the lock cannot stop saying
// it, and then the hint Stands, and is worth less and less.
type nukiListener struct {
	id      nuki.ID
	mark    uint64
	changed bool // the newest beacon said so
	stands  bool
	paid    bool // a session has read all, and no beacon came since
}

func (n *nukiListener) Hear(a ble.Advert) (Hint, Heard) {
	ad, ok := nuki.ParseAdvert(a.Data)
	if !ok || ad.ID != n.id || n.id == 0 {
		return Hint{}, HeardOther
	}
	if beacon := ad.Power != 0 || ad.Changed; beacon { // else it tells its name, and nothing of the bit
		n.beacon(ad.Changed)
	}
	h := Hint{Mark: n.mark, Stands: n.stands}
	if !n.stands {
		h.Alerts = ^uint64(0) // it may be the door
	}
	return h, HeardIt
}

func (n *nukiListener) beacon(changed bool) {
	if changed && (!n.changed || n.paid) {
		n.mark++
		n.stands = n.changed
	}
	n.changed, n.stands, n.paid = changed, changed && n.stands, false
}

// Agree: beacons are in clear, whatever we would like.
func (n *nukiListener) Agree(Seal) {}

func (n *nukiListener) Paid() { n.paid = true }
