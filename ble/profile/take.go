package profile

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// take opens a sealed message.
func (c *Channel) take(body []byte) ([]Message, error) {
	if !c.open {
		return nil, c.fail(fmt.Errorf("%w: a sealed message before the handshake", ErrBroken))
	}
	plain, err := c.unseal.Decrypt(nil, nil, body)
	if err != nil || len(plain) < 3 {
		return nil, c.fail(fmt.Errorf("%w: a message does not open", ErrBroken))
	}
	if c.unseal.Nonce() > maxSealed {
		return nil, c.fail(ErrSpent)
	}
	c.proven = true
	if err := c.flow.acknowledged(binary.BigEndian.Uint16(plain)); err != nil {
		return nil, c.fail(err)
	}
	m, err := c.allowed(plain[2:])
	switch t := Type(plain[2]); {
	case t == TypeError && err != nil, t == TypeAck && err == nil:
		return nil, nil
	case err != nil:
		return nil, c.complain(t, err)
	}
	return []Message{m}, nil
}

// allowed decodes what this end may be told, and nothing else.
func (c *Channel) allowed(b []byte) (Message, error) {
	t := Type(b[0])
	ours := t == TypeError || t.toLock() == (c.side != nil)
	if c.pairing {
		ours = t == TypeError || t == TypeAck && c.side != nil || t == TypeHello && c.side == nil
	}
	if c.visit && c.side == nil {
		ours = t == TypeError || t == TypeOutcome
	}
	if !ours {
		return nil, errUnknownType
	}
	return decode(b)
}

func (c *Channel) complain(of Type, err error) error {
	code := ErrorMalformed
	if errors.Is(err, errUnknownType) {
		code = ErrorUnsupported
	}
	if err := c.Send(Error{Code: code, Of: of}); err != nil {
		return c.fail(fmt.Errorf("%w: nothing that it sends can be taken", ErrBroken))
	}
	return nil
}
