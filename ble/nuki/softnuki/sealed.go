package softnuki

import (
	"encoding/binary"
	"errors"
	"fmt"

	"localiq/ble/nuki"
)

// to is whom an answer goes to: an authorization, over a link.
type to struct {
	c  *Line
	id nuki.AuthID
}

// hear takes one encrypted message. Whoever cannot be understood is told so in the clear.
func (c *Line) hear(value []byte) {
	l := c.lock
	m, of, id, err := l.open(value)
	switch {
	case errors.Is(err, nuki.ErrUnknown), errors.Is(err, nuki.ErrMalformed):
		to{c, id}.refuse(nuki.ErrorBadLength, of)
	case err != nil:
		c.complain(gdio, nuki.ErrorNotAuthorized, 0)
	case l.happens(PlaintextError):
		c.complain(gdio, nuki.ErrorNotAuthorized, of)
	default:
		to{c, id}.asked(m)
	}
}

const frameHead = 24 + 4 + 2

// open also tells the command of what is authentic and cannot be read.
func (l *Lock) open(value []byte) (m nuki.Message, of nuki.Command, id nuki.AuthID, err error) {
	if len(value) < frameHead {
		return nil, 0, 0, nuki.ErrBroken
	}
	f := nuki.Frame(value)
	who := l.rec.known(f.Auth())
	if who == nil {
		return nil, 0, 0, nuki.ErrForged
	}
	in, err := nuki.OpenInside(nuki.NewSharedKey(who.Key), f)
	if err != nil {
		return nil, 0, 0, err
	}
	m, err = nuki.Decode(in[4 : len(in)-2])
	return m, nuki.Command(binary.LittleEndian.Uint16(in[4:])), who.ID, err
}

// say seals messages, one frame each.
func (t to) say(ms ...nuki.Message) {
	l := t.c.lock
	who := l.rec.known(t.id)
	if who == nil || l.on == nil {
		return
	}
	for _, m := range ms {
		b, err := l.seal(*who, m)
		if err != nil {
			l.say("error: %v", err)
			return
		}
		t.c.post(usdio, b)
	}
}

func (l *Lock) seal(who auth, m nuki.Message) ([]byte, error) {
	n, err := nuki.NewFrameNonce(l.cfg.Random)
	if err != nil {
		return nil, err
	}
	in, err := nuki.Inside(who.ID, m)
	if err != nil {
		return nil, fmt.Errorf("softnuki: %w", err)
	}
	if l.has(ZeroCRC) {
		in[len(in)-2], in[len(in)-1] = 0, 0
	}
	return nuki.SealInside(nuki.NewSharedKey(who.Key), who.ID, n, in), nil
}

func (t to) refuse(code nuki.ErrorCode, of nuki.Command) {
	t.say(nuki.ErrorReport{Code: code, Of: of})
}

func (t to) complete() { t.say(nuki.Status{Status: nuki.Complete}) }
