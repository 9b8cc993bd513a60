package verbs

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"localiq/core"
)

type BookingReport struct {
	Place
	From string `required:"" placeholder:"WHEN" help:"From this day or time on, on the site's clock."`
	To   string `required:"" placeholder:"WHEN" help:"To this time; a day is meant whole."`
	CSV  bool   `name:"csv" help:"One line of comma-separated values for each booking."`
	JSON bool   `help:"One JSON object."`
}

func (c *BookingReport) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		from, until, err := v.fromUntil(d.Ctx, c.From, c.To)
		if err != nil {
			return err
		}
		t, err := v.ask(d.Ctx, core.ReportBookings{From: from, Until: until})
		if err != nil {
			return err
		}
		s, err := v.newest(d.Ctx)
		if err != nil {
			return err
		}
		switch {
		case v.JSON:
			return v.json(t.Used)
		case c.CSV:
			return v.stayCSV(t.Used, zone(s))
		}
		return v.lines(useLines(t.Used, zone(s))...)
	})
}

// useLines are the stays, then the days, then the hours of each room.
func useLines(u *core.RoomUse, z *time.Location) (out []string) {
	if u.Reach != (core.Instant{}) {
		out = append(out, "The ledger reaches back to "+u.Reach.In(z).Format("2 Jan 2006 15:04")+"; of what was before nobody knows who came.")
	}
	for i := range u.Stays {
		s := &u.Stays[i]
		out = append(out, fmt.Sprintf("%-28s %-20s %-24s %s", between(s.From, s.Until, z), s.DoorName, somebody(s.PersonName), stayWords(s, z)))
	}
	for _, r := range u.Days {
		line := fmt.Sprintf("%s  %-20s booked %s, %d", r.Date, r.DoorName, core.SayDuration(time.Duration(r.Booked)), r.Bookings)
		if r.NoShows > 0 {
			line += fmt.Sprintf(", %d not used", r.NoShows)
		}
		out = append(out, line)
	}
	for _, h := range u.Hours {
		out = append(out, h.DoorName+" by hour: "+hourWords(&h))
	}
	if len(out) == 0 {
		return []string{"Nothing was booked then."}
	}
	return out
}

func somebody(name string) string {
	if name == "" {
		return "somebody"
	}
	return name
}

// stayWords is "came 5 min late, stayed 25 min".
func stayWords(s *core.Stay, z *time.Location) string {
	var said []string
	if s.Came != 0 {
		word := "came"
		switch off := time.Duration(s.Came - s.From).Truncate(time.Minute); {
		case off > 0:
			word += " " + core.SayDuration(off) + " late"
		case off < 0:
			word += " " + core.SayDuration(-off) + " early"
		}
		said = append(said, word)
	}
	switch end := s.End.String(); {
	case s.End == core.StayOver && s.Again != 0 && s.Left == 0:
		said = append(said, "let in again at "+time.Unix(0, s.Again).In(z).Format("15:04"))
	case s.End == core.StayOver:
		said = append(said, end+" "+core.SayDuration(time.Duration(s.Over))+" longer")
	case s.End == core.StayLeft:
		said = append(said, end+" at "+time.Unix(0, s.Left).In(z).Format("15:04"))
	case s.End == core.StayUnknown && s.Came == 0:
		said = append(said, "the door stood open: nobody can tell")
	default:
		said = append(said, end)
	}
	return strings.Join(said, ", ")
}

func hourWords(h *core.RoomHours) string {
	var said []string
	for i, n := range h.Booked {
		if n > 0 {
			said = append(said, fmt.Sprintf("%02d %s", i, core.SayDuration(time.Duration(n))))
		}
	}
	return strings.Join(said, ", ")
}

// stayCSV guards names against being read as formulas by a spreadsheet.
func (v Verbs) stayCSV(u *core.RoomUse, z *time.Location) error {
	w := csv.NewWriter(v.Out)
	rows := [][]string{{"booking", "room", "person", "from", "until", "came", "left", "end", "over_minutes"}}
	at := func(wall int64) string {
		if wall == 0 {
			return ""
		}
		return time.Unix(0, wall).In(z).Format(time.RFC3339)
	}
	for _, s := range u.Stays {
		rows = append(rows, []string{string(s.ID), cell(s.DoorName), cell(s.PersonName), at(s.From), at(s.Until), at(s.Came), at(s.Left), s.End.String(),
			strconv.FormatInt(s.Over/int64(time.Minute), 10)})
	}
	return w.WriteAll(rows)
}

func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
