package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// shownAt has a person show what they can show at a door, after whoever waits there: true where that
// opens it. A first factor waits as if it had just been shown, and so does somebody else at a door for
// two.
func opensWith(s *core.Site, d *core.Door, p core.PersonID, first, then *core.Key, at core.Instant) bool {
	st := *s.Door(d.ID)
	st.Reader.Half, st.Reader.One = core.Waiting{}, core.Waiting{}
	if d.Guard.Pair {
		st.Reader.One = core.Waiting{Person: "somebody else", Key: "theirs", At: at, Config: s.Config.Version}
	}
	last := first
	if then != nil {
		st.Reader.Half = core.Waiting{Person: p, Key: first.ID, At: at, Config: s.Config.Version}
		last = then
	}
	s = s.Apply(s.Seq+1, s.At, []core.Change{core.DoorBecame{State: st}})
	v := Access(s, core.Request{Door: d.ID, Kind: last.Kind, Digest: last.Digest, At: at})
	return v.Granted && v.Person == p
}

// canShow are the keys, or the pairs of them, with which a person opens a door.
func canShow(s *core.Site, d *core.Door, p core.PersonID, at core.Instant) (with []core.KeyID) {
	add := func(k core.KeyID) {
		if !slices.Contains(with, k) {
			with = append(with, k)
		}
	}
	free := modeAt(s.Door(d.ID), at) == core.ModeFireOpen
	for i := range s.Config.Keys {
		first := &s.Config.Keys[i]
		switch {
		case first.Person != p:
		case d.Guard.Factors == core.OneFactor || free:
			if opensWith(s, d, p, first, nil, at) {
				add(first.ID)
			}
		case first.Kind != core.KeyPIN:
			for j := range s.Config.Keys {
				if pin := &s.Config.Keys[j]; pin.Person == p && pin.Kind == core.KeyPIN && opensWith(s, d, p, first, pin, at) {
					add(first.ID)
					add(pin.ID)
				}
			}
		}
	}
	slices.Sort(with)
	return with
}

// [explain]: a list has everybody who could open the door by showing what it asks for, with exactly
// the keys that do, and says what it asks for; and explain says of each of them that they may.
func TestOpenersNeedWhatTheDoorAsks(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	listed := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := guardedSite(t, zone)
		at := s.At
		at.Trust = core.Trusted
		for i := range s.Config.Doors {
			d, n := &s.Config.Doors[i], 0
			free := modeAt(s.Door(d.ID), at) == core.ModeFireOpen
			rows := Openers(s, d.ID, at)
			for _, p := range s.Config.People {
				var o core.Opener
				if i := slices.IndexFunc(rows, func(o core.Opener) bool { return o.Person == p.ID }); i >= 0 {
					o, n = rows[i], n+1
				}
				var with []core.KeyID
				afar := false
				for _, m := range o.With {
					if m.Kind == core.KeyOperator {
						afar = true
					} else {
						with = append(with, m.Key)
					}
				}
				slices.Sort(with)
				if can := canShow(s, d, p.ID, at); !slices.Equal(can, with) {
					t.Fatalf("%s at %s, which asks for %+v: listed with %v, and opens with %v", p.ID, d.ID, d.Guard, with, can)
				}
				if can := Access(s, core.Request{Door: d.ID, Kind: core.KeyOperator, Person: p.ID, Why: "asked", At: at}).Granted; can != afar && fromAfar(&p) {
					t.Fatalf("%s at %s: listed from afar %v, and that is %v", p.ID, d.ID, afar, can)
				}
				if x := Explain(s, core.Request{Door: d.ID, Person: p.ID, At: at}, nil); len(with) > 0 && !x.Verdict.Granted {
					t.Fatalf("%s at %s is listed, and explain says %q", p.ID, d.ID, x.Because)
				}
				if two, second := d.Guard.Factors == core.TagAndPIN, d.Guard.Pair; len(with) > 0 && !free && (o.TwoFactors != two || o.Second != second) ||
					(free || len(with) == 0) && (o.TwoFactors || o.Second) {
					t.Fatalf("%s at %s, which asks for %+v: %+v", p.ID, d.ID, d.Guard, o)
				}
				if len(with) > 0 && o.TwoFactors {
					listed["two factors"]++
				}
				if len(with) > 0 && o.Second {
					listed["two people"]++
				}
				if o.But == nobodyElse {
					listed["nobody else"]++
				}
			}
			if n != len(rows) || len(rows) > 0 && rows[0].Second && (rows[0].But == nobodyElse) != (len(rows) == 1) {
				t.Fatalf("%s: %d of %+v are people", d.ID, n, rows)
			}
		}
	})
	for _, what := range []string{"two factors", "two people", "nobody else"} {
		if listed[what] == 0 {
			t.Errorf("nobody was listed with %s: the property says nothing of it", what)
		}
	}
}

