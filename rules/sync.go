package rules

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// The table in a lock and its proof [lock.sync]. Wanted moves when the configuration makes
// another table (retable.go), Reported on the lock's own word alone. A key that was taken away is
// gone when no lock's Sync names it any more.

// wantTable has the driver bring the door's table to its lock. It goes out once the site that it
// is made of is on the disk.
func (w *doorway) wantTable() {
	w.Sync.Wanted, w.Sync.Since = w.in.ID, w.in.At
	w.Sync.Over = tableTurns(w.cfg, w.set, w.in.At.Wall)
	w.send(w.set.Lock, core.SyncTable{Version: w.in.ID, Revokes: len(w.Sync.Gone)+w.Sync.More > 0}, 0)
}

// tablesDue has every lock compare anew: Reported catches up with Wanted as each one has.
func (d *draft) tablesDue() {
	for i := range d.cfg.Doors {
		if set := &d.cfg.Doors[i]; set.Lock != "" {
			d.door(set.ID).wantTable()
		}
	}
}

// newWeek: a table is made anew when another week holds for one of its schedules, or when the
// calendar year in which it was made is over.
func (w *doorway) newWeek() {
	if turned(tableOver(w.cfg, &w.DoorState), w.in.At.Wall) {
		w.Sync.Unfit = unfitAt(w.cfg, w.set, w.in.At.Wall)
		w.wantTable()
	}
}

// tableOver is when the table in a lock is to be made anew, ns UTC; 0: never. One that a lock holds
// carries the zone for three calendar years; one that nobody holds is made anew when it is fetched.
func tableOver(cfg *core.Config, st *core.DoorState) int64 {
	if st.Sync.Rows == 0 {
		return st.Sync.Over
	}
	return earlier(st.Sync.Over, yearBegins(cfg.Zone, st.Sync.Since.Wall, 1))
}

// weeksAgain: after a step back over a day on which a table turned, a lock has the week of a day that
// is still to come, which may be wider than today's.
func (d *draft) weeksAgain(e core.ClockStepped) {
	for i := range d.cfg.Doors {
		if set := &d.cfg.Doors[i]; e.To < e.From && turned(tableTurns(d.cfg, set, e.To), e.From) {
			d.door(set.ID).wantTable()
		}
	}
}

func turned(over, wall int64) bool { return over != 0 && over <= wall }

// tableReported is a lock's word on its table. What was taken away before the version that it has
// is in it no more.
func (d *draft) tableReported(e core.TableReported) {
	w := d.of(e.Lock)
	if w == nil {
		return
	}
	w.hears()
	held, left, why := w.Sync.Done(), w.Sync.Left, w.Sync.LeftFor
	y := &w.Sync
	y.Reported, y.At, y.Rows, y.Left, y.LeftFor = e.Version, d.in.At, e.Rows, e.Left, e.LeftFor
	if e.Version > y.Wanted {
		return // none that we know of: it may be any
	}
	gone, more := w.letGo(e.Version)
	if told := w.revoked(gone, more); !told && y.Done() && (!held || left != y.Left || why != y.LeftFor) {
		w.tell(core.Notice{What: core.TableHeld, Detail: rowsWord(y)})
	}
}

func rowsWord(y *core.Sync) string {
	said := counted(y.Rows)
	if y.Left > 0 {
		said += fmt.Sprintf(", %d left out", y.Left)
		if why := y.LeftFor.Say(); why != "" {
			said += " (" + why + ")"
		}
	}
	if y.Unfit > 0 {
		said += fmt.Sprintf(", %d that it cannot hold", y.Unfit)
	}
	return said
}

func counted(keys int) string {
	if keys == 1 {
		return "1 key"
	}
	return fmt.Sprintf("%d keys", keys)
}

// letGo takes from Gone what is not in the table of that version, and remembers it a while.
func (w *doorway) letGo(version core.Seq) (gone []core.Gone, more int) {
	y := &w.Sync
	var stay []core.Gone
	for _, g := range y.Gone {
		if g.Since <= version {
			gone = append(gone, g)
		} else {
			stay = append(stay, g)
		}
	}
	if y.Gone = stay; y.Done() {
		more, y.More = y.More, 0
	}
	past := slices.Concat(y.Past, gone)
	y.Past = slices.Clone(past[max(0, len(past)-core.MaxPast):])
	return gone, more
}

const namedKeys = 8 // that one lock's word revokes; the rest are counted

// revoked tells of the keys that no lock opens for any more; false when there is none.
func (w *doorway) revoked(gone []core.Gone, more int) bool {
	named, rest := 0, 0
	for _, g := range gone {
		switch {
		case w.livesElsewhere(g.Key):
		case named == namedKeys:
			rest++
		default:
			named++
			w.tell(core.Notice{What: core.KeysRevoked, Person: g.Person, Key: g.Key, KeyKind: g.Kind, For: w.since(g.At), Detail: w.stillOpens(g.Key)})
		}
	}
	if !w.moreElsewhere() {
		rest += more
	}
	if rest > 0 {
		said := counted(rest)
		if named > 0 {
			said = strings.ReplaceAll(said, " ", " other ")
		}
		w.tell(core.Notice{What: core.KeysRevoked, Detail: said})
	}
	return named+rest > 0
}

// stillOpens says what a key that lost something does not open any more: "" for anything at all.
func (w *doorway) stillOpens(id core.KeyID) string {
	r, said := right{wall: w.in.At.Wall}, ""
	for i := range w.cfg.Doors {
		switch r.read(w.cfg, &w.cfg.Doors[i], w.cfg.Key(id)); {
		case r.opens:
			return "what was taken from it"
		case r.hub:
			said = "anything without the hub"
		}
	}
	return said
}

// livesElsewhere is true while another lock may open for the key as it was.
func (w *doorway) livesElsewhere(key core.KeyID) bool {
	for i := range w.cfg.Doors {
		st := w.state(w.cfg.Doors[i].ID) // our own lock has let go of it already
		if at, has := slices.BinarySearchFunc(st.Sync.Gone, key, byGoneKey); has {
			if end := st.Outlives(st.Sync.Gone[at], w.in.At); end == 0 || end > w.in.At.Wall {
				return true
			}
		}
	}
	return false
}

func (w *doorway) moreElsewhere() bool {
	for i := range w.cfg.Doors {
		if w.state(w.cfg.Doors[i].ID).Sync.More > 0 {
			return true
		}
	}
	return false
}

// state is a door's, as far as this decision has come.
func (d *draft) state(id core.DoorID) *core.DoorState {
	if w := d.looked(id); w != nil {
		return &w.DoorState
	}
	return d.s.Door(id)
}

func byGoneKey(g core.Gone, id core.KeyID) int { return strings.Compare(string(g.Key), string(id)) }

// since is how long ago, by the clock that cannot be set where that is known.
func (w *doorway) since(i core.Instant) int64 {
	if d, ok := w.in.At.Sub(i); ok {
		return int64(d)
	}
	return max(0, w.in.At.Wall-i.Wall)
}

// met: the leases in a lock count from its last meeting with us, which may be later than what it
// said of its table last, and was not after at.
func (w *doorway) met(at core.Instant) {
	if y := &w.Sync; !y.At.IsZero() && y.At.Wall < at.Wall {
		y.At = at
	}
}
