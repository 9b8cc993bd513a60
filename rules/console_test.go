package rules

import (
	"testing"

	"localiq/core"
)

// [console]: of each key that is still enrolled its last use is known, and a claim is good for a day
// at most, with a code, and says of its key how it came.
func TestConsoleKeysAndTheirUse(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nperson Ana owner\nperson Ben admin\nperson Cas admin\n\n09:00:00 start\n"+
		"09:00:01 enrol Ana a\n09:00:02 enrol Ben b\n09:00:03 enrol Cas c\n09:01:00 session Ana a key\n09:02:00 session Ben b key\n09:03:00 session Cas c key\n"+
		"09:04:00 session Ana a key\n09:05:00 edit person Ben\n")
	st.decide(core.Input{Origin: console(""), Event: core.SiteEdited{Edits: []core.Edit{core.Drop(core.ConsoleKey{ID: "b"}.Ref())}}})
	st.happens("09:06:00 session Cas c key")
	var used []core.ConsoleKeyID
	for _, u := range st.s.Hub.Uses {
		used = append(used, u.Key)
	}
	if len(used) != 2 || used[0] != "a" || used[1] != "c" || st.s.Hub.Uses[1].At != st.now {
		t.Errorf("used: %+v", st.s.Hub.Uses)
	}
	shown := func(e core.ClaimShown) *core.Error {
		e.Person = "Ana"
		return st.decide(core.Input{Origin: console(""), Event: e}).Answer.Error
	}
	if shown(core.ClaimShown{For: core.LongestClaim}) == nil || shown(core.ClaimShown{For: core.LongestClaim + 1, Code: digest("x")}) == nil {
		t.Error("a claim without a code, or for too long")
	}
	if err := shown(core.ClaimShown{For: core.LongestClaim, Code: digest("x")}); err != nil {
		t.Error(err)
	}
	st.happens("09:07:00 take-claim x new")
	if k := st.s.Config.ConsoleKey("new"); k == nil || !k.Claimed || st.s.Config.ConsoleKey("a").Claimed {
		t.Errorf("taken: %+v", k)
	}
}

// [console]: how one's own console draws everybody says for themselves, an admin for others; who shows another key or another
// person in the same edit enrols, and that is done at the box.
func TestHowOnesOwnConsoleDraws(t *testing.T) {
	st := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\nperson Ana owner\nperson Ben\nperson Cas\n\n09:00:00 start\n09:00:01 enrol Ben b\n09:00:02 enrol Cas c\n")
	says := func(as core.PersonID, key core.ConsoleKeyID, change func(*core.ConsoleKey)) *core.Error {
		k := *st.s.Config.ConsoleKey(key)
		change(&k)
		return st.decide(core.Input{Origin: core.Origin{Kind: core.FromSSH, As: as}, Event: core.SiteEdited{Edits: []core.Edit{core.Put(k)}}}).Answer.Error
	}
	german := func(k *core.ConsoleKey) { k.Language = "de" }
	if err := says("Ben", "b", german); err != nil || st.s.Config.ConsoleKey("b").Language != "de" {
		t.Errorf("Ben's own: %v, %+v", err, st.s.Config.ConsoleKey("b"))
	}
	if err := says("Ana", "c", german); err != nil {
		t.Errorf("an owner for another: %v", err)
	}
	for what, err := range map[string]*core.Error{"a user's for another": says("Ben", "c", func(k *core.ConsoleKey) { k.Language = "en" }),
		"a language that is none": says("Ben", "b", func(k *core.ConsoleKey) { k.Language = "xx" }),
		"another key":             says("Ana", "b", func(k *core.ConsoleKey) { k.Digest = digest("other") }),
		"another person":          says("Ana", "b", func(k *core.ConsoleKey) { k.Person = "Ana" })} {
		if err == nil {
			t.Errorf("%s is not refused", what)
		}
	}
}
