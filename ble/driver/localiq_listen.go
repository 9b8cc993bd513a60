package driver

import (
	"localiq/ble"
	"localiq/ble/profile"
	"localiq/core"
)

// Hides: a sealed advertisement tells nothing of its lock, and neither does the address.
func (LocalIQ) Hides(a ble.Advert) bool { return profile.Sealed(a.Data) }

// Listen makes the listener of one lock. Without an AdvertKey it knows advertisements in clear only.
func (f LocalIQ) Listen(l core.Lock, home ble.Addr) Listener {
	n := &listener{serial: l.Serial, home: home}
	if f.AdvertKey != nil {
		n.key, n.keyed = f.AdvertKey(l.ID), true
	}
	return n
}

// listener tells a lock's advertisements from all others. Those in clear count only as long as no
// key is agreed; what proves that one is, is an advertisement under it, or the lock's own word.
type listener struct {
	serial string
	home   ble.Addr
	key    [32]byte
	keyed  bool

	agreed bool // the lock seals
	heard  bool // one that was sealed, of which sequence is the newest
	newest uint32
}

func (n *listener) Hear(a ble.Advert) (Hint, Heard) {
	if profile.Sealed(a.Data) {
		return n.sealed(a)
	}
	ad, ok := profile.ParseAdvert(a.Data)
	switch {
	case !ok || a.Addr != n.home || ad.Serial.String() != n.serial:
		return Hint{}, HeardOther
	case n.agreed: // anybody may have sent it; or the lock was reset
		return Hint{}, HeardOld
	}
	return hintOf(uint32(ad.Sequence), ad.Flags, false), HeardIt
}

func (n *listener) sealed(a ble.Advert) (Hint, Heard) {
	if !n.keyed {
		return Hint{}, HeardOther
	}
	seq, flags, ok := profile.OpenAdvert(n.key, a.Addr, a.Data)
	switch {
	case !ok:
		return Hint{}, HeardOther
	case n.heard && !profile.SequenceAfter(n.newest, seq):
		return Hint{}, HeardOld
	}
	n.agreed, n.heard, n.newest = true, true, seq
	return hintOf(seq, flags, true), HeardIt
}

// hintOf takes the whole of what is advertised as the mark: the sequence goes on with every
// change, and of one in clear nobody has proved any of it. Sealed or not, the same is the same.
func hintOf(seq uint32, f profile.Flags, proved bool) Hint {
	return Hint{Request: f.Has(profile.FlagRequest), Mark: 1<<63 | uint64(uint16(seq))<<16 | uint64(f), Proved: proved,
		Alerts: uint64(profile.FlagDoorOpen | profile.FlagTamper)}
}

func (n *listener) Agree(s Seal) {
	switch s {
	case SealClear, SealGiven:
		n.agreed, n.heard = false, false
	case SealOurs:
		n.agreed = true
	case SealAnew:
		n.agreed, n.heard = true, false
	}
}

// Paid: what is advertised goes on with every change, so that nothing is taken for old.
func (n *listener) Paid() {}

// seal sees to it that the lock seals what it advertises under the key that it has from us.
func (s *session) seal(h profile.Hello) {
	switch {
	case !h.Can.Has(profile.CanSealAdvert) || s.family.AdvertKey == nil:
		s.state.Seal = SealClear
		return
	case h.Advert == profile.CheckOf(s.advertKey()):
		s.state.Seal = SealOurs
		return
	}
	s.state.Seal = SealGiven
	s.send(profile.SetAdvert{Key: s.advertKey()})
}

func (s *session) advertKey() []byte {
	k := s.family.AdvertKey(s.lock)
	return k[:]
}
