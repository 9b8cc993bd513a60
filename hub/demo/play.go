package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// Hands are what people have at a door.
type Hands struct {
	// Do is a line of the virtual lock's protocol: "tag 04A1…", "open", "close", "handle". An
	// error is somebody's bad luck (another key waits, the battery is out): they go away.
	Do func(line string) error
	// Opens is true while the bolt lets the door open.
	Opens func() bool
}

// The fixed part of the day. The left door is NOT CLOSED from 41 s on, 38 s after leftOpen.
const (
	firstVisit = 1 * time.Second
	leftOpen   = 3 * time.Second
	firstEOM   = 8 * time.Second
	lowBattery = 15 * time.Second
	leftClosed = 55 * time.Second
)

// Play lets people come and go until ctx ends: tags that are known, unknown, lost or at the
// wrong hour, doors that open and close, one that is left open past its 38 s, office mode
// switched on and off. Who comes when, and where, depends on the seed alone; whether they get
// in is the hub's business. Doors that hands has no entry for are left alone; with none at all
// there is no play, which is an error.
func (t Town) Play(ctx context.Context, clk core.Clock, hands map[core.DoorID]Hands) error {
	p := &play{cast: t.cast, r: rand.New(rand.NewPCG(t.seed, 2))}
	for _, d := range t.Doors {
		if h, ok := hands[d.ID]; ok {
			p.doors = append(p.doors, &door{Door: d, Hands: h})
		}
	}
	if len(p.doors) == 0 {
		return fmt.Errorf("demo: no door has hands")
	}
	p.forget()
	p.officeMode()
	p.stage.Plan(firstVisit, func() { p.visit(firstVisit) })
	p.stage.Run(ctx, clk)
	return nil
}

type play struct {
	stage clock.Stage
	cast  []actor
	doors []*door
	r     *rand.Rand
}

// door is busy until the last one who was there has gone: no two people at one door.
type door struct {
	core.Door
	Hands
	busy time.Duration
}

// do plans one line at a door.
func (p *play) do(at time.Duration, d *door, line string) {
	d.busy = max(d.busy, at+time.Second)
	p.stage.Plan(at, func() { d.Do(line) })
}

// forget leaves a door open, on the way out; not one in office mode, where nobody minds. Then
// a battery runs low.
func (p *play) forget() {
	left := p.doors[len(p.doors)-1]
	p.do(leftOpen, left, "handle")
	p.do(leftOpen, left, "open")
	p.do(leftClosed, left, "close")
	if len(p.doors) > 2 {
		p.stage.Plan(lowBattery, func() { p.doors[1].Do("battery 12") })
	}
}

// officeMode lets those who may switch the front door over, now and then.
func (p *play) officeMode() {
	if d := p.doors[0]; d.Office == core.OfficeEasy {
		at := max(firstEOM, d.busy)
		p.stage.Plan(at, func() { p.toggle(at, d) })
	}
}

func (p *play) toggle(at time.Duration, d *door) {
	next := at + 60*time.Second + time.Duration(p.r.IntN(60))*time.Second
	if at < d.busy {
		next = d.busy // waits for the one before
	} else {
		p.do(at, d, "tag "+p.holder())
		d.busy = at + gone
	}
	p.stage.Plan(next, func() { p.toggle(next, d) })
}

// holder is somebody with the right: the owner always has it.
func (p *play) holder() string {
	a := p.cast[p.r.IntN(len(p.cast))]
	if !a.eom {
		a = p.cast[0]
	}
	return a.tag
}
