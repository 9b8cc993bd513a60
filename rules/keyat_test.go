package rules

import (
	"slices"
	"testing"

	"localiq/core"
)

// TestWhereAKeyStands [lock.sync]: at each door by what its lock has proved, and by nothing that is hoped.
func TestWhereAKeyStands(t *testing.T) {
	const site = "site Europe/Amsterdam 2026-11-23 09:00:00\ndoor asks table none\ndoor bare lockless\ndoor front\ndoor narrow lacks tags\ndoor shop lacks shop\n" +
		"group staff asks,bare,front,narrow,shop\nperson Ana staff\ntag Ana\npin Ana\nperson Ben staff\ntag Ben uses=3\npin Ben uses=3\nperson Zoe\ntag Zoe\n\n" +
		"09:00:00 start\n09:00:01 report front locked closed 5m\n09:00:01 report shop locked closed ?\n09:00:01 report narrow locked closed 5m\n09:00:01 report asks locked closed 5m\n" +
		"09:00:02 ask-tables\n"
	const done = "09:00:03 table front 2\n09:00:03 table shop 1\n09:00:03 table narrow 1\n09:00:03 table asks 0\n"
	for _, c := range []struct {
		what string
		key  core.KeyID
		want map[core.DoorID]core.KeyIs
	}{
		{"", "Ana.pin", map[core.DoorID]core.KeyIs{"asks": core.KeyByHub, "front": core.KeyComing, "narrow": core.KeyComing, "shop": core.KeyComing}},
		{done, "Ana.pin", map[core.DoorID]core.KeyIs{"asks": core.KeyByHub, "front": core.KeyHeld, "narrow": core.KeyHeld, "shop": core.KeyHeld}},
		{done, "Ana.tag", map[core.DoorID]core.KeyIs{"asks": core.KeyByHub, "front": core.KeyHeld, "shop": core.KeyUnfit}},
		{done, "Ben.tag", map[core.DoorID]core.KeyIs{"asks": core.KeyByHub, "front": core.KeyByHub, "narrow": core.KeyByHub, "shop": core.KeyUnfit}},
		{done, "Zoe.tag", map[core.DoorID]core.KeyIs{}},
		{"09:00:03 table front 1 left 1 for room\n", "Ana.pin", map[core.DoorID]core.KeyIs{"asks": core.KeyByHub, "front": core.KeyByHub, "narrow": core.KeyComing, "shop": core.KeyComing}},
		{done + "09:00:04 drop key Ana.pin\n", "Ana.pin", map[core.DoorID]core.KeyIs{"front": core.KeyLingers, "narrow": core.KeyLingers, "shop": core.KeyLingers}},
	} {
		st := tellStory(t, site+c.what)
		got, order := map[core.DoorID]core.KeyIs{}, []core.DoorID{}
		for _, a := range KeyAtDoors(st.s, c.key, st.now) {
			got[a.Door] = a.Is
			order = append(order, a.Door)
			if (a.Until != 0) != (a.Is == core.KeyLingers && a.Door != "shop") {
				t.Errorf("%s at %s ends %d", c.key, a.Door, a.Until)
			}
		}
		if len(got) != len(c.want) || !slices.IsSorted(order) {
			t.Errorf("after %q %s stands %v, want %v", c.what, c.key, got, c.want)
		}
		for d, want := range c.want {
			if got[d] != want {
				t.Errorf("after %q %s stands at %s as %d, want %d", c.what, c.key, d, got[d], want)
			}
		}
	}
}

// TestWhatLivesOnInALock [lock.replace] [lock.sync]: when the last of its keys ends there; a key that lives
// for ever has no end. And a lock that never asks has left out what the hub alone can judge.
func TestWhatLivesOnInALock(t *testing.T) {
	const site = "site Europe/Amsterdam 2026-11-23 09:00:00\ndoor asks lacks requests\ndoor front\ngroup staff asks,front\nperson Ana staff\ntag Ana until=2026-11-24\nperson Ben staff\ntag Ben\n" +
		"person Cas staff until=2026-11-25\ntag Cas uses=3\n\n09:00:00 start\n09:00:01 report front locked closed 5m\n09:00:02 ask-tables\n09:00:03 table front 2\n09:00:04 silent front\n"
	for lease, ends := range map[int64]bool{0: true, -1: false} {
		st := tellStory(t, site)
		if n := st.s.Door("asks").Sync.Unfit; n != 1 || st.s.Door("front").Sync.Unfit != 0 {
			t.Errorf("%d keys are left out", n)
		}
		set := st.s.Config.Settings
		set.TagLease = lease
		st.apply(core.Put(set))
		d := Decide(st.s, core.Input{ID: st.s.Seq + 1, At: st.now, Event: core.SiteEdited{Edits: []core.Edit{core.Drop(core.Ref{Kind: core.KindDoor, ID: "front"}),
			core.Put(core.Group{ID: "staff", Name: "staff", Doors: []core.DoorID{"asks"}})}}})
		i := slices.IndexFunc(d.Notices, func(n core.Notice) bool { return n.What == core.KeysRemain })
		if i < 0 || (d.Notices[i].Until > st.now.Wall) != ends || !ends && d.Notices[i].Until != 0 {
			t.Errorf("lease %d: %+v %v", lease, d.Notices, d.Answer.Error)
		}
	}
}
