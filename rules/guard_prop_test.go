package rules

import (
	"slices"
	"testing"
	"time"

	"localiq/core"

	"pgregory.net/rapid"
)

// guardedSite is a random site at whose doors everything is asked, and something has happened.
func guardedSite(t *rapid.T, zone *time.Location) *core.Site {
	s := randomSite(t, zone)
	one := func(of int, name string) bool { return rapid.IntRange(1, of).Draw(t, name) == 1 }
	var edits []core.Edit
	for _, d := range s.Config.Doors {
		d.Guard = core.Guard{Factors: core.Factors(rapid.IntRange(0, 1).Draw(t, "factors")), Pair: one(3, "pair"), First: one(3, "first"),
			Area: rapid.SampledFrom([]core.AreaID{"inside", "outside"}).Draw(t, "area"), Passback: core.PassbackPolicy(rapid.IntRange(0, 2).Draw(t, "passback"))}
		edits = append(edits, core.Put(d))
	}
	for _, g := range s.Config.Groups {
		g.Clock = core.ClockPolicy(rapid.IntRange(0, 1).Draw(t, "clock"))
		edits = append(edits, core.Put(g))
	}
	for _, p := range s.Config.People {
		p.MayBeFirst, p.OverrideLockdown, p.OverridePrivacy = one(3, "first"), one(3, "over lockdown"), one(3, "over privacy")
		p.Duress, p.Anywhere, p.Remote = one(2, "duress"), one(3, "anywhere"), one(2, "remote")
		edits = append(edits, core.Put(p))
	}
	for _, k := range s.Config.Keys {
		k.Uses = max(0, rapid.IntRange(-3, 2).Draw(t, "uses"))
		if k.Kind == core.KeyPIN {
			k.Duress = digest(string(k.ID) + " duress")
		}
		edits = append(edits, core.Put(k))
	}
	cfg, err := s.Config.With(2, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(2, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: cfg}})
	return happened(t, s)
}

// happened fills in what moves at a door and with people.
func happened(t *rapid.T, s *core.Site) *core.Site {
	when := func(name string) core.Instant {
		return s.At.Add(time.Duration(rapid.Int64Range(-int64(time.Minute), int64(time.Minute)).Draw(t, name)))
	}
	waiting := func(name string) (w core.Waiting) {
		if len(s.Config.Keys) == 0 || rapid.Bool().Draw(t, name) {
			return w
		}
		k := rapid.SampledFrom(s.Config.Keys).Draw(t, name)
		return core.Waiting{Person: k.Person, Key: k.ID, At: when(name), Config: s.Config.Version - core.Seq(rapid.IntRange(0, 1).Draw(t, name))}
	}
	var cs []core.Change
	for _, st := range s.Doors {
		st.Reader = core.Reader{Half: waiting("half"), One: waiting("one"), First: waiting("first"), Asked: []core.RequestID{"r1"}}
		if rapid.Bool().Draw(t, "locked out") {
			st.Reader.PINs.Until = when("until")
		}
		if m := core.DoorMode(max(0, rapid.IntRange(-3, 3).Draw(t, "mode"))); m != core.ModeNormal {
			st.Levels = []core.Level{{Mode: m, Since: when("since")}}
		}
		st.Reported.Bolt = core.Bolt(rapid.IntRange(0, int(core.BoltJammed)).Draw(t, "bolt"))
		st.Link.Heard = rapid.Bool().Draw(t, "heard")
		cs = append(cs, core.DoorBecame{State: st})
	}
	for _, k := range s.Config.Keys {
		n := core.Count{Person: k.Person, Area: "inside", Since: when("went")}.WithKey(core.KeyCount{Key: k.ID, Uses: rapid.IntRange(0, 2).Draw(t, "used")})
		cs = append(cs, core.CountBecame{Count: n})
	}
	return s.Apply(3, s.At, cs)
}

