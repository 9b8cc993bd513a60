package rules

import (
	"cmp"
	"fmt"
	"time"

	"localiq/core"
)

// What is done with locks as things: found, freed, left alone, counted.

const (
	identifyFor = 10 * time.Second // when nobody says
	identifyMax = time.Minute      // a lock that blinks for longer wears its battery
	releaseGood = 10 * time.Second
)

func (d *draft) identifyAsked(e core.IdentifyAsked) {
	long := cmp.Or(e.For, identifyFor)
	if long < time.Second || long > identifyMax {
		d.refuse(core.Errorf(core.CodeInvalid, "a lock shows itself for 1 to %d seconds", identifyMax/time.Second))
		return
	}
	w := d.reachable(e.Lock)
	if w == nil {
		return
	}
	d.out.Answer.Command = d.send(e.Lock, core.Identify{For: long}, askGood)
	w.tell(core.Notice{What: core.Identified})
}

// reachable is the doorway of a lock that can be asked something now; else it refuses.
func (d *draft) reachable(l core.LockID) *doorway {
	w := d.of(l)
	switch {
	case d.cfg.Lock(l) == nil:
		d.refuse(core.Errorf(core.CodeNotFound, "there is no lock %q", string(l)).Advise("see: localiq lock list"))
	case w == nil:
		d.refuse(core.Errorf(core.CodeRefused, "the lock is fitted to no door").Advise("fit it to a door first"))
	case !w.Link.Heard:
		d.refuse(w.offline())
	default:
		return w
	}
	return nil
}

// releaseAsked has a lock forget us, before the site forgets the lock.
func (d *draft) releaseAsked(e core.ReleaseAsked) {
	w := d.reachable(e.Lock)
	if w == nil {
		return
	}
	if err := standsOpen(w.set, &w.DoorState); err != nil {
		d.refuse(err)
		return
	}
	w.Sync.Freeing = d.send(e.Lock, core.Release{}, releaseGood)
	d.out.Answer.Command = w.Sync.Freeing
}

// freed is what came of it. A lock that is as new holds nothing of ours.
func (w *doorway) freed(r core.Result) {
	w.Sync.Freeing = core.CommandID{}
	if r == core.ResultDone {
		w.Sync = core.Sync{}
		w.tell(core.Notice{What: core.LockReleased})
	}
}

// keysRemain tells of what lives on in a lock that is taken off its door: it opens for the keys in
// its table until they end there.
func (d *draft) keysRemain(before *core.Config, set *core.Door) {
	st := d.s.Door(set.ID)
	if st == nil || st.Sync.Rows == 0 {
		return
	}
	var lives []int64
	for _, r := range Table(before, set.ID, st.Sync.Wanted, d.in.At).Rows {
		lives = append(lives, st.Outlives(core.Gone{Until: r.Until, Lease: r.Lease}, d.in.At))
	}
	for _, g := range st.Sync.Gone {
		lives = append(lives, st.Outlives(g, d.in.At))
	}
	d.tell(core.Notice{What: core.KeysRemain, Door: set.ID, Lock: set.Lock, Detail: counted(st.Sync.Rows), Until: longest(lives)})
}

// longest is 0 where one of them has no end, or none is known.
func longest(lives []int64) (until int64) {
	for _, l := range lives {
		if l == 0 {
			return 0
		}
		until = max(until, l)
	}
	return until
}

// refusedBy: nothing is known of a lock that turns us away, until it lets us in.
func (d *draft) refusedBy(e core.LockRefuses) {
	if w := d.of(e.Lock); w != nil {
		w.raise(core.AlertRefuses, d.in.At, core.Notice{Detail: e.Why})
	}
}

// fallsTold: twice is bad luck, where several locks were under way. From the third fall on it is
// said which lock it was.
const fallsTold = 3

// blamed: a radio fell over a device again and again, which is left alone for a while.
func (d *draft) blamed(e core.RadioBlamed) {
	if e.Falls < fallsTold {
		return
	}
	alone := fmt.Sprintf("alone for %s: it fell %d times", core.SayDuration(e.For), e.Falls)
	if w := d.of(e.Lock); w != nil {
		w.raise(core.AlertRadioFalls, d.in.At, core.Notice{Detail: e.Adapter + " leaves it " + alone})
		return
	}
	d.tell(core.Notice{What: core.RadioShuns, Detail: e.Adapter + " leaves " + e.Address + " " + alone})
}

// inSession: a lock that reports has let us in, and the radio stood.
func (w *doorway) inSession() {
	w.clear(core.AlertRadioFalls, core.Notice{})
	w.clear(core.AlertRefuses, core.Notice{})
}

// linksMade counts for the driver, which gets the count back when it starts.
func (d *draft) linksMade(e core.LinksMade) {
	w := d.of(e.Lock)
	switch {
	case w == nil || e.Day < w.Talks.Day:
	case e.Day == w.Talks.Day:
		w.Talks.Links += e.Links
	default:
		w.Talks = core.Talks{Day: e.Day, Links: e.Links}
	}
}
