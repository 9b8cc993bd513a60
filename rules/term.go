package rules

import (
	"time"

	"localiq/core"
)

// termLeads are when the owner is reminded of the end [sub.warn].
var termLeads = [...]time.Duration{28 * 24 * time.Hour, 7 * 24 * time.Hour, 24 * time.Hour}

// remindersBy is how many reminders of an end were due by an instant.
func remindersBy(until, wall int64) (n uint8) {
	for _, lead := range termLeads {
		if wall >= until-int64(lead) {
			n++
		}
	}
	return n
}

// term tells of the end: each reminder once for each subscription, whatever the clock does, and of
// several that were missed the last alone.
func (d *draft) term() {
	sub, t := &d.cfg.Settings.Subscription, &d.hub.Term
	if sub.Until == 0 {
		*t = core.Term{}
		return
	}
	if t.Until != sub.Until {
		*t = core.Term{Until: sub.Until, Told: remindersBy(sub.Until, sub.From)}
	}
	if s := d.hub.Clock.Source; s == core.SourceLocks || s == core.SourceNTP {
		t.Back = 0
	}
	now := d.now()
	if now.Trust == core.Untrusted {
		return
	}
	ended, due := sub.Ended(now.Wall), remindersBy(sub.Until, now.Wall)
	switch {
	case ended && !t.Ended:
		d.tell(core.Notice{What: core.SubscriptionEnded, Until: sub.Until})
	case !ended && t.Ended:
		d.tell(core.Notice{What: core.SubscriptionBack, Until: sub.Until})
		t.Told = due // what was told with the end that was none is to come
	case !ended && due > t.Told:
		d.tell(core.Notice{What: core.SubscriptionEnds, Until: sub.Until})
	}
	t.Ended, t.Told = ended, max(t.Told, due)
}

// setBack remembers what the clock had shown before a person set it back: until it shows that
// again, or somebody else tells the time, no voucher counts what is left of a subscription by it.
// term forgets it where no subscription has an end.
func (d *draft) setBackByHand(was, now int64) {
	if now < was-int64(setBack) {
		d.hub.Term.Back = max(d.hub.Term.Back, was)
	}
}

// termWake has a line for each thing that term tells.
func termWake(s *core.Site) (w core.Wake) {
	sub, t := &s.Config.Settings.Subscription, &s.Hub.Term
	now := judgedAt(s)
	if sub.Until == 0 || now.Trust == core.Untrusted {
		return w
	}
	for _, lead := range termLeads[min(int(t.Told), len(termLeads)):] {
		w = w.Sooner(core.Wake{Wall: sub.Until - int64(lead)})
	}
	if !t.Ended {
		w = w.Sooner(core.Wake{Wall: sub.Until})
	}
	return w
}
