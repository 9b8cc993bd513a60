package rules

import (
	"testing"

	"pgregory.net/rapid"

	"localiq/core"
)

// TestLessensGivesNothing [sub.iq]: whatever is drawn of a person, a key or a group, where it is let pass
// without a subscription nobody opens anything that they did not before; and what takes away is let pass.
func TestLessensGivesNothing(t *testing.T) {
	base := staffed(t)
	doors := []core.DoorID{"front", "shop"}
	passed, taken := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string) bool { return rapid.Bool().Draw(t, name) }
		when := func(name string) int64 {
			return rapid.SampledFrom([]int64{0, base.At.Wall - 1e12, base.At.Wall + 1e12}).Draw(t, name)
		}
		p := *base.Config.Person("Ana")
		p.Blocked, p.Master, p.Remote, p.From, p.Until = some("blocked"), some("master"), some("remote"), when("from"), when("until")
		if some("role") {
			p.Role = core.RoleAdmin
		}
		if some("leaves") {
			p.Groups = nil
		}
		k := *base.Config.Key("Ana.tag")
		k.State, k.From, k.Until, k.Uses = rapid.SampledFrom([]core.KeyState{core.KeyActive, core.KeyLost, core.KeyBlocked}).Draw(t, "state"), when("key from"), when("key until"), rapid.IntRange(0, 2).Draw(t, "uses")
		g := *base.Config.Group("staff")
		g.Doors = rapid.SampledFrom([][]core.DoorID{nil, {"front"}, {"shop"}, doors}).Draw(t, "doors")
		was, err := base.Config.With(base.Seq+1, puts(p, k, g), nil)
		if err != nil {
			t.Skip(err)
		}
		p.Blocked, p.Master, p.Remote, p.Until = some("then blocked"), some("then master"), some("then remote"), when("then until")
		k.State, k.Until, k.Uses = rapid.SampledFrom([]core.KeyState{core.KeyActive, core.KeyLost}).Draw(t, "then state"), when("key then"), rapid.IntRange(0, 2).Draw(t, "then uses")
		g.Doors = rapid.SampledFrom([][]core.DoorID{nil, {"front"}, {"shop"}, doors}).Draw(t, "then doors")
		change := rapid.SampledFrom([]core.Edit{core.Put(p), core.Put(k), core.Put(g), core.Drop(g.Ref()), core.Drop(k.Ref())}).Draw(t, "change")
		if !lessens(was, change) {
			return
		}
		passed++
		is, err := was.With(base.Seq+2, []core.Edit{change}, nil)
		if err != nil {
			return // refused for something else
		}
		for _, d := range doors {
			for _, wall := range []int64{-2e12, 0, 2e12} {
				at := base.At
				at.Wall += wall
				q := core.Request{Door: d, Kind: core.KeyTag, Digest: k.Digest, At: at}
				before, after := *base, *base
				before.Config, after.Config = was, is
				had, has := Access(&before, q).Granted, Access(&after, q).Granted
				if has && !had {
					t.Fatalf("%+v opens %s", change, d)
				}
				if had && !has {
					taken++
				}
			}
		}
	})
	if passed < 5 || taken == 0 {
		t.Errorf("%d changes were let pass, %d took something: nothing is proven", passed, taken)
	}
}

func puts(items ...core.Item) (out []core.Edit) {
	for _, it := range items {
		out = append(out, core.Put(it))
	}
	return out
}
