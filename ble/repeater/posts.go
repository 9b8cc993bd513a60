package repeater

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"io"
	"sync"
	"time"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/core"
)

// Air is what repeaters join and leave: ble.Several.
type Air interface {
	Add(name string, layer int, r ble.Radio)
	Remove(name string)
}

// Posts are the repeaters of a hub: a radio for each, which joins the air, under its RepeaterID.
type Posts struct {
	own    tls.Certificate
	air    Air
	report func(core.Event)

	wg     sync.WaitGroup
	mu     sync.Mutex
	ctx    context.Context // of Run; nil: it does not run yet, or no more
	all    []core.Repeater
	manned map[core.RepeaterID]post
}

// post is a repeater whose radio is kept.
type post struct {
	way  row
	stop context.CancelFunc
}

// NewPosts has none yet. key is the hub's own; report is told of core.RadioFell and
// core.RadioRose of each, from several goroutines.
func NewPosts(key ed25519.PrivateKey, air Air, report func(core.Event)) (*Posts, error) {
	own, err := clothe(key)
	if err != nil {
		return nil, err
	}
	return &Posts{own: own, air: air, report: report, manned: map[core.RepeaterID]post{}}, nil
}

// Run keeps the radios of the repeaters until ctx ends.
func (p *Posts) Run(ctx context.Context) error {
	p.mu.Lock()
	p.ctx = ctx
	p.settle()
	p.mu.Unlock()
	<-ctx.Done()
	p.mu.Lock()
	p.ctx, p.all = nil, nil
	p.settle()
	p.mu.Unlock()
	p.wg.Wait()
	return ctx.Err()
}

// Set says which repeaters there are, as the configuration has them. A radio whose repeater, or
// the way to it, is another one now is made anew; the others go on undisturbed. It returns at
// once.
func (p *Posts) Set(all []core.Repeater) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = all
	p.settle()
}

// settle makes what is manned what is wanted.
func (p *Posts) settle() {
	for id, x := range p.manned {
		if !rowTo(id, p.all).same(x.way) {
			x.stop()
			p.air.Remove(string(id))
			delete(p.manned, id)
		}
	}
	for _, r := range p.all {
		_, there := p.manned[r.ID]
		if way := rowTo(r.ID, p.all); p.ctx != nil && way != nil && !there {
			p.man(r.ID, way)
		}
	}
}

func (p *Posts) man(id core.RepeaterID, way row) {
	ctx, stop := context.WithCancel(p.ctx)
	p.manned[id] = post{way, stop}
	r := radio.NewSupervisor(string(id), p.patient(way), p.report)
	r.AnyBuild = true
	p.air.Add(string(id), len(way), r)
	p.wg.Go(func() { _ = r.Run(ctx) })
}

const (
	againAfter = 2 * time.Second // a repeater that does not answer is called again
	tellAfter  = 12 * time.Second
)

// patient reaches the radio at the end of a row. The first failure after a success is told at
// once. From then on it calls again by itself and tells of that seldom: a repeater that comes
// back after an hour is found within seconds, and costs one small packet until then.
func (p *Posts) patient(way row) radio.Start {
	once := radio.Over(func(ctx context.Context) (io.ReadWriteCloser, error) { return way.radio(ctx, p.own) })
	reached := true
	return func(ctx context.Context) (radio.Process, error) {
		for began := time.Now(); ; {
			proc, err := once(ctx)
			if err == nil || reached || time.Since(began) > tellAfter || !pause(ctx, againAfter) {
				reached = err == nil
				return proc, err
			}
		}
	}
}

// Pair adds the box that shows a code: it has kept us as its hub when this returns without an
// error, and is in no configuration yet. What is returned has an address and a key; the caller
// gives it the rest. w.Via is the id of a repeater that stands before it, or "". all are those that
// the configuration has now: Set may not have heard of the newest yet. The errors are *core.Error.
func (p *Posts) Pair(ctx context.Context, w core.AddRepeater, all []core.Repeater) (core.Repeater, error) {
	var way row
	if w.Via != "" {
		if way = rowTo(w.Via, all); way == nil {
			return core.Repeater{}, core.Errorf(core.CodeNotFound, "there is no repeater %s to go through", w.Via).Advise("see: localiq repeater list")
		}
	}
	code, err := parseCode(w.Code)
	if err != nil {
		return core.Repeater{}, err
	}
	for _, r := range all {
		if serial(r.PublicKey) == code.Serial {
			return core.Repeater{}, core.Errorf(core.CodeInvalid, "that box is the repeater %s already", r.Name).
				Advise("forget that one first: localiq repeater forget " + r.Name)
		}
	}
	return pair(ctx, p.own, w.Address, code, way)
}
