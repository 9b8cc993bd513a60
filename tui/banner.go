package tui

import (
	"slices"

	"localiq/core"
)

// banners say, on every screen and in words, what is wrong with the hub itself.
func banners(s *core.Snapshot, u UI, w int) []string {
	var out []string
	for _, t := range troubles(s, u) {
		text := t.long
		if width(text)+2 > w {
			text = t.short
		}
		out = append(out, in(bad, u.Glyphs.Warn+" "+u.Glyphs.plain(text)))
	}
	return out
}

// honest is what can still be said: while no radio is up, or the hub is silent, no lock is
// heard, whatever the last snapshot says. Nothing is drawn as locked then.
func honest(s *core.Snapshot, u UI) *core.Snapshot {
	if s == nil || !u.Quiet && !deaf(s.Hub.Radios) {
		return s
	}
	n := *s
	n.Doors = slices.Clone(s.Doors)
	for i := range n.Doors {
		n.Doors[i].State.Link.Heard = false
	}
	return &n
}

// deaf: there are radios, and none is up.
func deaf(rs []core.RadioState) bool {
	return len(rs) > 0 && !slices.ContainsFunc(rs, func(r core.RadioState) bool { return r.Up })
}

// trouble is one sentence, and one that fits a narrow screen.
type trouble struct{ long, short string }

func troubles(s *core.Snapshot, u UI) (ts []trouble) {
	if u.Quiet {
		ts = append(ts, silence(s, u))
	}
	if s == nil {
		return ts
	}
	h := s.Health
	switch {
	case h.StoreError != "":
		ts = append(ts, trouble{"STORE CANNOT WRITE: no unlocking from here; locks go on by themselves. " + clean(h.StoreError), "STORE CANNOT WRITE: no unlocking"})
	case h.StoreStalled:
		ts = append(ts, trouble{"STORE STALLED: the disk does not answer; no unlocking until it does, locking works", "STORE STALLED: no unlocking from here"})
	}
	for _, r := range s.Hub.Radios {
		if !r.Up {
			ts = append(ts, radioTrouble(s, u, r))
		}
	}
	if s.Now.Trust == core.Untrusted {
		ts = append(ts, trouble{"CLOCK NOT SET: nobody told this hub the time; schedules refuse until somebody does", "CLOCK NOT SET: schedules refuse"})
	}
	return ts
}

func silence(s *core.Snapshot, u UI) trouble {
	if s == nil {
		return trouble{"NO ANSWER from the hub yet. Is it running? Look with: localiq version", "NO ANSWER from the hub yet"}
	}
	at := s.Now.In(u.Zone).Format(seconds)
	return trouble{"NO NEWS FROM THE HUB: what you see is from " + at + " and may be wrong now", "NO NEWS FROM THE HUB since " + at}
}

func radioTrouble(s *core.Snapshot, u UI, r core.RadioState) trouble {
	name := clean(r.Adapter)
	t := trouble{"RADIO DOWN (" + name + ")", "RADIO DOWN: " + name}
	if !r.Since.IsZero() {
		t.long += " since " + clockAt(s.Now, r.Since.Wall, u.Zone, minutes)
	}
	t.long += ": no lock can be heard or asked over it"
	if why := clean(r.Why); why != "" {
		t.long += ". " + sentence(why)
	}
	return t
}