func randomRequest(t *rapid.T, s *core.Site) core.Request {
	q := core.Request{Door: rapid.SampledFrom([]core.DoorID{"back", "cellar", "front", "nowhere"}).Draw(t, "door"), At: s.At,
		Bolt: core.Bolt(rapid.IntRange(0, int(core.BoltJammed)).Draw(t, "bolt"))}
	q.At.Trust = core.Trust(rapid.IntRange(0, 2).Draw(t, "trust"))
	if rapid.IntRange(0, 3).Draw(t, "other time") == 0 {
		trust := q.At.Trust
		q.At = randomInstant(t, s)
		q.At.Trust = trust
	}
	q.ID = rapid.SampledFrom([]core.RequestID{"", "", "r1", "r2"}).Draw(t, "id")
	switch keys := s.Config.Keys; rapid.IntRange(0, 4).Draw(t, "who") {
	case 0:
		q.Person, q.Kind = rapid.SampledFrom(s.Config.People).Draw(t, "person").ID, core.KeyOperator
		q.Why = rapid.SampledFrom([]string{"", "a parcel"}).Draw(t, "why")
	case 1:
		q.Person = rapid.SampledFrom(s.Config.People).Draw(t, "person").ID
	case 2:
		q.Kind, q.Digest = core.KeyPIN, digest("nobody's")
	default:
		if len(keys) == 0 {
			return q
		}
		k := rapid.SampledFrom(keys).Draw(t, "key")
		q.Kind, q.Digest = k.Kind, k.Digest
		if !k.Duress.IsZero() && rapid.Bool().Draw(t, "duress") {
			q.Digest = k.Duress
		}
		if rapid.IntRange(0, 5).Draw(t, "as another kind") == 0 {
			q.Kind = core.KeyKind(rapid.IntRange(0, int(core.KeyOperator)).Draw(t, "kind"))
		}
	}
	return q
}

// [decide] [decide.order]: every refusal has exactly one primary reason, the first step of its trail
// that failed; a grant has none that failed, but where the door is open to everybody; each check is
// asked once, in one order.
func TestEveryRefusalHasOneReason(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	order := []core.Check{core.CheckLock, core.CheckFree, core.CheckLockout, core.CheckKey, core.CheckKeyState, core.CheckPerson, core.CheckValidity,
		core.CheckDoor, core.CheckGroup, core.CheckSchedule, core.CheckClock, core.CheckFactors, core.CheckFirst, core.CheckSecond, core.CheckPassback,
		core.CheckCounts, core.CheckPrivacy, core.CheckHardware, core.CheckRight}
	seen := make([]int, 64)
	rapid.Check(t, func(t *rapid.T) {
		s := guardedSite(t, zone)
		for range 12 {
			q := randomRequest(t, s)
			v := Access(s, q)
			first, failed := core.ReasonNone, 0
			for i, st := range v.Trail.Steps() {
				if st.Check != order[i] {
					t.Fatalf("step %d of %+v is %s", i, q, st.Check)
				}
				if st.Reason != core.ReasonNone && st.Reason != core.Granted {
					if failed++; first == core.ReasonNone {
						first = st.Reason
					}
				}
			}
			seen[v.Reason]++
			switch {
			case len(v.Trail.Steps()) != len(order):
				t.Fatalf("%+v has %d steps", q, len(v.Trail.Steps()))
			case !v.Granted && (failed == 0 || v.Reason != first):
				t.Fatalf("%+v is refused for %s, and %d steps failed, the first with %s", q, v.Reason, failed, first)
			case v.Granted && v.Reason == core.Granted && failed != 0, v.Granted && v.Reason != core.Granted && v.Reason != core.OpenedFree:
				t.Fatalf("%+v is granted with %s, and %d steps failed", q, v.Reason, failed)
			}
		}
	})
	for _, r := range []core.Reason{core.Granted, core.OpenedFree, core.InvalidRequest, core.LockUnknown, core.Replay, core.LockedOut, core.CredentialUnknown,
		core.CredentialDisabled, core.UserBlocked, core.NotYetValid, core.Expired, core.Lockdown, core.DoorBlocked, core.NotAuthorised, core.OutsideSchedule,
		core.ClockUntrusted, core.FactorMissing, core.FirstPersonRequired, core.SecondPersonRequired, core.Privacy} {
		if seen[r] == 0 {
			t.Errorf("no random request met %s: the property says nothing of it", r)
		}
	}
}

