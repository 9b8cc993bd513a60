package rules

import (
	"strings"
	"testing"

	"localiq/core"
)

// [explain]: why, every step, and what would make it work, at any instant.
func TestExplain(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site Europe/Amsterdam 2026-11-23 09:00:00", "schedule hours Mon-Fri 08:00-18:00", "door front", "door back",
		"group staff front hours", "person Ana staff", "person Mia master", "person Bo staff blocked", "tag Ana", "tag Bo lost"} {
		st.setUp(line)
	}
	for _, c := range []struct {
		name, because, fix string
		q                  core.Request
	}{
		{"open now", "Ana may open Front, by group staff, schedule hours.", "",
			core.Request{Door: "front", Person: "Ana", At: at("2026-11-23T09:00:00")}},
		{"Saturday", "Ana may not open Front: outside the schedule, by group staff, schedule hours.",
			"wait until Mon 30 Nov 08:00, or give the person a group whose schedule is open then",
			core.Request{Door: "front", Person: "Ana", At: at("2026-11-28T09:00:00")}},
		{"no group", "Ana may not open Back: no right to this door.", "put the person into a group with this door",
			core.Request{Door: "back", Person: "Ana", At: at("2026-11-23T09:00:00")}},
		{"master", "Mia may open Back, by the master key.", "",
			core.Request{Door: "back", Person: "Mia", At: at("2026-11-28T03:00:00")}},
		{"the first of two reasons", "Bo may not open Front: tag lost.", "set the key active again, or give another",
			core.Request{Door: "front", Kind: core.KeyTag, Digest: digest("Bo.tag"), At: at("2026-11-23T09:00:00")}},
		{"a stranger", "This key may not open Front: tag unknown.", "give this key to a person of the site",
			core.Request{Door: "front", Kind: core.KeyTag, Digest: digest("Zoe.tag"), At: at("2026-11-23T09:00:00")}},
		{"a tag's number as a PIN", "This key may not open Front: PIN unknown.", "give this key to a person of the site",
			core.Request{Door: "front", Kind: core.KeyPIN, Digest: digest("Ana.tag"), At: at("2026-11-23T09:00:00")}},
		{"nobody", "This key may not open Front: the request makes no sense.", "ask for one person or one key",
			core.Request{Door: "front", At: at("2026-11-23T09:00:00")}},
	} {
		x := Explain(st.s, c.q, st.names)
		if x.Because != c.because || x.Fix != c.fix {
			t.Errorf("%s:\n  because %q\n  fix     %q", c.name, x.Because, x.Fix)
		}
		if len(x.Steps) != len(x.Verdict.Trail.Steps()) || !strings.HasPrefix(x.Steps[0], "lock: ") {
			t.Errorf("%s: steps %q", c.name, x.Steps)
		}
	}
}

