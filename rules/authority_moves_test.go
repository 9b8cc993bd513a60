package rules

import (
	"fmt"

	"pgregory.net/rapid"

	"localiq/core"
)

// caller draws anybody, and now and then nobody.
func (c *council) caller() core.Origin {
	o := core.Origin{Kind: rapid.SampledFrom([]core.OriginKind{core.FromConsole, core.FromCLI, core.FromAPI, core.FromSSH}).Draw(c.t, "by")}
	if rapid.IntRange(0, 7).Draw(c.t, "as") > 0 {
		o.As = c.person()
	}
	return o
}

func (c *council) person() core.PersonID {
	return core.PersonID(fmt.Sprint("p", rapid.IntRange(0, 8).Draw(c.t, "person")))
}

func (c *council) event(as core.PersonID) core.Event {
	switch rapid.IntRange(0, 9).Draw(c.t, "wish") {
	case 0:
		e := core.OpenAsked{Door: "front", IQPIN: digest(string(as))}
		if rapid.Bool().Draw(c.t, "own name") {
			e.Person = as
		}
		return e
	case 1:
		return core.DoorModeAsked{Door: "front", Mode: core.DoorMode(rapid.IntRange(0, 3).Draw(c.t, "mode"))}
	case 2:
		who := c.person()
		return core.Activated{Code: digest("code " + string(who)), PIN: digest(string(who))}
	}
	e := core.SiteEdited{Sure: rapid.Bool().Draw(c.t, "sure")}
	for range rapid.IntRange(1, 3).Draw(c.t, "edits") {
		e.Edits = append(e.Edits, c.edit())
	}
	if rapid.IntRange(0, 3).Draw(c.t, "transfer") == 0 {
		e.Edits = append(e.Edits, c.transfer()...)
	}
	return e
}

// transfer is what the owner may, in one step.
func (c *council) transfer() (edits []core.Edit) {
	to := c.s.Config.Person(c.person())
	for _, p := range c.s.Config.People {
		if p.Role == core.RoleOwner && to != nil && to.ID != p.ID {
			is := *to
			p.Role, is.Role = core.RoleAdmin, core.RoleOwner
			edits = append(edits, core.Put(p), core.Put(is))
		}
	}
	return edits
}

func (c *council) edit() core.Edit {
	who := c.person()
	p := core.Person{ID: who, Groups: []core.GroupID{"g"}}
	if was := c.s.Config.Person(who); was != nil {
		p = *was
	}
	switch rapid.IntRange(0, 9).Draw(c.t, "edit") {
	case 0:
		return core.Drop(p.Ref())
	case 1, 2:
		p.Role = core.Role(rapid.IntRange(0, 4).Draw(c.t, "role"))
	case 3:
		p.Blocked = !p.Blocked
	case 4:
		p.Master = !p.Master
	case 5:
		p.IQPIN = digest("another")
	case 6:
		p.IQPIN, p.Invite = core.Digest{}, core.Invite{Code: digest("code " + string(who)), Until: c.s.At.Wall + int64(core.InviteGood)}
	case 7:
		id := core.KeyID(fmt.Sprint("k", rapid.IntRange(0, 8).Draw(c.t, "key")))
		return core.Put(core.Key{ID: id, Person: who, Kind: core.KeyTag, Digest: digest(string(id)), State: core.KeyActive})
	case 8:
		set := c.s.Config.Settings
		set.Installing = rapid.Bool().Draw(c.t, "installing")
		return core.Put(set)
	case 9:
		set := c.s.Config.Settings
		set.InstallerUntil = c.s.At.Wall + int64(core.InstallerTime)
		return core.Put(set)
	}
	return core.Put(p)
}
