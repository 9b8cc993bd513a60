package sitefile

import (
	"strings"
	"testing"

	"localiq/core"
)

// TestAFileKeepsWhatItDoesNotSay: what no file says of somebody or their keys is theirs afterwards as
// before, also where the file changes them.
func TestAFileKeepsWhatItDoesNotSay(t *testing.T) {
	o := newOffice(t)
	o.edit(nil, core.Put(core.Person{ID: "p-1", IQPIN: core.Digest{1}, Invite: core.Invite{Code: core.Digest{2}, Until: 9}}),
		core.Put(core.Key{ID: "k-1", Person: "p-1", Kind: core.KeyDigital, Digest: core.Digest{3}, State: core.KeyActive, Pass: 77}))
	o.edit(nil, core.Put(core.ConsoleKey{ID: "c-1", Person: "p-1", Digest: core.Digest{5}, Type: "ssh-ed25519"}), core.Put(core.APIKey{ID: "a-1", Person: "p-1", Digest: core.Digest{6}, Scope: core.ScopeRead}))
	o.names["p-1"] = core.Name{First: "Ana"}
	y := o.export()
	y = strings.Replace(y, "    keys:\n", "    blocked: true\n    keys:\n", 1) + "        state: lost\n"
	if p := o.load(y); len(p.Edits) != 2 {
		t.Fatalf("%q\n%s", p.Report, y)
	}
	is, k := o.site.Config.Person("p-1"), o.site.Config.Key("k-1")
	if !is.Blocked || is.IQPIN != (core.Digest{1}) || is.Invite.Until != 9 || k.State != core.KeyLost || k.Pass != 77 || k.Digest != (core.Digest{3}) || len(o.site.Config.ConsoleKeys) != 1 || len(o.site.Config.APIKeys) != 1 {
		t.Errorf("%+v %+v %+v", is, k, o.site.Config.ConsoleKeys)
	}
	o.load(y[:strings.Index(y, "people:")] + "people: []\n")
	if c := o.site.Config; len(c.ConsoleKeys)+len(c.APIKeys)+len(c.People) != 0 {
		t.Errorf("they stay when their person goes: %+v", c.ConsoleKeys)
	}
}
