package verbs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
	"localiq/tui/internal/texts"
)

// LockSync writes the proof of sync [lock.sync]: what each lock should hold in its table, what it
// said that it holds and when, and the keys that were taken away and may still open it.
func (v Verbs) LockSync(ctx context.Context, again bool) error {
	newest := v.newest
	if again {
		if _, err := v.ask(ctx, core.SyncTables{}); err != nil {
			return err
		}
		newest = v.compared
	}
	s, err := newest(ctx)
	if err != nil {
		return err
	}
	cards := fitted(s)
	if v.JSON {
		return v.json(cards)
	}
	if len(cards) == 0 {
		return v.lines("No locks yet. Hold a lock's button until it blinks, then: localiq lock add --door NAME")
	}
	for _, c := range cards {
		if err := v.lines(syncLines(c, s.Now, zone(s))...); err != nil {
			return err
		}
	}
	return nil
}

// comparedWithin is how long who asks for a comparison waits for it; sixteen locks need less.
const comparedWithin = 10 * time.Second

// compared is the first snapshot in which every lock that is heard has said what it holds, or the
// newest when some take too long.
func (v Verbs) compared(ctx context.Context) (s *core.Snapshot, err error) {
	ctx, cancel := context.WithTimeout(ctx, comparedWithin)
	defer cancel()
	shots, more := v.Hub.Watch(ctx), true
	for more && (s == nil || slices.ContainsFunc(s.Doors, compares)) {
		var next *core.Snapshot
		select {
		case next, more = <-shots:
			if more {
				s = next
			}
		case <-ctx.Done():
			more = false
		}
	}
	if s == nil {
		return nil, core.Errorf(core.CodeInternal, "the hub went away")
	}
	return s, nil
}

func compares(c core.DoorCard) bool {
	return c.Lock != nil && c.State.Link.Heard && !c.State.Sync.Done()
}

func syncLines(c core.DoorCard, now core.Instant, z *time.Location) []string {
	y := c.State.Sync
	out := []string{fmt.Sprintf("%-16s  %s%s", c.Door.Name, tableWords(y), toldWords(y.At, now))}
	for _, l := range leftWords(c) {
		out = append(out, "    "+l)
	}
	for i, g := range y.Gone {
		who := "somebody"
		if i < len(c.GoneWho) && c.GoneWho[i] != "" {
			who = c.GoneWho[i]
		}
		ends := "until the lock is reached"
		if !c.State.Admin.Refused.IsZero() {
			ends = "until the lock has a PIN that it takes: localiq lock pin " + plain.Quoted(c.Door.Name)
		}
		if e := c.State.Outlives(g, now); e != 0 {
			ends += ", at the latest " + time.Unix(0, e).In(z).Format("2 Jan 2006 15:04")
		}
		out = append(out, fmt.Sprintf("    %s with %s may still open it, taken away%s, %s", who, g.Kind.Word(), agoWords(g.At, now), ends))
	}
	if y.More > 0 {
		out = append(out, fmt.Sprintf("    and %d more", y.More))
	}
	return out
}

// tableWords is how a lock's table stands.
func tableWords(y core.Sync) string {
	words, _ := plain.Table(texts.English, y)
	if words == "" {
		return "no table"
	}
	return "table " + words
}

// toldWords is ", said 4 s ago", or nothing where nobody knows when.
func toldWords(at, now core.Instant) string {
	if age := plain.Age(now, at); age != "" {
		return ", said " + age + " ago"
	}
	return ""
}

// agoWords is " 4 s ago", or " once" where nobody knows when.
func agoWords(at, now core.Instant) string {
	if age := plain.Age(now, at); age != "" {
		return " " + age + " ago"
	}
	return " once"
}

// LockIdentify has a lock show itself.
func (v Verbs) LockIdentify(ctx context.Context, lock string, seconds int) error {
	c, _, err := v.lockAt(ctx, lock)
	if err != nil {
		return err
	}
	t, err := v.ask(ctx, core.IdentifyLock{Lock: c.Lock.ID, Seconds: seconds})
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines("It blinks and sounds.")
}
