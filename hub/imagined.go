package hub

import (
	"slices"
	"time"

	"localiq/core"
	"localiq/rules"
)

// imagined is a site that lives through recorded inputs once more. What falls due in between happens
// at its instant, whenever it happened in truth; a lock that is told something of which no answer was
// recorded does it at once.
type imagined struct {
	site  *core.Site
	last  core.Instant
	extra core.Seq      // inputs of its own so far
	told  []core.Notice // since it was asked last
	fixed bool          // recorded changes of the configuration are left out
}

// aside numbers the inputs that nobody recorded, far from those that somebody did.
const aside core.Seq = 1 << 55

// own takes an input of this site's own, now.
func (w *imagined) own(origin core.OriginKind, ev core.Event) core.Decision {
	w.extra++
	d, next := again(w.site, core.Input{ID: aside + w.extra, At: w.last, Origin: core.Origin{Kind: origin}, Event: ev})
	w.site = next
	w.told = append(w.told, d.Notices...)
	return d
}

// lives takes what falls due before a recorded input, and the input.
func (w *imagined) lives(e core.Entry) {
	w.wakes(e.Input.At)
	w.last = e.Input.At
	if edit, is := e.Input.Event.(core.SiteEdited); is {
		if w.fixed {
			return
		}
		edit.Of = 0 // of another site than this one
		e.Input.Event = edit
	}
	d, next := again(w.site, e.Input)
	w.site = next
	w.told = append(w.told, d.Notices...)
	w.obey(slices.DeleteFunc(slices.Clone(d.Commands), func(c core.Command) bool {
		return slices.ContainsFunc(e.Decision.Commands, func(r core.Command) bool { return r.ID == c.ID })
	}))
}

func (w *imagined) obey(cs []core.Command) {
	for _, c := range cs {
		switch c.Op.(type) {
		case core.Turn, core.Answer:
			w.own(core.FromAir, core.CommandAnswered{Lock: c.Lock, Command: c.ID, Result: core.ResultDone})
		}
	}
}

// wakesMost is more than falls due between two inputs; beyond it the rules and Next disagree.
const wakesMost = 1000

func (w *imagined) wakes(next core.Instant) {
	for range wakesMost {
		at, due := w.due(next)
		if !due {
			return
		}
		w.last = at
		d := w.own(core.FromClock, core.Ticked{})
		if d.Empty() {
			return
		}
		w.obey(d.Commands)
	}
}

// due is when something falls due before the next recorded input, by either clock.
func (w *imagined) due(next core.Instant) (core.Instant, bool) {
	wake, wait := rules.Next(w.site), time.Duration(-1)
	if wake.Up != 0 && next.Boot == w.last.Boot && wake.Up < next.Up {
		wait = max(wake.Up-w.last.Up, 0)
	}
	if d := time.Duration(wake.Wall - w.last.Wall); wake.Wall != 0 && wake.Wall < next.Wall && (wait < 0 || d < wait) {
		wait = max(d, 0)
	}
	return w.last.Add(wait), wait >= 0
}

// tells gives what was told since it was asked last, as far as people would see the difference.
func (w *imagined) tells() (out []core.Notice) {
	for _, n := range w.told {
		if notable(n) {
			out = append(out, n)
		}
	}
	w.told = nil
	return out
}

// notable leaves out what a lock says to a command.
func notable(n core.Notice) bool {
	switch n.What {
	case core.AccessGranted, core.AccessDenied, core.OfficeStarted, core.OfficeEnded, core.OfficeRefused:
		return true
	case core.AlertRaised, core.AlertCleared:
		return n.Alert != core.AlertRelockUnconfirmed && !n.Alert.Silent()
	}
	return false
}
