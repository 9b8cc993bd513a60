package plain

import (
	"slices"
	"strings"
	"time"

	"localiq/core"
)

// Opens is "tag or PIN until Mon 23 Nov 2026 18:00, by group Staff, schedule Hours"; where the door asks for
// both, "tag and PIN …", and where it takes two, "…, with a second person, …".
func Opens(o core.Opener, z *time.Location) string {
	switch o.Reason {
	case core.Granted:
	case core.ReasonNone:
		return "no: they may, and have no key"
	default:
		return "no: " + o.Reason.Say()
	}
	by := "by the master key"
	switch {
	case o.Group != "":
		by = "by group " + o.Group
	case o.Booking != "":
		by = "by a booking"
	}
	if o.Schedule != "" {
		by += ", schedule " + o.Schedule
	}
	if o.Second {
		by = "with a second person, " + by
	}
	return means(o, z) + ", " + by
}

// means joins ways that end together.
func means(o core.Opener, z *time.Location) string {
	var parts, words []string
	with := o.With
	if o.TwoFactors {
		parts, with = paired(o, z)
	}
	for i, m := range with {
		words = append(words, KeyWord(m.Kind))
		if i+1 == len(with) || with[i+1].Until != m.Until {
			parts, words = append(parts, strings.Join(words, " or ")+" "+until(m.Until, z)), nil
		}
	}
	return strings.Join(parts, "; ")
}

// paired is "tag or phone, and PIN until …" and what is left: from afar one needs no second factor.
func paired(o core.Opener, z *time.Location) (parts []string, rest []core.Means) {
	var firsts []string
	end, none := int64(0), false
	for _, m := range o.With {
		if m.Kind == core.KeyOperator {
			rest = append(rest, m)
			continue
		}
		end, none = max(end, m.Until), none || m.Until == 0
		if w := KeyWord(m.Kind); m.Kind != core.KeyPIN && !slices.Contains(firsts, w) {
			firsts = append(firsts, w)
		}
	}
	if none {
		end = 0
	}
	both := strings.Join(firsts, " or ") + " and PIN "
	if len(firsts) > 1 {
		both = strings.Join(firsts, " or ") + ", and PIN "
	}
	return []string{both + until(end, z)}, rest
}

// KeyWord is a kind of key as a list has it.
func KeyWord(k core.KeyKind) string {
	switch k {
	case core.KeyPIN:
		return "PIN"
	case core.KeyDigital:
		return "phone"
	case core.KeyOperator:
		return "from afar"
	}
	return k.String()
}

func until(wall int64, z *time.Location) string {
	if wall == 0 {
		return "without end"
	}
	return "until " + time.Unix(0, wall).In(z).Format("Mon 2 Jan 2006 15:04")
}
