package rules

import (
	"testing"
	"time"

	"localiq/core"
)

// [explain]: every guard says why, and what would make it work.
func TestExplainGuards(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 09:00:00", "amnesty 04:00", "door both card+pin pair", "door day first", "door in area inside passback hard",
		"door two card+pin", "door vault pair", "door plain", "group staff both,day,in,plain,two,vault", "person Ana staff remote", "person Ben staff remote anywhere",
		"person Cid remote anywhere", "tag Ana uses=2", "pin Ana", "tag Ben"} {
		st.setUp(line)
	}
	now := at("2026-11-23T09:00:00")
	tag := func(d core.DoorID, of string) core.Request {
		return core.Request{Door: d, Kind: core.KeyTag, Digest: digest(of + ".tag"), At: now}
	}
	pin := func(d core.DoorID, of string) core.Request {
		return core.Request{Door: d, Kind: core.KeyPIN, Digest: digest(of + ".pin"), At: now}
	}
	afar := func(d core.DoorID, who core.PersonID) core.Request {
		return core.Request{Door: d, Kind: core.KeyOperator, Person: who, At: now}
	}
	door := func(d core.DoorID, f func(*core.DoorState)) func(*core.Site) *core.Site {
		return func(s *core.Site) *core.Site {
			is := *s.Door(d)
			f(&is)
			return s.Apply(s.Seq, s.At, []core.Change{core.DoorBecame{State: is}})
		}
	}
	counted := func(c core.Count) func(*core.Site) *core.Site {
		return func(s *core.Site) *core.Site {
			return s.Apply(s.Seq, s.At, []core.Change{core.CountBecame{Count: c}})
		}
	}
	level := func(m core.DoorMode) func(*core.Site) *core.Site {
		return door("plain", func(d *core.DoorState) { d.Levels = []core.Level{{Mode: m, Since: now}} })
	}
	asIs := func(s *core.Site) *core.Site { return s }
	locked := door("plain", func(d *core.DoorState) { d.Reader.PINs.Until = now.Add(25 * time.Second) })
	half := door("two", func(d *core.DoorState) {
		d.Reader.Half = core.Waiting{Person: "Ana", Key: "Ana.tag", At: now, Config: st.s.Config.Version}
	})
	heard := door("plain", func(d *core.DoorState) { d.Link.Heard = true })
	for _, c := range []struct {
		name, because, fix string
		was                func(*core.Site) *core.Site
		q                  core.Request
	}{
		{"a tag alone", "Ana may not open Two: a second key is needed.", "show a tag, then type the same person's PIN at the same reader within 20 s", asIs, tag("two", "Ana")},
		{"a wrong PIN", "Ana may not open Two: wrong PIN.", "type the PIN of the person whose tag was shown", half, pin("two", "Zoe")},
		{"a person at both", "Ana may open Both, by group staff, with a second person, and of each a tag and then a PIN within 20 s.", "", asIs, core.Request{Door: "both", Person: "Ana", At: now}},
		{"a person at two factors", "Ana may open Two, by group staff, with a tag and then a PIN within 20 s.", "", asIs, core.Request{Door: "two", Person: "Ana", At: now}},
		{"a person at a pair", "Ana may open Vault, by group staff, with a second person within 20 s.", "", asIs, core.Request{Door: "vault", Person: "Ana", At: now}},
		{"one of two", "Ana may not open Vault: a second person is needed.", "a second person must show a key within 20 s", asIs, tag("vault", "Ana")},
		{"one of two, from afar", "Ana may not open Vault: a second person is needed.", "open it at the door: nobody is one of two from afar", asIs, afar("vault", "Ana")},
		{"too early", "Ana may not open Day: the first person is not there yet.", "wait until somebody who may come first has opened it today, or give the person that right", asIs, tag("day", "Ana")},
		{"inside", "Ben may not open In: already inside.", "leave through a door that counts, wait for 04:00, when everybody's place is forgotten, or forget theirs now: localiq passback forgive --who NAME",
			counted(core.Count{Person: "Ben", Area: "inside", Since: now}), tag("in", "Ben")},
		{"used up", "Ana may not open Plain: no uses left.", "let the key open more often, or give another",
			counted(core.Count{Person: "Ana"}.WithKey(core.KeyCount{Key: "Ana.tag", Uses: 2})), tag("plain", "Ana")},
		{"locked out", "Ana may not open Plain: too many wrong tries.", "use a tag, or wait for 25 s", locked, pin("plain", "Ana")},
		{"a PIN that is asked about, locked out", "Ana may not open Plain: too many wrong tries.", "use a tag, or wait for 25 s", locked,
			core.Request{Door: "plain", Kind: core.KeyPIN, Person: "Ana", Key: "Ana.pin", At: now}},
		{"lockdown", "Ben may not open Plain: lockdown.", "end the lockdown, or give the person the right to override it", level(core.ModeLockdown), tag("plain", "Ben")},
		{"blocked", "Ben may not open Plain: the door is blocked.", "release the door", level(core.ModeBlocked), tag("plain", "Ben")},
		{"fire", "Ben may open Plain: it is open to everybody.", "", level(core.ModeFireOpen), tag("plain", "Ben")},
		{"anywhere, without a reason", "Cid may not open Plain: no right to this door.", "say why: with a reason they may open every door from afar", heard, afar("plain", "Cid")},
	} {
		x := Explain(c.was(st.s), c.q, st.names)
		if x.Because != c.because || x.Fix != c.fix {
			t.Errorf("%s:\n  because %q\n  fix     %q", c.name, x.Because, x.Fix)
		}
	}
	q := afar("plain", "Cid")
	q.Why = "a parcel"
	if x := Explain(heard(st.s), q, st.names); x.Because != "Cid may open Plain from afar, for the reason that is given." {
		t.Errorf("%q", x.Because)
	}
	q = tag("plain", "Ben")
	st.apply(core.Put(core.Group{ID: "staff", Name: "staff", Doors: []core.DoorID{"plain"}, Schedule: "s", Clock: core.ClockTrusted}), core.Put(core.Schedule{ID: "s", Name: "s"}))
	q.At.Trust = core.Holdover
	if x := Explain(st.s, q, st.names); x.Fix != "set the hub's clock, or let the group's schedule count while the clock runs on its own" {
		t.Errorf("%q, %q", x.Because, x.Fix)
	}
}

// [explain]: who may open and has not what the door asks for is told so, as the lists tell it.
func TestExplainNamesTheKeyThatIsMissing(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door plain", "door vault card+pin", "group staff plain,vault",
		"person Ana staff", "tag Ana", "pin Ana", "person Ben staff", "tag Ben", "pin Ben until=2026-11-23", "person Cy staff remote", "person Di staff", "pin Di", "person Ed staff"} {
		st.setUp(line)
	}
	for _, c := range []struct{ door, who, but string }{
		{"plain", "Ana", ""}, {"plain", "Ben", ""}, {"plain", "Di", ""}, {"plain", "Cy", ""}, {"plain", "Ed", "they have no key that counts now"},
		{"vault", "Ana", ""}, {"vault", "Ben", "they have no PIN that counts now"}, {"vault", "Di", "they have neither a tag nor a phone that counts now"},
	} {
		if x := Explain(st.s, core.Request{Door: core.DoorID(c.door), Person: core.PersonID(c.who), At: at("2026-11-23T09:00:00")}, st.names); x.But != c.but || !x.Verdict.Granted {
			t.Errorf("%s at %s: %q, want %q", c.who, c.door, x.But, c.but)
		}
	}
}
