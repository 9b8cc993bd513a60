package virtual

import (
	"slices"

	"localiq/ble/profile"
)

// peer may open a session, as far as its role goes. At most one is the hub, and without one
// there are none.
type peer struct {
	Key  []byte // X25519
	Role profile.Role
}

// role of a key; RoleNone: it is nobody's that the lock serves.
func (r *record) role(k profile.PublicKey) profile.Role {
	for _, p := range r.Peers {
		if profile.PublicKey(p.Key) == k {
			return p.Role
		}
	}
	return profile.RoleNone
}

// hub is the key that the lock was paired with; false: it is not paired.
func (r *record) hub() (k profile.PublicKey, paired bool) {
	for _, p := range r.Peers {
		if p.Role == profile.RoleHub {
			return profile.PublicKey(p.Key), true
		}
	}
	return k, false
}

// put lets a key in, as far as the role goes, or takes it away. It makes another list: the former
// one may have to come back.
func (r *record) put(k profile.PublicKey, role profile.Role) {
	r.Peers = slices.DeleteFunc(slices.Clone(r.Peers), func(p peer) bool { return profile.PublicKey(p.Key) == k })
	if role != profile.RoleNone {
		r.Peers = append(r.Peers, peer{k[:], role})
	}
}

func (r *record) peersSound() bool {
	hubs := 0
	for _, p := range r.Peers {
		if len(p.Key) != len(profile.PublicKey{}) || p.Role == profile.RoleNone || p.Role > profile.RoleService {
			return false
		}
		if p.Role == profile.RoleHub {
			hubs++
		}
	}
	return hubs <= 1 && len(r.Peers) <= profile.MaxPeers && (hubs == 1 || len(r.Peers) == 0)
}

// putPeer does not touch the hub: that takes a pairing, and with it somebody inside the door.
func (c *Conn) putPeer(m profile.PutPeer) {
	l, key := c.lock, profile.PublicKey(m.Key)
	now := l.rec.role(key)
	switch {
	case now == profile.RoleHub:
		c.refuse(m, profile.ErrorForbidden)
		return
	case now == profile.RoleNone && m.Role != profile.RoleNone && len(l.rec.Peers) >= profile.MaxPeers:
		c.refuse(m, profile.ErrorBusy)
		return
	}
	if !l.keeps(func(r *record) { r.put(key, m.Role) }) {
		c.refuse(m, profile.ErrorBusy)
		return
	}
	for other := range l.conns {
		if other.isOpen && other.ch.Peer() == key && m.Role != now {
			other.end() // what it was told it may do is no longer so
		}
	}
	c.post(func() profile.Message { return l.peers() })
}

func (l *Lock) peers() profile.Peers {
	var ps profile.Peers
	for _, p := range l.rec.Peers {
		ps.Peers = append(ps.Peers, profile.Peer{Key: profile.CheckOf(p.Key), Role: p.Role})
	}
	return ps
}
