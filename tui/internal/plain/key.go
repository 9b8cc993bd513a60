package plain

import (
	"strings"
	"time"

	"localiq/core"
)

// AtDoors is how a key stands at each door, by what the locks have proved: "held: Lab; on its way: Front".
func AtDoors(doors []core.KeyAt, z *time.Location) string {
	by := map[core.KeyIs][]string{}
	for _, at := range doors {
		name := at.Name
		if at.Until != 0 {
			name += " until " + time.Unix(0, at.Until).In(z).Format("2 Jan 15:04")
		}
		by[at.Is] = append(by[at.Is], name)
	}
	var said []string
	for is := core.KeyHeld; is <= core.KeyLingers; is++ {
		if len(by[is]) > 0 {
			said = append(said, is.String()+": "+strings.Join(by[is], ", "))
		}
	}
	return strings.Join(said, "; ")
}

// Span is " from … until …", or nothing where there is no limit.
func Span(from, until int64, z *time.Location) (said string) {
	if from != 0 {
		said += " from " + time.Unix(0, from).In(z).Format("2 Jan 2006 15:04")
	}
	if until != 0 {
		said += " until " + End(until, z)
	}
	return said
}

// End names the day that is meant whole where the end is midnight.
func End(until int64, z *time.Location) string {
	at := time.Unix(0, until).In(z)
	if at.Hour() == 0 && at.Minute() == 0 {
		return "the end of " + at.AddDate(0, 0, -1).Format("2 Jan 2006")
	}
	return at.Format("2 Jan 2006 15:04")
}
