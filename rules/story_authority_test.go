package rules

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// asksOpen reads "ask-open front": the box opens. "ask-open front Ana [pin=…] [why …]": Ana does,
// with her PIN for the IQ unless another is told. "ask-open front as=Hall": an API's own.
func (st *story) asksOpen(in *core.Input, f []string) core.Event {
	e := core.OpenAsked{Door: core.DoorID(f[1])}
	if len(f) < 3 {
		return e
	}
	e.Person, e.IQPIN = core.PersonID(f[2]), digest(f[2]+".iq")
	in.Origin.As = e.Person
	why := f[3:]
	if len(why) > 0 {
		if typed, ok := strings.CutPrefix(why[0], "pin="); ok {
			if e.IQPIN = digest(typed); typed == "none" {
				e.IQPIN = core.Digest{}
			}
			why = why[1:]
		}
	}
	e.Why = strings.Join(why, " ")
	return e
}

// authority reads installer, integration, and "inactive" for somebody who has not activated the IQ.
func (st *story) authority(p *core.Person, rest []string) {
	for _, r := range []core.Role{core.RoleInstaller, core.RoleIntegration} {
		if slices.Contains(rest, r.String()) {
			p.Role = r
		}
	}
	if was := st.s.Config.Person(p.ID); was != nil {
		p.IQPIN, p.Invite = was.IQPIN, was.Invite
	} else if !contains(rest, "inactive") {
		p.IQPIN = digest(string(p.ID) + ".iq")
	}
}

// authorityWord reads "release Ana", "invite Ana CODE", "activate CODE PIN", "allow-installer 24h".
func (st *story) authorityWord(f []string) core.Event {
	set := st.s.Config.Settings
	switch f[0] {
	case "release":
		set.Installing = false
		e := core.SiteEdited{Why: "the site was released", Edits: []core.Edit{core.Put(set)}}
		if len(f) > 1 {
			p := *st.s.Config.Person(core.PersonID(f[1]))
			p.Role = core.RoleOwner
			e.Edits = append(e.Edits, core.Put(p))
		}
		return e
	case "allow-installer":
		long, err := time.ParseDuration(f[1])
		if err != nil {
			st.t.Fatal(err)
		}
		set.InstallerUntil = st.now.Wall + int64(long)
		return core.SiteEdited{Why: "installers were given time", Edits: []core.Edit{core.Put(set)}}
	case "invite":
		p := *st.s.Config.Person(core.PersonID(f[1]))
		p.Invite = core.Invite{Code: digest(f[2]), Until: st.now.Wall + int64(core.InviteGood)}
		return core.SiteEdited{Why: "a person was invited", Edits: []core.Edit{core.Put(p)}}
	}
	return core.Activated{Code: digest(f[1]), PIN: digest(f[2])}
}
