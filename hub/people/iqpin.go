package people

import (
	"fmt"
	"time"

	"localiq/core"
)

// invitePerson makes a code with which they choose their PIN for this IQ [iq.pin]. A second one takes
// the place of the first.
func (p *planner) invitePerson(w core.InvitePerson) *core.Error {
	is := p.person(w.Who)
	switch {
	case p.fault != nil:
		return p.fault
	case is.Role == core.RoleInstaller || is.Role == core.RoleIntegration:
		return core.Errorf(core.CodeRefused, "an %s has no PIN for the IQ", is.Role)
	case !is.IQPIN.IsZero():
		return core.Errorf(core.CodeNotActivated, "%s has activated this IQ already", p.called(is.ID)).Advise("if the PIN is lost: localiq iq-pin reset NAME")
	}
	code := p.tools.NewInvite()
	is.Invite = core.Invite{
		Code:  p.tools.Digest(core.KeyOperator, core.ForInvite(p.site.Hub.ID, code)),
		Until: p.tools.Now.Wall + int64(core.InviteGood),
	}
	p.put(is)
	p.out.Why, p.out.Shown = "a person was invited to activate the IQ", core.InviteText(code)
	until := time.Unix(0, is.Invite.Until).In(p.cfg.Zone).Format("Mon 2 Jan 15:04")
	p.say(fmt.Sprintf("The code is for %s alone, once, until %s: localiq activate", p.called(is.ID), until))
	return nil
}

// resetIQPIN: the owner's goes with everybody's alone.
func (p *planner) resetIQPIN(w core.ResetIQPIN) *core.Error {
	is := p.person(w.Who)
	switch {
	case p.fault != nil:
		return p.fault
	case is.Role == core.RoleOwner:
		return core.Errorf(core.CodeRefused, "the owner's PIN is reset with the IQ, and then everybody activates it again").Advise("at the box: localiq iq reset")
	case is.IQPIN.IsZero() && is.Invite == core.Invite{}:
		p.say(p.called(is.ID) + " has no PIN for this IQ.")
		return nil
	}
	p.unactivated(is)
	p.out.Why = "a person's PIN for the IQ was reset"
	p.say("They activate this IQ again: localiq person invite NAME")
	return nil
}

// resetIQ takes everybody's [iq.pin].
func (p *planner) resetIQ() {
	n := 0
	for _, is := range p.cfg.People {
		if !is.IQPIN.IsZero() || is.Invite != (core.Invite{}) {
			p.unactivated(is)
			n++
		}
	}
	p.out.Why = "the IQ was reset: everybody activates it again"
	p.say(fmt.Sprintf("%d people activate this IQ again before they open from afar: localiq person invite NAME", n))
}

func (p *planner) unactivated(is core.Person) {
	is.IQPIN, is.Invite = core.Digest{}, core.Invite{}
	p.put(is)
}
