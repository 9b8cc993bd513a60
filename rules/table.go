package rules

import (
	"slices"
	"time"

	"localiq/core"
)

// Table is what a door's lock is to know by itself: one row for each key that the configuration
// lets open the door at any time, as far as the lock can hold it (lacks.go, week.go). wanted becomes
// its Version. Of at the day counts, the year (the zone's offsets are for three calendar years from
// it on), and which keys have ended already: they come last. A door that is not there, or shall have no table, has one without rows.
//
// Credentials are left empty: whoever may open the store fills them in.
func Table(cfg *core.Config, door core.DoorID, wanted core.Seq, at core.Instant) core.Table {
	t := core.Table{Version: wanted, Zone: zoneOffsets(cfg.Zone, at.Wall)}
	set := cfg.Door(door)
	if set == nil {
		return t
	}
	t.OpenFor = openFor(set)
	places := placesOf(cfg, set, at.Wall)
	for _, s := range places {
		t.Schedules = append(t.Schedules, *s)
	}
	if set.Table != core.TableNone {
		t.Rows = rows(cfg, set, places, at.Wall)
	}
	return t
}

// rank orders rows: a lock with less room drops from the end.
type rank uint8

const (
	rankMaster rank = iota
	rankAdmin
	rankStaff
	rankGuest
	rankEnded
)

func rankOf(r *right, wall int64) rank {
	switch p := r.person; {
	case r.end() != 0 && r.end() <= wall:
		return rankEnded
	case p.Master:
		return rankMaster
	case p.Role == core.RoleOwner || p.Role == core.RoleAdmin:
		return rankAdmin
	case p.Until == 0:
		return rankStaff
	}
	return rankGuest
}

func rows(cfg *core.Config, set *core.Door, places []*core.Schedule, wall int64) []core.Row {
	r := right{wall: wall}
	var ranked [rankEnded + 1][]core.Row // each in the order of the keys' ids
	for i := range cfg.Keys {
		k := &cfg.Keys[i]
		if r.read(cfg, set, k); !r.opens {
			continue
		}
		row := core.Row{Key: k.ID, Person: k.Person, Kind: k.Kind, From: r.begin(), Until: earlier(r.end(), r.cut), Lease: r.lease,
			Schedules: placed(places, r.schedules), Ask: r.ask}
		if !r.always && len(row.Schedules) == 0 {
			continue // no schedule that the table has room for; the hub knows
		}
		at := rankOf(&r, wall)
		ranked[at] = append(ranked[at], row)
	}
	return slices.Concat(ranked[:]...)
}

// maxPlaces is how many schedules a table can have: rows name them by one byte.
const maxPlaces = 255

// placesOf are the schedules of a door's groups, by id: they depend on no person, so that a new
// key moves no other row. Where a lock holds only one window for each key they are those windows.
func placesOf(cfg *core.Config, set *core.Door, wall int64) (out []*core.Schedule) {
	if set.Table == core.TableNone {
		return nil
	}
	if lacksOf(cfg, set).Has(core.LackManySchedules) {
		out = windows(cfg, set, wall)
	} else {
		out = ofGroups(cfg, set, wall)
	}
	slices.SortFunc(out, func(a, b *core.Schedule) int { return byScheduleID(a, b.ID) })
	out = slices.CompactFunc(out, func(a, b *core.Schedule) bool { return a.ID == b.ID })
	return out[:min(len(out), maxPlaces)]
}

func ofGroups(cfg *core.Config, set *core.Door, wall int64) (out []*core.Schedule) {
	r := right{wall: wall}
	ways := cfg.Ways(set.ID)
	for i := range ways {
		if ways[i].Schedule != nil {
			out = append(out, r.week(cfg, &ways[i]).is)
		}
	}
	return append(out, r.ofBookings(cfg, set)...)
}

func placed(places, schedules []*core.Schedule) (out []uint8) {
	for _, s := range schedules {
		if i, ok := slices.BinarySearchFunc(places, s.ID, byScheduleID); ok {
			out = append(out, uint8(i))
		}
	}
	return out
}

const zoneYears = 3

// zoneOffsets are the zone's for three calendar years from that of wall on. What came before is
// read as their first.
func zoneOffsets(z *time.Location, wall int64) (out []core.ZoneOffset) {
	from := yearBegins(z, wall, 0)
	end := yearBegins(z, wall, zoneYears)
	for t, last := from, false; t < end && !last; {
		off := offsetAt(z, t)
		if n := len(out); n == 0 {
			out = append(out, core.ZoneOffset{East: int32(off)})
		} else if out[n-1].East != int32(off) {
			out = append(out, core.ZoneOffset{From: t, East: int32(off)})
		}
		t, last = steadyUntil(z, t)
	}
	return out
}

// yearBegins is the first instant of the calendar year of wall, or of one that comes after it.
func yearBegins(z *time.Location, wall int64, after int) int64 {
	return boundary(z, reading(newYear(clockOf(z, wall).Year()+after)))
}
