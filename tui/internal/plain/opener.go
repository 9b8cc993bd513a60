package plain

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// Opens is "tag or PIN until Mon 23 Nov 2026 18:00, by group Staff, schedule Hours"; where the door asks for
// both, "tag and PIN …", and where it takes two, "…, with a second person, …".
func Opens(l texts.Language, o core.Opener, z *time.Location) string {
	switch o.Reason {
	case core.Granted:
	case core.ReasonNone:
		return l.Say("no: they may, and have no key")
	default:
		return l.Say("no: %s", l.Say(o.Reason.Say()))
	}
	by := l.Say("by the master key")
	switch {
	case o.Group != "":
		by = l.Say("by group %s", o.Group)
	case o.Booking != "":
		by = l.Say("by a booking")
	}
	if o.Schedule != "" {
		by = l.Say("%s, schedule %s", by, o.Schedule)
	}
	if o.Second {
		by = l.Say("with a second person, %s", by)
	}
	return means(l, o, z) + ", " + by
}

// means joins ways that end together.
func means(l texts.Language, o core.Opener, z *time.Location) string {
	var parts, words []string
	with := o.With
	if o.TwoFactors {
		parts, with = paired(l, o, z)
	}
	for i, m := range with {
		words = append(words, KeyWord(l, m.Kind))
		if i+1 == len(with) || with[i+1].Until != m.Until {
			parts, words = append(parts, strings.Join(words, " "+l.Say("or")+" ")+" "+until(l, m.Until, z)), nil
		}
	}
	return strings.Join(parts, "; ")
}

// paired is "tag or phone, and PIN until …" and what is left: from afar one needs no second factor.
func paired(l texts.Language, o core.Opener, z *time.Location) (parts []string, rest []core.Means) {
	var firsts []string
	end, none := int64(0), false
	for _, m := range o.With {
		if m.Kind == core.KeyOperator {
			rest = append(rest, m)
			continue
		}
		end, none = max(end, m.Until), none || m.Until == 0
		if w := KeyWord(l, m.Kind); m.Kind != core.KeyPIN && !slices.Contains(firsts, w) {
			firsts = append(firsts, w)
		}
	}
	if none {
		end = 0
	}
	both := l.Say("%s and PIN", strings.Join(firsts, " "+l.Say("or")+" "))
	if len(firsts) > 1 {
		both = l.Say("%s, and PIN", strings.Join(firsts, " "+l.Say("or")+" "))
	}
	return []string{both + " " + until(l, end, z)}, rest
}

// KeyWord is a kind of key as a list has it.
func KeyWord(l texts.Language, k core.KeyKind) string {
	switch k {
	case core.KeyPIN:
		return l.Say("PIN")
	case core.KeyDigital:
		return l.Say("phone")
	case core.KeyOperator:
		return l.Say("from afar")
	}
	return l.Say(k.String())
}

func until(l texts.Language, wall int64, z *time.Location) string {
	if wall == 0 {
		return l.Say("without end")
	}
	return l.Say("until %s", l.Time(time.Unix(0, wall).In(z), "Mon 2 Jan 2006 15:04"))
}
