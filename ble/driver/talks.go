package driver

import (
	"context"
	"time"

	"localiq/core"
)

const (
	tellTalksEvery = time.Hour              // so that counting costs the hub's disk nothing
	thrift         = time.Hour              // between two connections of a lock that has had its share of them
	lastWordsTime  = 100 * time.Millisecond // for a hub that still reads while the driver stops
)

// tally counts the connections to a lock on one local day: they are its battery. It survives a
// restart of the hub through core.LinksMade and core.Tend.
type tally struct {
	core.Talks
	unsaid int           // of those, what the hub has not been told
	said   time.Duration // Up, when it was told last
	last   time.Duration // Up of the last connection
}

// DayUTC is the day of an instant for a driver that was told of no other calendar.
func DayUTC(at core.Instant) string { return time.Unix(0, at.Wall).UTC().Format(time.DateOnly) }

// connected counts a connection that has come up, and tells of it where that is due at once: at
// the end of a day, and when the day's share is used up.
func (k *keeper) connected(now core.Instant) {
	if day := k.d.c.Day(now); day != k.tally.Day {
		k.tellTalks(now)
		k.tally.Talks = core.Talks{Day: day}
	}
	k.tally.Links++
	k.tally.unsaid++
	k.tally.last = now.Up
	k.ear.connected(k.tally.Talks)
	if k.tally.Links == core.LinkBudget {
		k.d.c.Log.Warn("a lock has had its connections for today; only what matters gets one", "lock", k.lock.ID, "links", k.tally.Links)
		k.tellTalks(now)
	}
}

// talksDue tells now and then.
func (k *keeper) talksDue(now core.Instant) {
	if k.tally.unsaid > 0 {
		k.due(now, k.tally.said+tellTalksEvery, func() { k.tellTalks(now) })
	}
}

func (k *keeper) tellTalks(now core.Instant) {
	if in, ok := k.unsaidTalks(); ok {
		k.told = append(k.told, in)
	}
	k.tally.unsaid, k.tally.said = 0, now.Up
}

func (k *keeper) unsaidTalks() (core.Input, bool) {
	return fromAir(k.lock.ID, core.LinksMade{Lock: k.lock.ID, Day: k.tally.Day, Links: k.tally.unsaid}), k.tally.unsaid > 0
}

// begun takes what the hub knows of today. A driver that knows better tells the difference.
func (t *tally) begun(known core.Talks, day string) {
	switch {
	case t.Day != day && known.Day == day:
		t.Talks, t.unsaid = known, 0
	case t.Day == day && known.Day == day:
		t.Links = max(t.Links, known.Links)
		t.unsaid = t.Links - known.Links
	case t.Day == day:
		t.unsaid = t.Links
	}
}

// spared is until when a lock that has had its share of connections today is left alone, as long
// as there is no great need; 0: it is not. What NOT CLOSED and the other alerts wait for is one, and
// so is the first word of a lock.
func (k *keeper) spared(n need, now core.Instant) time.Duration {
	hint, _ := k.ear.hinting()
	if turned := (hint.Mark^k.served)&hint.Alerts != 0; turned || k.tally.last == 0 || n >= needRevoke || k.tally.Links < core.LinkBudget || k.tally.Day != k.d.c.Day(now) {
		return 0
	}
	return k.tally.last + thrift
}

// lastWords tells what was counted to a hub that reads on for a moment.
func (k *keeper) lastWords(ctx context.Context, out chan<- core.Input) {
	in, ok := k.unsaidTalks()
	if !ok || ctx.Err() == nil {
		return
	}
	late, stop := k.d.c.Clock.After(lastWordsTime)
	defer stop()
	select {
	case out <- in:
	case <-late:
	}
}
