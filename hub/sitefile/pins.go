package sitefile

import (
	"cmp"
	"strconv"

	"localiq/core"
)

// pins is how PINs are chosen on a site, and for how long guests are kept.
type pins struct{ digits, days, once, guests, phones text }

func pinsOf(t *table) pins {
	return pins{t.text("pinDigits"), t.text("pinDays"), t.text("showPINOnce"), t.text("guestDays"), t.text("phoneDays")}
}

func (p *planner) pins(s *core.Settings, f pins) {
	s.PINDigits, s.ShowPINOnce = 0, p.yes(f.once)
	if n, err := strconv.Atoi(f.digits.s); f.digits.set && (err != nil || n < core.MinPIN || n > core.MaxPIN) {
		p.fault(f.digits.at, "write how many digits PINs have: %d to %d", core.MinPIN, core.MaxPIN)
	} else if n != core.PINDigits {
		s.PINDigits = n
	}
	s.PINDays = p.days(f.days, "for so long a PIN is good where nobody says until when")
	s.GuestDays = p.days(f.guests, "so long after their end guests are removed by themselves")
	if s.PassDays = p.days(f.phones, "for so long a phone is signed"); s.PassDays > core.MaxPassDays {
		p.fault(f.phones.at, "write days, 1d to %dd: for so long a phone is signed", core.MaxPassDays)
	}
	p.pinDigits = cmp.Or(s.PINDigits, core.PINDigits)
}

func pinsDiff(d *diff, was, is core.Settings) {
	of(d, "pinDigits", cmp.Or(was.PINDigits, core.PINDigits), cmp.Or(is.PINDigits, core.PINDigits))
	of(d, "pinDays", keepText(was.PINDays), keepText(is.PINDays))
	of(d, "showPINOnce", was.ShowPINOnce, is.ShowPINOnce)
	of(d, "guestDays", keepText(was.GuestDays), keepText(is.GuestDays))
	of(d, "phoneDays", keepText(was.PassDays), keepText(is.PassDays))
}

func (x *exporter) pins(s core.Settings) {
	if s.PINDigits != 0 {
		x.line(1, "pinDigits: "+strconv.Itoa(s.PINDigits))
	}
	if s.PINDays != 0 {
		x.line(1, "pinDays: "+keepText(s.PINDays))
	}
	if s.ShowPINOnce {
		x.line(1, "showPINOnce: true")
	}
	if s.PassDays != 0 {
		x.line(1, "phoneDays: "+keepText(s.PassDays))
	}
	if s.GuestDays != 0 {
		x.line(1, "guestDays: "+keepText(s.GuestDays))
	}
}

// guest reads `guest: true` for the site's own, or whose guest somebody is. A pod's guests stay so.
func (p *planner) guest(was *core.Person, t text) (g core.GuestOf) {
	switch {
	case !t.set || t.s == "false" || t.s == "no":
	case t.s == "true" || t.s == "yes":
		g.Site = true
	case was != nil && t.s == string(was.Guest.Host):
		g.Host = was.Guest.Host // who may be gone
	case p.takes(t) && p.personIndex.by[t.s] == "" && len(p.personIndex.named[t.s]) == 0:
		g.Host = core.PersonID(t.s) // who was gone already
	default:
		g.Host = core.PersonID(p.resolve(p.personIndex, t))
	}
	return g
}

func (p *planner) guestWord(g core.GuestOf) string {
	switch {
	case g.Host != "":
		return p.called(g.Host)
	case g.Is():
		return "true"
	}
	return ""
}

func (x *exporter) guest(g core.GuestOf) {
	switch {
	case g.Host != "":
		x.field(2, "guest", string(g.Host))
	case g.Is():
		x.line(2, "guest: true")
	}
}
