package people

import (
	"fmt"
	"time"

	"localiq/core"
)

// releaseSite hands the site to its owner [site.release]. Installers keep a day for the hardware. A
// site of an older release that has no owner gets one this way, too.
func (p *planner) releaseSite(w core.ReleaseSite) *core.Error {
	set, has := p.cfg.Settings, p.cfg.Owner()
	switch {
	case !set.Installing && has != nil:
		return core.Errorf(core.CodeRefused, "the site is released already, to %s", p.called(has.ID)).Advise("it is handed over by: localiq site transfer --to NAME")
	case w.Owner == "" && has == nil:
		return core.Errorf(core.CodeNotReleased, "the site cannot be released to nobody").Advise("name its owner: localiq site release --owner NAME")
	case len(p.cfg.People) == 0:
		return core.Errorf(core.CodeNotFound, "nobody is on this site yet").Advise("add its owner first: localiq person add FIRST LAST")
	}
	if w.Owner != "" {
		is := p.person(w.Owner)
		if p.fault != nil {
			return p.fault
		}
		if has != nil && has.ID != is.ID {
			return core.Errorf(core.CodeRefused, "%s is the owner already", p.called(has.ID)).Advise("release it to them; they hand it over by: localiq site transfer --to NAME")
		}
		if has == nil {
			if err := mayOwn(&is); err != nil {
				return err
			}
			is.Role = core.RoleOwner
			p.put(is)
			has = &is
		}
	}
	p.out.Why = "the site was released to its owner"
	p.say(fmt.Sprintf("The site belongs to %s.", p.called(has.ID)))
	if set.Installing {
		set.Installing, set.InstallerUntil = false, p.tools.Now.Wall+int64(core.InstallerTime)
		p.put(set)
		p.installersTime(set)
	}
	return nil
}

// transferOwner: the old owner becomes an admin [owner.transfer]. That whoever is to have it can act
// is the rules' to ask.
func (p *planner) transferOwner(w core.TransferOwner) *core.Error {
	is, was := p.person(w.To), p.cfg.Owner()
	switch {
	case p.fault != nil:
		return p.fault
	case was == nil:
		return core.Errorf(core.CodeRefused, "this site has no owner who could hand it over").Advise("name one: localiq site release --owner NAME")
	case was.ID == is.ID:
		return core.Errorf(core.CodeRefused, "%s is the owner already", p.called(is.ID))
	}
	if err := mayOwn(&is); err != nil {
		return err
	}
	old := *was
	old.Role, is.Role = core.RoleAdmin, core.RoleOwner
	p.put(old)
	p.put(is)
	p.out.Why = "the site was handed to another owner"
	p.say(fmt.Sprintf("The site belongs to %s; %s is an admin.", p.called(is.ID), p.called(old.ID)))
	if is.IQPIN.IsZero() {
		p.say("To open from afar the new owner activates this IQ: localiq person invite")
	}
	return nil
}

// mayOwn: a program owns nothing, and whoever installs a site keeps the hardware alone.
func mayOwn(p *core.Person) *core.Error {
	if p.Role == core.RoleUser || p.Role == core.RoleAdmin {
		return nil
	}
	return core.Errorf(core.CodeRefused, "an %s cannot own a site", p.Role).Advise("name a person; somebody who installs their own site is made an admin first: localiq person role NAME admin")
}

// allowInstaller gives installers time for the hardware of a released site, or takes it.
func (p *planner) allowInstaller(w core.AllowInstaller) *core.Error {
	set := p.cfg.Settings
	switch {
	case set.Installing:
		return core.Errorf(core.CodeRefused, "the site is not released, so installers need no time of their own")
	case w.For < 0 || w.For > core.LongestInstaller:
		return core.Errorf(core.CodeInvalid, "installers have at most %s at a time", core.SayDuration(core.LongestInstaller)).Advise("write --for 24h, and give it again when it is needed")
	}
	p.out.Why = "installers were given time"
	if set.InstallerUntil = p.tools.Now.Wall + int64(w.For); w.For == 0 {
		set.InstallerUntil, p.out.Why = 0, "installers have no time any more"
	}
	p.put(set)
	p.installersTime(set)
	return nil
}

func (p *planner) installersTime(set core.Settings) {
	if set.InstallerUntil == 0 {
		p.say("Installers may do nothing here any more.")
		return
	}
	until := time.Unix(0, set.InstallerUntil).In(p.cfg.Zone).Format("Mon 2 Jan 15:04")
	p.say(fmt.Sprintf("Until %s installers may work on locks, repeaters and the clock; they open nothing. Sooner: localiq installer revoke", until))
	for i := range p.cfg.People {
		if p.cfg.People[i].Role == core.RoleInstaller {
			return
		}
	}
	p.say("Nobody on this site has the role of an installer.")
}
