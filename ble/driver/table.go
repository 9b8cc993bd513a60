package driver

import (
	"context"
	"time"

	"localiq/core"
)

const (
	tableRest  = time.Minute    // after a table that could not be made, or was not taken; at most an hour
	tableEvery = 24 * time.Hour // between two comparisons, where one costs the lock something (TableIdle)
)

// tabling is what a keeper knows of its lock's table. The image is kept until there is a newer
// one; once the lock holds it, without its rows.
type tabling struct {
	owed    need // the lock is to hold another table: needTable or needRevoke; else needNone
	image   Image
	room    int // that it was made for
	year    int // that it was made in: the zone's offsets run out
	turn    int // of announcements: what was fetched before one is not the newest
	under   bool
	fetched chan fetched
	rests   time.Duration // until then no table is brought
	failed  int           // in a row
	said    core.TableReported

	compared time.Duration // Up, when the lock said last that it holds its table; 0: not since we look after it
}

// fetched is what became of a fetch; nil: it failed.
type fetched struct {
	image      Image
	room, year int
	turn       int
}

func newTabling() tabling { return tabling{fetched: make(chan fetched, 1)} }

// announced: the table is another one now.
func (t *tabling) announced(n need) {
	t.owed, t.image, t.rests, t.failed = max(t.owed, n), nil, 0, 0
	t.turn++
}

// tableNeed is what the lock's table is worth now.
func (k *keeper) tableNeed(now core.Instant) need {
	if k.session != nil && k.session.State().Table.Step == TableBusy {
		return max(k.table.owed, needTable)
	}
	if k.table.owed != needNone && now.Up < k.table.rests {
		k.by(k.table.rests)
		return needNone
	}
	return k.table.owed
}

// bring gives the session the table that it asks for. Making one is others' work: meanwhile the
// keeper serves the door.
func (k *keeper) bring(now core.Instant, fetch func(room, turn int)) {
	if k.d.c.Table == nil || !k.speaks() {
		return
	}
	t := &k.table
	switch st := k.session.State().Table; st.Step {
	case TableNone:
		t.owed = needNone
	case TableIdle:
		if k.by(t.rests); now.Up >= t.rests && (t.owed != needNone || t.compared == 0 || now.Up-t.compared >= tableEvery) {
			k.step(In{Command: &core.Command{Lock: k.lock.ID, Op: core.SyncTable{}}}, now)
			k.bring(now, fetch)
		}
	case TableHeld:
		t.owed, t.failed, t.rests, t.compared = needNone, 0, 0, now.Up
		if t.image != nil {
			t.image = t.image.Slim()
		}
	case TableFailed:
		k.tableAgain(st.Why, now, fetch)
	case TableWanted, TableWhole:
		if k.by(t.rests); now.Up < t.rests || t.under {
			return
		}
		if t.image != nil && (st.Step == TableWhole && !t.image.Whole() || t.room != st.Room || t.year != yearOf(now)) {
			t.image = nil
		}
		if t.image == nil {
			t.under = true
			fetch(st.Room, t.turn)
			return
		}
		k.step(In{Image: t.image}, now)
	}
}

// tableLeft: the session ends with the table as it is. What was not compared, or not brought, is
// owed.
func (k *keeper) tableLeft() {
	if k.d.c.Table == nil || k.session == nil {
		return
	}
	switch k.session.State().Table.Step {
	case TableWanted, TableWhole, TableBusy:
		k.table.owed = max(k.table.owed, needTable)
	}
}

// tableFailed lets the lock rest; the next session, or this one, tries again.
func (k *keeper) tableFailed(why string, now core.Instant) {
	t := &k.table
	t.failed++
	t.rests = now.Up + doubled(tableRest, t.failed, time.Hour)
	t.owed = max(t.owed, needTable)
	k.d.c.Log.Warn("a lock has not got its table", "lock", k.lock.ID, "why", why, "times", t.failed)
}

// tableAgain: a session may stand for hours, because the door does. It tries again when the lock has
// rested.
func (k *keeper) tableAgain(why string, now core.Instant, fetch func(room, turn int)) {
	if !k.tableFell {
		k.tableFell = true
		k.tableFailed(why, now)
	}
	k.due(now, k.table.rests, func() {
		k.tableFell = false
		k.step(In{Command: &core.Command{Lock: k.lock.ID, Op: core.SyncTable{}}}, now)
		k.bring(now, fetch)
	})
}

// fetch runs apart from the keeper.
func (k *keeper) fetch(ctx context.Context, l core.Lock, room, turn int) {
	f := fetched{room: room, year: yearOf(k.now()), turn: turn}
	t, err := k.d.c.Table(ctx, l.ID)
	if err != nil {
		k.d.c.Log.Warn("a lock's table could not be made", "lock", l.ID, "error", err)
	} else {
		f.image = k.family.Image(l, t, room)
		for _, id := range f.image.Skipped() {
			k.d.c.Log.Warn("a key is not in a lock's table: it has no credential, or that of another", "lock", l.ID, "key", id)
		}
	}
	k.table.fetched <- f
}

// fetchedTable takes what fetch made.
func (k *keeper) fetchedTable(f fetched, now core.Instant) {
	t := &k.table
	t.under = false
	switch {
	case f.turn != t.turn: // there is a newer one by now
	case f.image == nil:
		k.tableFailed("it could not be made", now)
	default:
		t.image, t.room, t.year = f.image, f.room, f.year
	}
}

func yearOf(at core.Instant) int { return time.Unix(0, at.Wall).UTC().Year() }
