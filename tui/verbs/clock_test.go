package verbs

import (
	"errors"
	"testing"
	"time"

	"localiq/core"
)

// clockShot is a snapshot of a hub that has been up for three hours.
func clockShot(c core.ClockState) *core.Snapshot {
	now := core.Instant{Wall: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC).UnixNano(), Boot: "b", Up: 3 * time.Hour}
	now.Trust = c.TrustAt(now.Boot, now.Up)
	return &core.Snapshot{Now: now, Hub: core.HubState{Clock: c}, Settings: core.Settings{Zone: "Europe/Amsterdam"}}
}

var (
	byServer = core.ClockState{Boot: "b", Source: core.SourceNTP, Within: 20 * time.Millisecond, Proven: core.Instant{Boot: "b", Up: 2 * time.Hour, Trust: core.Trusted},
		Floor: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC).UnixNano()}
	byNobody = core.ClockState{Boot: "b", Against: core.ClockWord{Source: core.SourceBattery, Base: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()}}
)

// TestClockSaysWhoIsBelieved: the time on the site's clock, who said so and when, and what it may be
// off by now; in words and as JSON.
func TestClockSaysWhoIsBelieved(t *testing.T) {
	for _, c := range []struct {
		state core.ClockState
		json  bool
		want  string
	}{
		{byServer, false, "Mon 23 Nov 2026 09:00:00 Europe/Amsterdam\ntrusted, by a time server, ± 110 ms, said 1 h ago\n"},
		{byServer, true, `{"now":"2026-11-23T09:00:00+01:00","zone":"Europe/Amsterdam","trust":"trusted","source":"time server","driftMs":110,"saidAgoMs":3600000,"floor":"2026-11-22T09:00:00+01:00","says":"trusted, by a time server, ± 110 ms"}` + "\n"},
		{byNobody, false, "Mon 23 Nov 2026 09:00:00 Europe/Amsterdam\nnot trusted: nobody has told the time since the power came on\nnot believed: the box's battery clock says 1 Jan 2000 04:00:00\n" +
			"Keys with a schedule are refused, and no schedule holds a door open, until somebody tells: localiq clock confirm, or localiq clock set TIME\n"},
	} {
		out, err := (&still{shot: clockShot(c.state)}).at(t, "", &ClockShow{JSON: c.json})
		if err != nil || out != c.want {
			t.Errorf("got  %s (%v)\nwant %s", out, err, c.want)
		}
	}
}

// TestClockSetIsOnTheSitesClock: what is typed without seconds may be anywhere in its minute.
func TestClockSetIsOnTheSitesClock(t *testing.T) {
	at := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for typed, want := range map[string]core.ConfirmClock{
		"2026-11-23T08:30":    {Wall: at.Add(30 * time.Second).UnixNano(), Within: 30 * time.Second},
		"2026-11-23T08:30:10": {Wall: at.Add(10 * time.Second).UnixNano(), Within: 2 * time.Second},
	} {
		s := &still{shot: clockShot(byNobody)}
		if _, err := s.at(t, "", &ClockSet{Time: typed}); err != nil || len(s.asked) != 1 || s.asked[0] != core.Wish(want) {
			t.Errorf("%s: asked %+v (%v)", typed, s.asked, err)
		}
	}
	s := &still{shot: clockShot(byNobody)}
	if _, err := s.at(t, "", &ClockConfirm{}); err != nil || len(s.asked) != 1 || s.asked[0] != core.Wish(core.ConfirmClock{}) {
		t.Errorf("confirm asked %+v (%v)", s.asked, err)
	}
	_, err := s.at(t, "", &ClockSet{Time: "half past eight"})
	if e := (*core.Error)(nil); !errors.As(err, &e) || e.Code != core.CodeRequest || len(s.asked) != 1 {
		t.Errorf("%v, asked %+v", err, s.asked)
	}
}
