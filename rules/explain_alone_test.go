package rules

import (
	"testing"

	"localiq/core"
)

// TestExplainSaysWhyATableHasNoKey: a group that wants a clock that is trusted opens by the hub alone,
// and somebody whom nothing else lets in has no key in any lock.
func TestExplainSaysWhyATableHasNoKey(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nschedule hours Mon-Fri 08:00-18:00\ndoor front\ndoor back table none\n"+
		"group staff back,front hours trusted-clock\ngroup shift front hours\ngroup xmas front\nperson Ana staff\ntag Ana\nperson Ben shift\ntag Ben\n"+
		"person Cas\ntag Cas\nperson Dan\ntag Dan\nperson Eva\ntag Eva\n\n09:00:00 start\n")
	cas, dan := *st.s.Config.Person("Cas"), *st.s.Config.Person("Dan")
	cas.Groups, dan.Groups = []core.GroupID{"shift", "staff"}, []core.GroupID{"staff", "xmas"}
	st.apply(core.Put(cas), core.Put(dan))
	const hub = "without the hub it does not open: group staff counts its schedule by a clock that is trusted, and no lock can say that of its own"
	for id, want := range map[core.PersonID]string{"Ana": hub, "Ben": "", "Cas": "", "Dan": ""} {
		x := Explain(st.s, core.Request{Door: "front", Person: id, At: st.now}, nil)
		if !x.Verdict.Granted || x.But != want {
			t.Errorf("%s: granted %v, but %q", id, x.Verdict.Granted, x.But)
		}
	}
	if x := Explain(st.s, core.Request{Door: "back", Person: "Ana", At: st.now}, nil); !x.Verdict.Granted || x.But != "" {
		t.Errorf("at a door that has no table: %q", x.But)
	}
	fire := *st.s.Door("front")
	fire.Levels = []core.Level{{Mode: core.ModeFireOpen, Since: st.now}}
	st.s = st.s.Apply(st.s.Seq, st.s.At, []core.Change{core.DoorBecame{State: fire}})
	if x := Explain(st.s, core.Request{Door: "front", Person: "Eva", At: st.now}, nil); !x.Verdict.Granted || x.But != "" {
		t.Errorf("at a door that is open to everybody: %q", x.But)
	}
}

// TestExplainOfALockIsOfWhomItLetsIn [explain]: what a lock lacks is said of somebody who may open, with
// a key.
func TestExplainOfALockIsOfWhomItLetsIn(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nschedule lunch Mon-Fri 08:00-12:00 Mon-Fri 13:00-18:00\ndoor front lacks shop\ngroup staff front lunch\n"+
		"person Ben staff remote\npin Ben\n\n09:00:00 start\n09:00:01 report front locked closed ?\n")
	const cannot = "its lock cannot hold this right: it knows one set of weekdays and one daily window for each code"
	for _, c := range []struct {
		kind core.KeyKind
		at   string
		may  bool
		want string
	}{{core.KeyPIN, "2026-11-23T09:00:00", true, cannot}, {core.KeyPIN, "2026-11-28T09:00:00", false, ""}, {core.KeyOperator, "2026-11-23T09:00:00", true, ""}} {
		if x := Explain(st.s, core.Request{Door: "front", Kind: c.kind, Person: "Ben", Key: map[bool]core.KeyID{true: "Ben.pin"}[c.kind == core.KeyPIN], At: at(c.at)}, nil); x.But != c.want || x.Verdict.Granted != c.may {
			t.Errorf("%s at %s: %v, but %q", c.kind, c.at, x.Verdict.Granted, x.But)
		}
	}
}
