package softnuki

import (
	"slices"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
)

const (
	pairingWindow = 60 * time.Second
	inTurn        = 400 * time.Millisecond // of the two advertisements
	maxAuths      = 100
)

// pair takes what is written to the pairing service.
func (c *Line) pair(to ble.UUID, value []byte) {
	l := c.lock
	if c.pairing == nil {
		c.pairing = &nuki.PairingLock{
			Own: l.key, Generation: l.rec.Generation, UUID: l.rec.UUID, PIN: l.pin, Grant: l.grant, Random: l.cfg.Random,
		}
	}
	c.pairing.Open = l.on.pairing != nil
	out, _ := c.pairing.Take(value) // what went wrong is in what it says
	if who, done := c.pairing.Done(); done {
		c.pairing = nil
		l.adopt(who)
	}
	for _, b := range out {
		c.post(to, b)
	}
}

// grant gives an id to whoever has proved itself. Nothing is kept before it has confirmed.
func (l *Lock) grant(a nuki.Applicant) (nuki.AuthID, nuki.ErrorCode) {
	if len(l.rec.Auths) >= maxAuths {
		return 0, nuki.ErrorTooManyUsers
	}
	l.rec.Auth++
	return l.rec.Auth, 0
}

// adopt keeps an authorization; who pairs again with the same app id replaces what it had.
func (l *Lock) adopt(who nuki.PairedClient) {
	l.rec.Auths = slices.DeleteFunc(l.rec.Auths, func(a auth) bool { return a.App == who.App && a.Type == who.Type })
	l.rec.Auths = append(l.rec.Auths, auth{who.Auth, who.Shared.Reveal(), who.Type, who.App, who.Name})
	l.dirty = true
	l.closePairing()
	l.say("paired as %s %s", who.Type, who.Auth)
}

func (l *Lock) openPairing(window time.Duration) {
	l.closePairing()
	l.on.pairing = l.after(window, l.closePairing)
	l.alternate()
	l.say("pairing open")
}

// alternate shows the two advertisements in turn.
func (l *Lock) alternate() {
	l.on.service = !l.on.service
	l.on.alternates = l.after(inTurn, l.alternate)
	l.stir()
}

func (l *Lock) closePairing() {
	if l.on.pairing == nil {
		return
	}
	l.forget(l.on.pairing)
	l.forget(l.on.alternates)
	l.on.pairing, l.on.alternates, l.on.service = nil, nil, false
	l.stir()
	l.say("pairing closed")
}
