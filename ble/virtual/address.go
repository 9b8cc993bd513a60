package virtual

import (
	"io"

	"localiq/ble"
	"localiq/ble/profile"
)

// alias is the address that the lock goes by. The zero one: its public one.
type alias struct {
	addr ble.Addr
	ends due // then another, once no link stands
}

// Addr is the address at which the lock advertises and answers now; public is the one that it was
// made with. From its advertisement key on it is a private one, another every 15 minutes and
// after each start. It never changes while a link stands.
func (l *Lock) Addr(public ble.Addr) ble.Addr {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.alias.addr == (ble.Addr{}) {
		return public
	}
	return l.alias.addr
}

// Advert is the advertisement, 31 bytes, as it goes out from that address (of Addr); nil without
// power. It is sealed if the lock has a key for it, but for the pairing window: a hub that pairs
// knows the serial and nothing else.
func (l *Lock) Advert(a ble.Addr) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.on == nil {
		return nil
	}
	if l.hides() {
		return profile.SealAdvert([32]byte(l.rec.AdvertKey), a, l.rec.Seq, l.flags)
	}
	return profile.Advert{Version: profile.Version, Sequence: uint16(l.rec.Seq), Flags: l.flags, Serial: l.serial}.Bytes()
}

// Info is the value of the characteristic of that name. It tells no more than the advertisement.
func (l *Lock) Info() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := profile.About{Version: profile.Version, Pairing: l.flags.Has(profile.FlagPairing)}
	if !l.hides() {
		a.Serial, a.Model = l.serial, l.cfg.Model
	}
	return a.Bytes()
}

// hides is true while nobody but the hub is to know which lock this is.
func (l *Lock) hides() bool { return len(l.rec.AdvertKey) > 0 && !l.flags.Has(profile.FlagPairing) }

// Changed is closed when the advertisement, or the address, is no longer what it was. Take the
// channel before the two, and another one after each change.
func (l *Lock) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// changes closes Changed.
func (l *Lock) changes() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// hide takes another address where one is due. A lock that has no randomness for it keeps the one
// that it has.
func (l *Lock) hide() {
	if l.on == nil || len(l.conns) > 0 {
		return
	}
	private := len(l.rec.AdvertKey) > 0
	if private == (l.alias.addr != ble.Addr{}) && !(private && l.alias.ends.by(l.up())) {
		return
	}
	next := alias{}
	if private {
		next = alias{ble.Addr{Random: true}, due{l.up() + profile.AddressLife, true}}
		if _, err := io.ReadFull(l.cfg.Random, next.addr.MAC[:]); err != nil {
			l.alias.ends.at = l.up() + profile.AddressLife
			return
		}
		next.addr.MAC[0] = next.addr.MAC[0]&0x3f | 0x40 // as a resolvable private one (Core Spec Vol 6 Part B 1.3.2.2)
	}
	l.alias = next
	l.changes()
}