// [lock.offline]: no lock's table opens where the hub, that knows of nothing but the rights, would
// not; and who is let in by the rights alone is in it.
func TestNoTableIsWiderThanItsDoor(t *testing.T) {
	zone := mustZone(t, "Europe/Amsterdam")
	rapid.Check(t, func(t *rapid.T) {
		s := guardedSite(t, zone)
		bare := core.NewSite(core.HubState{}).Apply(1, s.At, []core.Change{core.ConfigBecame{Next: s.Config}})
		made := at("2026-11-23T09:00:00")
		for _, d := range s.Config.Doors {
			table := Table(s.Config, d.ID, 7, made)
			for range 4 {
				when := randomInstant(t, s)
				for _, k := range s.Config.Keys {
					v := Access(bare, core.Request{Door: d.ID, Kind: k.Kind, Digest: k.Digest, At: when})
					p := s.Config.Person(k.Person)
					opens := tableOpens(table, zone, k.ID, when.Wall)
					if opens && !v.Granted {
						t.Fatalf("at %s the table of %s opens for %s, and Access says %s", when.In(zone), d.ID, k.ID, v.Reason)
					}
					strict := slices.ContainsFunc(s.Config.Groups, func(g core.Group) bool { return g.Clock == core.ClockTrusted })
					if v.Granted && !opens && d.Table != core.TableNone && !strict && !needsHub(&d, p, &k) {
						t.Fatalf("at %s the table of %s does not open for %s", when.In(zone), d.ID, k.ID)
					}
				}
			}
		}
	})
}

// 4b, steps 11 and 12, over whole lives: a door with guards opens for nobody who has not shown what it
// asks for there, in the time that it gives.
func TestGuardsHoldOverALife(t *testing.T) {
	s, granted := fromVault(t), 0
	rapid.Check(t, func(t *rapid.T) {
		var tags []step // and phones, shown
		used := map[core.KeyID]int{}
		for _, st := range live(t, s).steps {
			for _, n := range st.d.Notices {
				if n.What == core.AccessGranted && n.By != core.ByTable && n.Reason == core.Granted && n.KeyKind != core.KeyOperator {
					granted++
					factorsShown(t, st, n, tags)
					pairShown(t, st, n)
				}
			}
			if e, ok := st.in.Event.(core.AccessRequested); ok && e.Kind != core.KeyPIN {
				tags = append(tags, st)
			}
			for _, c := range st.d.Changes {
				if c, ok := c.(core.CountBecame); ok {
					for _, k := range c.Count.Keys {
						if set := st.after.Config.Key(k.Key); k.Uses < used[k.Key] || set.Uses > 0 && k.Uses > used[k.Key]+1 {
							t.Fatalf("%T: %s was used %d times, then %d", st.in.Event, k.Key, used[k.Key], k.Uses)
						}
						used[k.Key] = k.Uses
					}
				}
			}
		}
	})
	if granted == 0 {
		t.Error("nobody was ever let in: the property says nothing")
	}
}

func factorsShown(t *rapid.T, st step, n core.Notice, tags []step) {
	set := st.before.Config.Door(n.Door)
	if set.Guard.Factors != core.TagAndPIN {
		return
	}
	if n.KeyKind != core.KeyPIN || !slices.ContainsFunc(tags, func(was step) bool {
		e := was.in.Event.(core.AccessRequested)
		k := st.before.Config.KeyOf(e.Digest)
		ago, ok := st.in.At.Sub(was.in.At)
		return e.Lock == set.Lock && k != nil && k.Person == n.Person && ok && ago < factorsGood
	}) {
		t.Fatalf("%s opened for the %s of %s, and no tag of theirs was shown there within %v", n.Door, n.KeyKind, n.Person, factorsGood)
	}
}

func pairShown(t *rapid.T, st step, n core.Notice) {
	one := st.before.Door(n.Door).Reader.One
	if !st.before.Config.Door(n.Door).Guard.Pair {
		return
	}
	if ago, ok := st.in.At.Sub(one.At); one.Person == "" || one.Person == n.Person || !ok || ago >= pairGood {
		t.Fatalf("%s opened for %s, and the other of two was %+v", n.Door, n.Person, one)
	}
}
