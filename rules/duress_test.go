package rules

import (
	"slices"
	"testing"

	"localiq/core"
)

// L-2: what was typed under duress while the hub was away is told silently when the lock tells of it,
// and only where the person uses variants.
func TestDuressWhileTheHubWasAway(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door front", "group staff front", "person Ana staff duress", "pin Ana", "person Ben staff", "pin Ben"} {
		st.setUp(line)
	}
	for who, told := range map[string]bool{"Ana.pin duress": true, "Ben.pin duress": false, "Ana.pin": false, "Zoe.pin": false} {
		in := core.Input{ID: 99, At: st.now, Happened: st.now.Add(-3600e9), Late: true, Event: core.KeyRefusedAway{Lock: "front.lock", Kind: core.KeyPIN, Digest: digest(who)}}
		d := Decide(st.s, in)
		i := slices.IndexFunc(d.Notices, func(n core.Notice) bool { return n.What == core.UnderDuress })
		if (i >= 0) != told || told && (d.Notices[i].Person != "Ana" || !d.Notices[i].Alert.Silent() || d.Notices[i].At != in.Happened) {
			t.Errorf("%s: %+v", who, d.Notices)
		}
		for _, n := range d.Notices {
			if n.What == core.AccessDenied && who == "Ana.pin duress" && n.Person != "" {
				t.Error("the refusal that everybody sees names who was made to open")
			}
		}
	}
}

// L-2: the flag is on no verdict that is passed on: not the door's last, not a notice's, and at a lock
// of no door neither.
func TestDuressIsOnNoVerdict(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door front", "group staff front", "person Ana staff duress", "pin Ana"} {
		st.setUp(line)
	}
	q := core.Request{Door: "front", Kind: core.KeyPIN, Digest: digest("Ana.pin duress"), At: st.now}
	if v := Access(st.s, q); !v.Granted || !v.Duress || v.Key != "Ana.pin" {
		t.Fatalf("%+v", v)
	}
	if x := Explain(st.s, q, st.names); x.Verdict.Duress {
		t.Error("an explanation has it")
	}
	for _, lock := range []core.LockID{"front.lock", "nowhere.lock"} {
		in := core.Input{ID: 99, At: st.now, Event: core.AccessRequested{Lock: lock, Request: "d", Kind: core.KeyPIN, Digest: q.Digest}}
		d := Decide(st.s, in)
		for _, n := range d.Notices {
			if n.Verdict != nil && n.Verdict.Duress {
				t.Errorf("%s: %s has it", lock, n.What)
			}
		}
		if last := st.s.Apply(99, st.now, d.Changes).Door("front").Last; last.Verdict.Duress {
			t.Error("the door has it")
		}
	}
}
