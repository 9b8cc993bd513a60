package repeater

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"net"
	"slices"

	"localiq/core"
)

// row is the repeaters on the way to one, the nearest first, itself the last.
type row []core.Repeater

// rowTo is nil where there is no such repeater, or its row never ends.
func rowTo(id core.RepeaterID, all []core.Repeater) row {
	c := core.Config{Repeaters: all}
	if c.Layer(id) == 0 {
		return nil
	}
	var out row
	for r := c.Repeater(id); r != nil; r = c.Repeater(r.Via) {
		out = append(row{*r}, out...)
	}
	return out
}

// same: a new name is no reason to call anew.
func (r row) same(as row) bool {
	return slices.EqualFunc(r, as, func(a, b core.Repeater) bool {
		return a.ID == b.ID && a.Address == b.Address && bytes.Equal(a.PublicKey, b.PublicKey)
	})
}

// radio is a stream to the radio of the last in the row. Its errors are *core.Error.
func (r row) radio(ctx context.Context, own tls.Certificate) (*wire, error) {
	last := r[len(r)-1]
	under, err := r[:len(r)-1].to(ctx, own, last.Address)
	if err != nil {
		return nil, err
	}
	return open(ctx, own, last, forRadio, under, nil)
}

// to is a stream to an address, through all the repeaters of the row.
func (r row) to(ctx context.Context, own tls.Certificate, address string) (net.Conn, error) {
	if len(r) == 0 {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err != nil {
			return nil, silent(address, err)
		}
		slim(c)
		return c, nil
	}
	last := r[len(r)-1]
	under, err := r[:len(r)-1].to(ctx, own, last.Address)
	if err != nil {
		return nil, err
	}
	return open(ctx, own, last, forTunnel, under, func(w *wire) error { return writeAddress(w, address) })
}

// open begins one conversation with a repeater, over under, which it closes if that fails.
func open(ctx context.Context, own tls.Certificate, to core.Repeater, what string, under net.Conn, ask func(*wire) error) (*wire, error) {
	w := &wire{Conn: tls.Client(under, config(own, what, ed25519.PublicKey(to.PublicKey))), under: under}
	defer context.AfterFunc(ctx, func() { w.Close() })()
	err := w.HandshakeContext(ctx)
	if err == nil && ask != nil {
		err = ask(w)
	}
	var a answer
	if err == nil {
		a, err = readAnswer(w)
	}
	if err != nil || a != yes {
		w.Close()
		return nil, said(to.Name, to.Address, a, err)
	}
	return w, nil
}
