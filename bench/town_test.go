package bench

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"time"

	"localiq/core"
)

// town is one and the same site in words that anybody can read: both sides are made of it. One group for
// fifty people, as an office has teams; each reaches a quarter of sixteen doors within its hours, and
// everybody is in two.
type town struct {
	people int
	zone   *time.Location
	groups []team
	member [][2]int // groups of each person
}

type team struct {
	doors []int
	hours span
}

// span is a weekly window, [From, To) in minutes of the local day.
type span struct {
	Days     [7]bool
	From, To int
}

const doors = 16

func townOf(people int) town {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // the zone data is in the binary
	}
	t := town{people: people, zone: zone}
	for g := range max(2, people/50) {
		h := span{Days: [7]bool{1: true, 2: true, 3: true, 4: true, 5: true}, From: (6 + g%4) * 60, To: (15 + g%7) * 60}
		if g%10 == 9 {
			h = span{Days: [7]bool{true, true, true, true, true, true, true}, From: 0, To: 24 * 60}
		}
		one := team{hours: h}
		for d := g % 4; d < doors; d += 4 {
			one.doors = append(one.doors, d)
		}
		t.groups = append(t.groups, one)
	}
	for p := range people {
		n := len(t.groups)
		first := p % n
		t.member = append(t.member, [2]int{first, (first + 1 + p/n%(n-1)) % n})
	}
	return t
}

// question is who comes to which door when.
type question struct {
	person, door int
	at           int64 // ns UTC
}

// questions are the same in every run: most come when people come, to doors that are theirs or not.
func (t town) questions(n int) (qs []question) {
	r := rand.New(rand.NewPCG(7, 7))
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, t.zone)
	for range n {
		at := monday.Add(time.Duration(r.IntN(7*24*60)) * time.Minute)
		if r.IntN(3) > 0 {
			at = monday.Add(time.Duration(r.IntN(5)*24*60+7*60+r.IntN(11*60)) * time.Minute)
		}
		qs = append(qs, question{r.IntN(t.people), r.IntN(doors), at.UnixNano()})
	}
	return qs
}

// site is the town as Local IQ keeps it.
func (t town) site() (*core.Site, error) {
	edits := []core.Edit{core.Put(core.Settings{Name: "town", Zone: t.zone.String()})}
	for d := range doors {
		l := core.LockID(fmt.Sprintf("lock%02d", d))
		edits = append(edits, core.Put(core.Lock{ID: l, Family: "localiq"}), core.Put(core.Door{ID: doorID(d), Name: "door", Lock: l}))
	}
	for g, one := range t.groups {
		id := fmt.Sprintf("g%03d", g)
		var days core.Days
		for d, on := range one.hours.Days {
			if on {
				days |= 1 << d
			}
		}
		group := core.Group{ID: core.GroupID(id), Name: id, Schedule: core.ScheduleID(id)}
		for _, d := range one.doors {
			group.Doors = append(group.Doors, doorID(d))
		}
		edits = append(edits, core.Put(core.Schedule{ID: core.ScheduleID(id), Name: id,
			Windows: []core.Window{{Days: days, Start: core.Minute(one.hours.From), End: core.Minute(one.hours.To)}}}), core.Put(group))
	}
	for p, in := range t.member {
		a, b := min(in[0], in[1]), max(in[0], in[1])
		id := core.PersonID(fmt.Sprintf("p%05d", p))
		edits = append(edits, core.Put(core.Person{ID: id, Groups: []core.GroupID{core.GroupID(fmt.Sprintf("g%03d", a)), core.GroupID(fmt.Sprintf("g%03d", b))}}),
			core.Put(core.Key{ID: core.KeyID(id), Person: id, Kind: core.KeyTag, State: core.KeyActive, Digest: tagOf(p)}))
	}
	c, err := core.NewConfig().With(1, edits, t.zone)
	if err != nil {
		return nil, err
	}
	return core.NewSite(core.HubState{ID: "bench000", Epoch: 7}).Apply(1, core.Instant{}, []core.Change{core.ConfigBecame{Next: c}}), nil
}

func doorID(d int) core.DoorID { return core.DoorID(fmt.Sprintf("door%02d", d)) }

func tagOf(p int) core.Digest { return sha256.Sum256(fmt.Append(nil, p)) }
