package demo

import (
	"time"

	"localiq/core"
)

const (
	reach    = 1500 * time.Millisecond // from the tag to the hand on the door
	patience = 4500 * time.Millisecond // then they give up
	gone     = 8 * time.Second         // the door has locked itself again
)

// visit sends somebody to a door, and plans the next visit. All dice are thrown here, whatever
// comes of it, so that the day does not depend on how fast the hub is.
func (p *play) visit(at time.Duration) {
	d := p.doors[p.r.IntN(len(p.doors))]
	a := p.visitor(d, p.r.IntN(len(p.cast)))
	kind := p.r.IntN(100)
	stay := time.Duration(1500+p.r.IntN(5000)) * time.Millisecond
	next := at + time.Duration(1000+p.r.IntN(4000))*time.Millisecond
	stranger := tagNumber(p.r, 0x08)

	p.stage.Plan(next, func() { p.visit(next) })
	switch {
	case at < d.busy: // somebody is there
	case kind < 12:
		p.leave(at, d, stay)
	case kind < 22:
		p.enter(at, d, stranger, stay)
	case kind < 24 && at > leftClosed:
		p.enter(at, d, p.cast[0].tag, 45*time.Second) // and forgets to close
	default:
		p.enter(at, d, a.tag, stay)
	}
}

// visitor is the i-th of the cast, or the next who does not end office mode by coming in.
func (p *play) visitor(d *door, i int) actor {
	for n := range p.cast {
		a := p.cast[(i+n)%len(p.cast)]
		if d.Office != core.OfficeEasy || !a.eom {
			return a
		}
	}
	return p.cast[i]
}

// leave goes out from inside: the handle, then the door.
func (p *play) leave(at time.Duration, d *door, stay time.Duration) {
	p.do(at, d, "handle")
	p.do(at+500*time.Millisecond, d, "open")
	p.do(at+500*time.Millisecond+stay, d, "close")
}

// enter presents a tag, and goes in if the bolt lets go.
func (p *play) enter(at time.Duration, d *door, tag string, stay time.Duration) {
	p.do(at, d, "tag "+tag)
	d.busy = at + max(gone, patience+stay+time.Second)
	p.try(at+reach, at+patience, d, stay)
}

func (p *play) try(at, last time.Duration, d *door, stay time.Duration) {
	p.stage.Plan(at, func() {
		switch {
		case d.Opens():
			d.Do("open")
			p.stage.Plan(at+stay, func() { d.Do("close") })
		case at < last:
			p.try(at+500*time.Millisecond, last, d, stay)
		}
	})
}
