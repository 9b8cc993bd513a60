package plain

import (
	"strings"
	"time"

	"localiq/core"
)

// Opens is "tag and PIN until Mon 23 Nov 18:00, by group Staff, schedule Hours".
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
	return means(o, z) + ", " + by
}

// means joins ways that end together.
func means(o core.Opener, z *time.Location) string {
	var parts, words []string
	for i, m := range o.With {
		words = append(words, KeyWord(m.Kind))
		if i+1 == len(o.With) || o.With[i+1].Until != m.Until {
			parts, words = append(parts, strings.Join(words, " and ")+" "+until(m.Until, z)), nil
		}
	}
	return strings.Join(parts, "; ")
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