// [explain]: of several sources that give the same, the first is named; of bookings that are no use now,
// one that comes rather than one that is over; and the step of the group says which it is.
func TestExplainNamesOneSource(t *testing.T) {
	st := setUp(t, "schedule hours Mon-Fri 08:00-18:00", "door front", "group a front hours", "group b front hours", "group c front",
		"person Ana a", "person Ben", "person Cas a", "person Dan", "person Eva blocked", "person Mia master",
		"booking b1 Ana front 2026-11-28T14:00 2026-11-28T15:00", "booking b2 Ben front 2026-11-23T08:00 2026-11-23T09:00",
		"booking b3 Ben front 2026-11-23T10:00 2026-11-23T11:00", "booking b4 Ben front 2026-11-23T12:00 2026-11-23T13:00",
		"booking b5 Eva front 2026-11-24T12:00 2026-11-24T13:00")
	cas := *st.s.Config.Person("Cas")
	cas.Groups = []core.GroupID{"a", "b"}
	dan := *st.s.Config.Person("Dan")
	dan.Groups = []core.GroupID{"a", "c"}
	st.apply(core.Put(cas), core.Put(dan))
	const saturday, otherwise = "2026-11-28T08:00:00", ", or give the person a group whose schedule is open then"
	for _, c := range []struct {
		who                     core.PersonID
		at, because, fix, group string
	}{
		{"Cas", saturday, "Cas may not open Front: outside the schedule, by group a, schedule hours.", "wait until Mon 30 Nov 08:00" + otherwise, "group: ok, a"},
		{"Dan", "2026-11-23T09:00:00", "Dan may open Front, by group a, schedule hours.", "", "group: ok, a"},
		{"Ana", saturday, "Ana may not open Front: outside the schedule, by group a, schedule hours.", "wait until Mon 30 Nov 08:00" + otherwise, "group: ok, a"},
		{"Ben", "2026-11-23T06:59:59", "Ben may not open Front: outside the schedule, by a booking from Mon 23 Nov 08:00 to 09:00.", "wait until Mon 23 Nov 08:00, or move the booking", "group: ok, a booking"},
		{"Ben", "2026-11-23T07:30:00", "Ben may open Front, by a booking from Mon 23 Nov 08:00 to 09:00.", "", "group: ok, a booking"},
		{"Ben", "2026-11-23T08:00:00", "Ben may not open Front: outside the schedule, by a booking from Mon 23 Nov 10:00 to 11:00.", "wait until Mon 23 Nov 10:00, or move the booking", "group: ok, a booking"},
		{"Ben", "2026-11-23T12:00:00", "Ben may not open Front: outside the schedule, by a booking from Mon 23 Nov 12:00 to 13:00.", "make the booking longer, or another one", "group: ok, a booking"},
		{"Eva", "2026-11-24T11:30:00", "Eva may not open Front: person blocked.", "unblock the person", "group: ok, a booking"},
		{"Mia", saturday, "Mia may open Front, by the master key.", "", "group: ok, the master key"},
		{"Zoe", saturday, "Zoe may not open Front: key unknown.", "give this key to a person of the site", "group: not asked"},
	} {
		x := Explain(st.s, core.Request{Door: "front", Person: c.who, At: at(c.at)}, st.names)
		if x.Because != c.because || x.Fix != c.fix {
			t.Errorf("%s at %s:\n  because %q\n  fix     %q", c.who, c.at, x.Because, x.Fix)
		}
		for _, step := range x.Steps {
			if is := strings.HasPrefix(step, "group: "); is && step != c.group || !is && (strings.Contains(step, "ok, ")) {
				t.Errorf("%s at %s: %q, want %q", c.who, c.at, step, c.group)
			}
		}
	}
	doubted := at("2026-11-23T07:30:00")
	doubted.Trust = core.Untrusted
	if x := Explain(st.s, core.Request{Door: "front", Person: "Ben", At: doubted}, st.names); !strings.HasSuffix(x.Because, ", by a booking from Mon 23 Nov 08:00 to 09:00.") {
		t.Errorf("by a clock that nobody believes: %q", x.Because)
	}
}

// [explain]: a verdict of then is put into words after its door, its key and its person are gone.
func TestExplainedAfterwards(t *testing.T) {
	st := setUp(t, "door front lacks shop", "door side pair", "door hall", "group all front,hall,side", "person Ana all", "pin Ana", "tag Ana lost")
	was := st.s
	passed := func(d core.DoorID, k core.KeyKind, of string) core.Verdict {
		return Access(was, core.Request{Door: d, Kind: k, Digest: digest(of), At: st.now})
	}
	granted, lost := passed("front", core.KeyPIN, "Ana.pin"), passed("hall", core.KeyTag, "Ana.tag")
	alone := Access(was, core.Request{Door: "side", Person: "Ana", At: st.now})
	for _, gone := range []string{"key Ana.tag + key Ana.pin + person Ana", "door front + door side"} {
		var edits []core.Edit
		for one := range strings.SplitSeq(gone, " + ") {
			var k core.Kind
			kind, id, _ := strings.Cut(one, " ")
			st.word(&k, kind)
			edits = append(edits, core.Drop(core.Ref{Kind: k, ID: id}))
		}
		st.s = was
		if kind, _, _ := strings.Cut(gone, " "); kind == "door" {
			edits = append(edits, core.Put(core.Group{ID: "all", Name: "all", Doors: []core.DoorID{"hall"}}))
		}
		st.apply(edits...)
		for _, v := range []core.Verdict{granted, lost, alone} {
			if x := Explained(st.s, v, st.now, nil); x.Because == "" || v.Reason == core.CredentialDisabled && !strings.Contains(x.Because, map[bool]string{true: "tag lost", false: "tag not active"}[st.s.Config.Key("Ana.tag") != nil]) {
				t.Errorf("without %s: %q", gone, x.Because)
			}
		}
	}
}

