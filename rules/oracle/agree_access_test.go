package oracle

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
)

// TestOracleAgreesOnAccess: who is let in, and the one reason why not [decide] [decide.order] L-1 L-2.
func TestOracleAgreesOnAccess(t *testing.T) {
	met := map[core.Reason]int{}
	eachSite(t, func(c *chance) {
		s, at := c.site(func(es []core.Edit) *core.Config { return config(t, c, es) })
		for range 6 {
			q := c.request(s, at)
			got := rules.Access(s, q)
			granted, reason := judge(s, q, order)
			met[reason]++
			if got.Granted != granted || got.Reason != reason {
				t.Errorf("the rules say %v %s %v, the oracle %v %s\n%s", got.Granted, got.Reason, got.Trail.Steps(), granted, reason, story(s, q))
				return
			}
			if got.Reason != core.InvalidRequest && got.Reason != core.LockUnknown && got.Reason != core.Replay && got.Duress != forced(s, q) {
				t.Errorf("the rules say under duress %v\n%s", got.Duress, story(s, q))
				return
			}
			if wrong := untrue(got); wrong != "" {
				t.Errorf("%s: %+v\n%s", wrong, got, story(s, q))
				return
			}
		}
	})
	if *onlyFlag < 0 && *sitesFlag >= 10_000 {
		for _, r := range reasons {
			if met[r] == 0 {
				t.Errorf("no request was answered with %s: nothing is shown of it", r)
			}
		}
	}
}

// reasons are all that rules.Access has today.
var reasons = []core.Reason{core.Granted, core.OpenedFree, core.SiteNotReleased, core.InvalidRequest, core.LockUnknown, core.Replay,
	core.LockedOut,
	core.CredentialUnknown, core.CredentialDisabled, core.UserBlocked, core.UserUnsubscribed, core.IQUnsubscribed, core.NotYetValid, core.Expired, core.Lockdown, core.DoorBlocked,
	core.NotAuthorised, core.OutsideSchedule, core.ClockUntrusted, core.FactorMissing, core.PINWrong, core.FirstPersonRequired,
	core.SecondPersonRequired, core.Passback, core.UsesExhausted, core.Privacy, core.LockOffline, core.LockJammed, core.RightMissing}

// untrue is what is wrong with a verdict whoever is right; "": nothing [explain].
func untrue(v core.Verdict) string {
	first := core.ReasonNone
	for _, s := range v.Trail.Steps() {
		if s.Reason != core.Granted && s.Reason != core.ReasonNone && first == core.ReasonNone {
			first = s.Reason
		}
	}
	switch {
	case v.Reason == core.OpenedFree:
		if !v.Granted {
			return "refused at a door that is open to everybody"
		}
	case v.Granted && v.Reason != core.Granted:
		return "granted, and the reason is another"
	case v.Granted && first != core.ReasonNone:
		return "granted with a step that failed"
	case !v.Granted && first == core.ReasonNone:
		return "refused without a step that failed"
	case !v.Granted && first != v.Reason:
		return "refused for another reason than the first step that failed"
	}
	return ""
}

// story is a site and a question for a person to read.
func story(s *core.Site, q core.Request) string {
	text := fmt.Sprintf("%s in %s\n", time.Unix(0, q.At.Wall).In(s.Config.Zone).Format(time.RFC3339Nano), s.Config.Zone)
	for _, v := range []any{q, s.Doors, s.Counts, s.Config.Version} {
		b, _ := json.Marshal(v)
		text += "  " + string(b) + "\n"
	}
	return text + setUp(s.Config)
}
