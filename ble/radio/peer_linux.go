package radio

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

// goPeer is one link under go-ble. While a request is unanswered, its own way of disconnecting
// waits too, so the way out is the connection beneath it.
type goPeer struct {
	hci    *hci.HCI
	room   *room
	client goble.Client
	conn   goble.Conn
	gone   <-chan struct{}
	mtu    int
	chars  []*goble.Characteristic
	over   atomic.Bool // nobody wants it any more
}

// newPeer fetches Disconnected at once: later it may block.
func newPeer(c goble.Client, h *hci.HCI, r *room) *goPeer {
	return &goPeer{hci: h, room: r, client: c, conn: c.Conn(), gone: c.Conn().Disconnected()}
}

func (p *goPeer) Gone() <-chan struct{} { return p.gone }

// HangUp returns at once; the controller may take its time, and strays see to it that it does it.
func (p *goPeer) HangUp() {
	if !p.over.Swap(true) {
		go p.conn.Close()
	}
}

func isOver(gone <-chan struct{}) bool {
	select {
	case <-gone:
		return true
	default:
		return false
	}
}

func (p *goPeer) Prepare(ctx context.Context, g ble.GATT, known []handle, heard func(ble.Note)) (hs []handle, mtu int, err error) {
	err = p.run(ctx, leastMTU, func() error {
		if err := p.exchangeMTU(); err != nil {
			return err
		}
		if len(known) == len(g.Chars) {
			p.chars = charsAt(g, known)
			if err := p.subscribe(g, heard); err == nil || !isATT(err) {
				return err
			}
			p.unsubscribe(g)
		}
		if err := p.discover(g); err != nil {
			return err
		}
		return p.subscribe(g, heard)
	})
	if err != nil {
		return nil, 0, err
	}
	for _, c := range p.chars {
		h := handle{Value: c.ValueHandle}
		if c.CCCD != nil {
			h.CCCD = c.CCCD.Handle
		}
		hs = append(hs, h)
	}
	return hs, p.mtu, nil
}

// exchangeMTU refuses an MTU below ATT's least: go-ble would size its buffers by it and panic.
func (p *goPeer) exchangeMTU() error {
	ours := p.room.mtu(ownMTU)
	theirs, err := p.client.ExchangeMTU(ours)
	if err != nil {
		return fmt.Errorf("radio: exchange MTU: %w", err)
	}
	if theirs < goble.DefaultMTU {
		return fmt.Errorf("radio: the peer offers an MTU of %d", theirs)
	}
	p.mtu = min(theirs, ours)
	return nil
}

func charsAt(g ble.GATT, known []handle) (cs []*goble.Characteristic) {
	for i, h := range known {
		c := &goble.Characteristic{UUID: uuid(g.Chars[i]), ValueHandle: h.Value}
		if h.CCCD != 0 {
			c.CCCD = &goble.Descriptor{Handle: h.CCCD}
		}
		cs = append(cs, c)
	}
	return cs
}

// discover looks for one service only, and for descriptors only where we subscribe.
func (p *goPeer) discover(g ble.GATT) error {
	ss, err := p.client.DiscoverServices([]goble.UUID{uuid(g.Service)})
	if err != nil {
		return fmt.Errorf("radio: discover: %w", err)
	}
	if len(ss) == 0 {
		return ble.ErrNotFound
	}
	cs, err := p.client.DiscoverCharacteristics(nil, ss[0])
	if err != nil {
		return fmt.Errorf("radio: discover: %w", err)
	}
	p.chars = nil
	for _, u := range g.Chars {
		c := find(cs, uuid(u))
		if c == nil {
			return fmt.Errorf("%w: characteristic %s", ble.ErrNotFound, u)
		}
		p.chars = append(p.chars, c)
	}
	for n := range told(g) {
		if int(n) >= len(p.chars) {
			return fmt.Errorf("radio: notification %d of %d characteristics", n, len(p.chars))
		}
		if _, err := p.client.DiscoverDescriptors(nil, p.chars[n]); err != nil {
			return fmt.Errorf("radio: discover: %w", err)
		}
	}
	return nil
}

func find(cs []*goble.Characteristic, u goble.UUID) *goble.Characteristic {
	for _, c := range cs {
		if c.UUID.Equal(u) {
			return c
		}
	}
	return nil
}

func (p *goPeer) subscribe(g ble.GATT, heard func(ble.Note)) error {
	for n, indicated := range told(g) {
		if int(n) >= len(p.chars) || p.chars[n].CCCD == nil {
			return fmt.Errorf("%w: characteristic %d cannot notify", ble.ErrNotFound, n)
		}
		hear := func(b []byte) { heard(ble.Note{Char: n, Data: b}) }
		if err := p.client.Subscribe(p.chars[n], indicated, hear); err != nil {
			return fmt.Errorf("radio: subscribe: %w", err)
		}
	}
	return nil
}

// unsubscribe makes go-ble forget what it could not subscribe to; otherwise it takes a second
// subscription to the same handle for done.
func (p *goPeer) unsubscribe(g ble.GATT) {
	for n, indicated := range told(g) {
		p.client.Unsubscribe(p.chars[n], indicated)
	}
}

// told are the characteristics that tell, and whether they want to be confirmed.
func told(g ble.GATT) iter.Seq2[ble.Char, bool] {
	return func(yield func(ble.Char, bool) bool) {
		for _, n := range g.Notify {
			if !yield(n, false) {
				return
			}
		}
		for _, n := range g.Indicate {
			if !yield(n, true) {
				return
			}
		}
	}
}

func (p *goPeer) Write(ctx context.Context, c ble.Char, b []byte) error {
	if int(c) >= len(p.chars) || len(b) > p.mtu-3 {
		return fmt.Errorf("radio: write %d bytes to characteristic %d: MTU %d, %d characteristics", len(b), c, p.mtu, len(p.chars))
	}
	err := p.run(ctx, len(b)+3, func() error { return p.client.WriteCharacteristic(p.chars[c], b, false) })
	if isATT(err) {
		p.HangUp() // the handles were wrong, or it is no such lock: begin anew
	}
	return err
}

// run does one thing with the stack, whose largest packet is n bytes. When the peer has not
// answered, be it that ctx ended, the link goes: a late answer would be taken for the next one's.
func (p *goPeer) run(ctx context.Context, n int, f func() error) error {
	give, err := p.room.take(ctx, n)
	if err != nil {
		return err // nothing was sent, and the link stays
	}
	err = within(ctx, func() error {
		err := f()
		if err != nil && isOver(p.gone) {
			return fmt.Errorf("%w (%v)", ble.ErrLinkLost, err)
		}
		return err
	})
	if err == nil || isATT(err) {
		give()
		return err
	}
	p.HangUp()
	go p.settle(give)
	return err
}

// settle waits until the stack has the peer's buffers back. It says that the peer is gone before
// it takes them, and whoever asked for one in between would stop it for good; an answer to a
// command comes after both.
func (p *goPeer) settle(give func()) {
	<-p.gone
	for i := 0; p.hci != nil && i < tries && isStale(p.hci.Send(&cmd.ReadBDADDR{}, nil)); i++ {
		time.Sleep(tryWait)
	}
	give()
}

// isATT is true for the peer's own refusal.
func isATT(err error) bool {
	_, ok := errors.AsType[goble.ATTError](err)
	return ok
}

// uuid is go-ble's form, which is the air's.
func uuid(u ble.UUID) goble.UUID { return u.LittleEndian() }
