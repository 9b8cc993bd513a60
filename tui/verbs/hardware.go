package verbs

import (
	"context"
	"fmt"
	"strings"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// LockList writes every lock with its door and what is known of it.
func (v Verbs) LockList(ctx context.Context) error {
	s, err := v.newest(ctx)
	if err != nil {
		return err
	}
	cards := fitted(s)
	if v.JSON {
		return v.json(cards)
	}
	if len(cards) == 0 {
		return v.lines("No locks yet. Hold a lock's button until it blinks (a Nuki's for 5 s), then: localiq lock add --door NAME")
	}
	for _, c := range cards {
		if err := v.lines(fmt.Sprintf("%-16s  %-14s  %s, serial %s  bolt %s, door %s, battery %s, %s, %s, %s", c.Lock.ID, c.Door.Name, plain.Model(*c.Lock),
			c.Lock.Serial, said(c.State), c.State.Reported.Contact, percent(c.State.Reported.Battery), heard(c, s.Now), tableWords(c.State.Sync), todayWords(c))); err != nil {
			return err
		}
	}
	return nil
}

// fitted are the doors with a lock; never nil, for a list in JSON.
func fitted(s *core.Snapshot) []core.DoorCard {
	cards := make([]core.DoorCard, 0, len(s.Doors))
	for _, c := range s.Doors {
		if c.Lock != nil {
			cards = append(cards, c)
		}
	}
	return cards
}

// lockAt finds a lock as people name it: by its id, its serial number, or its door. A name that two
// doors share names neither: what is done to a lock is not done to the wrong one.
func (v Verbs) lockAt(ctx context.Context, text string) (core.DoorCard, *core.Snapshot, error) {
	s, err := v.newest(ctx)
	if err != nil {
		return core.DoorCard{}, nil, err
	}
	var named []core.DoorCard
	var ids []string
	for _, c := range fitted(s) {
		switch {
		case string(c.Lock.ID) == text || strings.EqualFold(c.Lock.Serial, text) || string(c.Door.ID) == text:
			return c, s, nil
		case strings.EqualFold(c.Door.Name, text):
			named, ids = append(named, c), append(ids, string(c.Lock.ID))
		}
	}
	switch len(named) {
	case 0:
		return core.DoorCard{}, s, core.Errorf(core.CodeNotFound, "there is no lock %q", text).Advise("see: localiq lock list")
	case 1:
		return named[0], s, nil
	}
	return core.DoorCard{}, s, core.Errorf(core.CodeInvalid, "%d doors with a lock are called %q", len(named), text).Advise("use the lock's id: " + strings.Join(ids, " or "))
}

// LockForget takes a lock off its door.
func (v Verbs) LockForget(ctx context.Context, lock core.Lock) error {
	t, err := v.ask(ctx, core.ForgetLock{Lock: lock.ID})
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	if len(t.Report) > 0 {
		return v.lines(append([]string{"Forgotten here, and only here:"}, t.Report...)...)
	}
	if lock.Lacks.Has(core.LackRequests) {
		return v.lines("Forgotten. This hub and its codes are out of the lock, and it can be paired again; what its own app has set stays.")
	}
	return v.lines("Forgotten. The lock is as new, and can be paired again.")
}

func said(s core.DoorState) string {
	if s.Reported.At.IsZero() {
		return "not reported"
	}
	return s.Reported.Bolt.String()
}

// todayWords counts the day's connections against what a battery is made for.
func todayWords(c core.DoorCard) string {
	return fmt.Sprintf("%d/%d connections today", c.Signal.Today, core.LinkBudget)
}

func percent(b uint8) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%d %%", b)
}

// heard says how old all the rest is: without a hub that runs, nobody hears the lock.
func heard(c core.DoorCard, now core.Instant) string {
	switch l := c.State.Link; {
	case !l.Heard:
		return "not heard" + plain.Plus(" for ", plain.Age(now, l.Since))
	case c.Signal.Heard.IsZero():
		return "heard" + toldWords(c.State.Reported.At, now)
	}
	return fmt.Sprintf("heard at %d dBm", c.Signal.RSSI) + plain.Plus(" by ", c.Signal.Via)
}