// The end that is told of two factors is that of the one that ends first, and from afar there is one.
func TestOpenersEndWithTheirLastFactor(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door front card+pin", "door gate", "door lab pair", "group staff front", "group both front,gate,lab", "group duo lab",
		"person Ana staff", "tag Ana until=2026-12-01", "pin Ana until=2026-11-25", "phone Ana until=2026-11-24",
		"person Bo staff", "tag Bo", "person Cy staff", "pin Cy",
		"person Di both", "tag Di", "pin Di until=2026-11-24",
		"person Ed duo", "phone Ed", "tag Ed until=2026-12-01"} {
		st.setUp(line)
	}
	now := at("2026-11-23T09:00:00")
	day := func(d string) int64 { return at(d + "T00:00:00").Wall }
	got := Openers(st.s, "front", now)
	if len(got) != 2 || got[0].Person != "Ana" || got[0].Until != day("2026-11-25") || !got[0].TwoFactors || len(got[0].With) != 3 || got[1].Until != day("2026-11-24") {
		t.Errorf("%+v", got)
	}
	for _, m := range got[0].With {
		if want := map[core.KeyKind]int64{core.KeyTag: day("2026-11-25"), core.KeyPIN: day("2026-11-25"), core.KeyDigital: day("2026-11-24")}[m.Kind]; m.Until != want {
			t.Errorf("%s ends at %s", m.Kind, time.Unix(0, m.Until))
		}
	}
	wrong := core.Count{Person: "Di"}.WithKey(core.KeyCount{Key: "Di.tag", Wrong: core.Tries{Until: now.Add(time.Second)}})
	after := st.s.Apply(st.s.Seq+1, now, []core.Change{core.CountBecame{Count: wrong}})
	if di := Opens(after, "Di", now); di[0].Reason != core.LockedOut || di[1].Reason != core.Granted || di[2].Reason != core.Granted {
		t.Errorf("no PIN is taken after Di's tag: %+v", di)
	}
	wrong = core.Count{Person: "Ed"}.WithKey(core.KeyCount{Key: "Ed.tag", Wrong: core.Tries{Until: now.Add(time.Second)}})
	after = st.s.Apply(st.s.Seq+1, now, []core.Change{core.CountBecame{Count: wrong}})
	if ed := Opens(after, "Ed", now)[2]; len(ed.With) != 2 {
		t.Errorf("Ed needs no PIN after the tag: %+v", ed)
	}
	if o := Opens(st.s, "Bo", now)[0]; o.Reason != core.FactorMissing || len(o.With) != 0 || o.Group != "" {
		t.Errorf("Bo, who has no PIN: %+v", o)
	}
	if o := Opens(st.s, "Ed", now)[2]; o.Until != 0 || len(o.With) != 2 {
		t.Errorf("Ed, whose phone has no end: %+v", o)
	}
	if o := Openers(st.s, "gate", now); len(o) != 1 || o[0].TwoFactors || o[0].Until != 0 {
		t.Errorf("where one factor is enough: %+v", o)
	}
}
