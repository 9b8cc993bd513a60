package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// openersStory is an office with everybody who can be in a list, and some who cannot.
func openersStory(t *testing.T) *story {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 09:00:00",
		"schedule day Mon-Fri 08:00-18:00", "schedule evening Mon-Fri 18:00-22:00", "schedule weekend Sat-Sun 00:00-24:00",
		"door front", "door back", "group staff front day", "group late front evening", "group clean front weekend", "group always back",
		"person Ana staff", "person Bo staff", "person Cy clean", "person Dee always", "person Mia master", "person Nil staff blocked", "person Oz staff",
		"tag Ana", "tag Bo", "tag Cy", "tag Dee", "tag Mia", "tag Nil"} {
		st.setUp(line)
	}
	cfg, err := st.s.Config.With(99, []core.Edit{core.Put(core.Person{ID: "Bo", Groups: []core.GroupID{"late", "staff"}})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	st.s = st.s.Apply(99, st.s.At, []core.Change{core.ConfigBecame{Next: cfg}})
	return st
}

func said(os []core.Opener, z *time.Location) string {
	var out []string
	for _, o := range os {
		s := fmt.Sprintf("%s at %s: %s", o.Person, o.Door, o.Reason.Say())
		if o.Reason == core.Granted {
			until := "for ever"
			if o.Until != 0 {
				until = "until " + time.Unix(0, o.Until).In(z).Format("Mon 15:04")
			}
			s = fmt.Sprintf("%s at %s %s by %q %q with %d", o.Person, o.Door, until, o.Group, o.Schedule, len(o.With))
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// [explain]: everybody who can open a door, with what, and until when over all their groups; and every
// door of a person, with why not.
func TestOpenersAndDoors(t *testing.T) {
	st := openersStory(t)
	z := st.s.Config.Zone
	for _, c := range []struct{ name, got, want string }{
		{"a working day", said(Openers(st.s, "front", at("2026-11-23T09:00:00")), z),
			`Ana at front until Mon 18:00 by "staff" "day" with 1` + "\n" +
				`Bo at front until Mon 22:00 by "staff" "day" with 1` + "\n" +
				`Mia at front for ever by "" "" with 1`},
		{"a Saturday", said(Openers(st.s, "front", at("2026-11-28T09:00:00")), z),
			`Cy at front until Mon 00:00 by "clean" "weekend" with 1` + "\n" +
				`Mia at front for ever by "" "" with 1`},
		{"Dee everywhere", said(Opens(st.s, "Dee", at("2026-11-23T09:00:00")), z),
			`Dee at back for ever by "always" "" with 1` + "\n" + "Dee at front: no right to this door"},
		{"a blocked person", said(Opens(st.s, "Nil", at("2026-11-23T09:00:00")), z),
			"Nil at back: person blocked\nNil at front: person blocked"},
		{"a person without a key", said(Opens(st.s, "Oz", at("2026-11-23T09:00:00")), z),
			"Oz at back: no right to this door\nOz at front: not asked"},
		{"nobody", said(Opens(st.s, "Zoe", at("2026-11-23T09:00:00")), z), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, c.got, c.want)
		}
	}
}

// [explain]: both lists say what Access says, of every person, key and door, and the end that they tell
// is the end.
func TestOpenersAgreeWithAccess(t *testing.T) {
	st := openersStory(t)
	s, end := st.s, at("2026-11-30T00:00:00")
	for now := at("2026-11-22T00:00:00"); now.Wall < end.Wall; now = now.Add(47 * time.Minute) {
		for _, d := range s.Config.Doors {
			can := map[core.KeyID]int64{}
			for _, o := range Openers(s, d.ID, now) {
				for _, m := range o.With {
					can[m.Key] = m.Until
				}
			}
			for _, k := range s.Config.Keys {
				until, listed := can[k.ID]
				opens := func(at core.Instant) bool {
					return Access(s, core.Request{Door: d.ID, Person: k.Person, Kind: k.Kind, Key: k.ID, At: at}).Granted
				}
				if opens(now) != listed {
					t.Fatalf("%s at %s, %s: listed %v", k.ID, d.ID, now.In(s.Config.Zone), listed)
				}
				if last := now.Add(time.Duration(until - now.Wall)); until != 0 && (opens(last) || !opens(last.Add(-1))) {
					t.Fatalf("%s at %s, %s: told to end at %s", k.ID, d.ID, now.In(s.Config.Zone), last.In(s.Config.Zone))
				}
			}
		}
		for _, p := range s.Config.People {
			for _, o := range Opens(s, p.ID, now) {
				for _, m := range o.With {
					if !Access(s, core.Request{Door: o.Door, Person: p.ID, Kind: m.Kind, Key: m.Key, At: now}).Granted {
						t.Fatalf("%s does not open %s", m.Key, o.Door)
					}
				}
			}
		}
	}
}

// [explain]: what a lock lacks is said of whoever has no key that works there, also where it takes two;
// hours round the clock have no end; and from afar there is one way.
func TestOpenersSayWhatTheLockLacks(t *testing.T) {
	st := tellStory(t, "site UTC 2026-11-23 09:00:00\nschedule all Mon-Sun 00:00-24:00\ndoor front lacks shop\ndoor gate pair lacks shop\ngroup staff front,gate all\n"+
		"person Ana staff\npin Ana\ntag Ana\nperson Cid staff\ntag Cid\nperson Rik staff remote\n\n"+
		"08:59:00 start\n08:59:58 report front locked closed ?\n08:59:59 report gate locked closed ?\n")
	listed := 0
	for _, d := range []core.DoorID{"front", "gate"} {
		for _, o := range Openers(st.s, d, at("2026-11-23T09:00:00")) {
			want := ""
			if d == "gate" {
				want = "its lock never asks the hub, which alone can judge this"
			} else if o.Person == "Cid" {
				want = "its lock reads neither tags nor phones"
			}
			listed++
			if keys := map[core.PersonID]int{"Ana": 2, "Cid": 1, "Rik": 1}[o.Person]; o.But != want || o.Until != 0 || len(o.With) != keys ||
				slices.ContainsFunc(o.With, func(m core.Means) bool { return m.Until != 0 }) {
				t.Errorf("%s at %s: but %q, with %d, until %d", o.Person, d, o.But, len(o.With), o.Until)
			}
		}
	}
	if listed != 5 {
		t.Errorf("%d are listed: two with keys at each, and who may from afar where that opens", listed)
	}
}

// [explain]: where the hours have no end, the person's own end is it.
func TestOpenersEndWithThePerson(t *testing.T) {
	st := tellStory(t, "site UTC 2026-11-23 09:00:00\nschedule all Mon-Sun 00:00-24:00\ndoor front\ngroup staff front all\nperson Ana staff until=2026-12-24\ntag Ana\n\n"+
		"08:59:00 start\n")
	os := Openers(st.s, "front", at("2026-11-23T09:00:00"))
	if end := st.s.Config.Person("Ana").Until; len(os) != 1 || end == 0 || os[0].Until != end {
		t.Errorf("%+v", os)
	}
}

// The figure of the product: who can open, over 10,000 people, in under 20 ms.
func BenchmarkOpeners(b *testing.B) {
	s := big(b)
	for b.Loop() {
		if got := Openers(s, "door01", at("2026-11-23T09:00:01")); len(got) < 1000 {
			b.Fatal(len(got))
		}
	}
}

// The same at a door that asks for tag and PIN of two people, after a first person, and nobody who is
// inside already: 20,000 keys.
func BenchmarkOpenersGuarded(b *testing.B) {
	s := guarded(b)
	for b.Loop() {
		if got := Openers(s, "door01", at("2026-11-23T09:00:01")); len(got) < 1000 {
			b.Fatal(len(got))
		}
	}
}

func BenchmarkOpens(b *testing.B) {
	s := big(b)
	for b.Loop() {
		if got := Opens(s, "p04003", at("2026-11-23T09:00:01")); len(got) != 16 {
			b.Fatal(len(got))
		}
	}
}