// [explain]: at a door without a lock nothing is said of a bolt that nobody could have asked.
func TestExplainWhereNoLockIsFitted(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "door front", "person Mia master"} {
		st.setUp(line)
	}
	door := *st.s.Config.Door("front")
	door.Lock = ""
	edits := []core.Edit{core.Put(door)}
	next, err := st.s.Config.With(st.s.Seq+1, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	st.s = st.s.Apply(st.s.Seq+1, st.s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: next}})
	x := Explain(st.s, core.Request{Door: "front", Person: "Mia", At: at("2026-11-23T09:00:00")}, st.names)
	if x.Because != "Mia may not open Front: no lock is fitted to the door." || x.Fix != "fit a lock to this door" {
		t.Errorf("because %q, fix %q", x.Because, x.Fix)
	}
	for _, step := range x.Steps {
		if strings.HasPrefix(step, "hardware") && step != "hardware: not asked" || strings.HasPrefix(step, "privacy") && step != "privacy: not asked" {
			t.Errorf("there is no lock, and yet: %s", step)
		}
	}
}

// [decide.order]: all checks are asked; the reason is the first that failed, the trail has all.
func TestEveryCheckIsInTheTrail(t *testing.T) {
	st := &story{t: t, names: map[core.PersonID]core.Name{}, index: map[core.DoorID]uint32{}, s: core.NewSite(core.HubState{Epoch: 7})}
	for _, line := range []string{"site UTC 2026-11-23 09:00:00", "schedule hours Mon-Fri 08:00-18:00", "door front", "group staff front hours",
		"person Bo staff blocked", "tag Bo lost"} {
		st.setUp(line)
	}
	v := Access(st.s, core.Request{Door: "front", Kind: core.KeyTag, Digest: digest("Bo.tag"), At: at("2026-11-28T09:00:00")})
	var failed []string
	for _, s := range v.Trail.Steps() {
		if s.Reason != core.Granted && s.Reason != core.ReasonNone {
			failed = append(failed, s.Check.String()+" "+s.Reason.String())
		}
	}
	if got := strings.Join(failed, ", "); v.Reason != core.CredentialDisabled || got != "key state CREDENTIAL_DISABLED, person USER_BLOCKED, schedule OUTSIDE_SCHEDULE" {
		t.Errorf("%s; %s", v.Reason, got)
	}
}

// Validity is [from, until) for the person, then for the key.
func TestValidity(t *testing.T) {
	now := at("2026-11-23T09:00:00")
	for _, c := range []struct {
		person, key [2]int64
		want        core.Reason
	}{
		{[2]int64{0, 0}, [2]int64{0, 0}, core.Granted},
		{[2]int64{now.Wall, now.Wall + 1}, [2]int64{now.Wall, now.Wall + 1}, core.Granted},
		{[2]int64{now.Wall + 1, 0}, [2]int64{0, 0}, core.NotYetValid},
		{[2]int64{0, now.Wall}, [2]int64{0, 0}, core.Expired},
		{[2]int64{0, 0}, [2]int64{now.Wall + 1, 0}, core.NotYetValid},
		{[2]int64{0, 0}, [2]int64{0, now.Wall}, core.Expired},
		{[2]int64{now.Wall + 1, 0}, [2]int64{0, now.Wall}, core.NotYetValid},
	} {
		p := core.Person{ID: "p", Master: true, From: c.person[0], Until: c.person[1]}
		k := core.Key{ID: "k", Person: "p", Kind: core.KeyTag, State: core.KeyActive, Digest: digest("k"), From: c.key[0], Until: c.key[1]}
		s := core.NewSite(core.HubState{})
		d := Decide(s, core.Input{ID: 1, At: now, Event: core.SiteEdited{Edits: []core.Edit{core.Put(core.Lock{ID: "l"}), core.Put(core.Door{ID: "d", Name: "D", Lock: "l"}), core.Put(p), core.Put(k)}}})
		s = s.Apply(1, now, d.Changes)
		if v := Access(s, core.Request{Door: "d", Kind: core.KeyTag, Digest: digest("k"), At: now}); v.Reason != c.want {
			t.Errorf("%+v: %s, want %s", c, v.Reason, c.want)
		}
	}
}
