package plain

import (
	"strings"
	"time"

	"localiq/core"
	"localiq/tui/internal/texts"
)

// AtDoors is how a key stands at each door, by what the locks have proved: "held: Lab; on its way: Front".
func AtDoors(l texts.Language, doors []core.KeyAt, z *time.Location) string {
	by := map[core.KeyIs][]string{}
	for _, at := range doors {
		name := at.Name
		if at.Until != 0 {
			name += " " + l.Say("until %s", l.Time(time.Unix(0, at.Until).In(z), "2 Jan 15:04"))
		}
		by[at.Is] = append(by[at.Is], name)
	}
	var said []string
	for is := core.KeyHeld; is <= core.KeyLingers; is++ {
		if len(by[is]) > 0 {
			said = append(said, l.Say(is.String())+": "+strings.Join(by[is], ", "))
		}
	}
	return strings.Join(said, "; ")
}

// Span is " from … until …", or nothing where there is no limit.
func Span(l texts.Language, from, until int64, z *time.Location) (said string) {
	if from != 0 {
		said += " " + l.Say("from %s", l.Time(time.Unix(0, from).In(z), "2 Jan 2006 15:04"))
	}
	if until != 0 {
		said += " " + l.Say("until %s", End(l, until, z))
	}
	return said
}

// End names the day that is meant whole where the end is midnight.
func End(l texts.Language, until int64, z *time.Location) string {
	at := time.Unix(0, until).In(z)
	if at.Hour() == 0 && at.Minute() == 0 {
		return l.Say("the end of %s", l.Time(at.AddDate(0, 0, -1), "2 Jan 2006"))
	}
	return l.Time(at, "2 Jan 2006 15:04")
}
