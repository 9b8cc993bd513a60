package verbs

import (
	"context"
	"fmt"
	"time"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// Booking is `localiq booking …`.
type Booking struct {
	Add    BookingAdd    `cmd:"" help:"Give a person a room for a time: localiq booking add \"Ana Novak\" --room Lab --from 2026-11-23T14:00 --until 2026-11-23T15:00"`
	Move   BookingMove   `cmd:"" help:"Another time or room: localiq booking move b-0123 --until 2026-11-23T16:00"`
	Cancel BookingCancel `cmd:"" help:"Take a booking back; one that has begun ends now: localiq booking cancel b-0123"`
	List   BookingList   `cmd:"" help:"The bookings from today on: localiq booking list --filter Lab"`
	Report BookingReport `cmd:"" help:"Room use, who did not come, and who stayed: localiq booking report --from 2026-11-01 --to 2026-11-30"`
}

type BookingAdd struct {
	Change
	Who   string `arg:"" help:"The person or guest, by name or id."`
	Room  string `required:"" placeholder:"NAME" help:"The door of the room."`
	From  string `required:"" placeholder:"WHEN" help:"From when, on the site's clock: 2026-11-23T14:00."`
	Until string `required:"" placeholder:"WHEN" help:"Until when."`
	Note  string `placeholder:"TEXT" help:"What for; kept sealed."`
	Share bool   `help:"Also where others have the room then."`
}

func (c *BookingAdd) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		w := core.Book{Person: core.PersonID(c.Who), Door: core.DoorID(c.Room), Note: c.Note, Share: c.Share}
		if w.From, w.Until, err = v.fromUntil(d.Ctx, c.From, c.Until); err != nil {
			return err
		}
		return v.changes(d.Ctx, w, c.DryRun, "Booked.")
	})
}

type BookingMove struct {
	Change
	Booking string `arg:"" help:"The booking's id, from: localiq booking list"`
	Room    string `placeholder:"NAME" help:"Another room."`
	From    string `placeholder:"WHEN" help:"Another beginning."`
	Until   string `placeholder:"WHEN" help:"Another end."`
	Share   bool   `help:"Also where others have the room then."`
}

func (c *BookingMove) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) (err error) {
		w := core.MoveBooking{Booking: core.BookingID(c.Booking), Door: core.DoorID(c.Room), Share: c.Share}
		if w.From, w.Until, err = v.fromUntil(d.Ctx, c.From, c.Until); err != nil {
			return err
		}
		return v.changes(d.Ctx, w, c.DryRun, "Moved.")
	})
}

type BookingCancel struct {
	Change
	Booking string `arg:"" help:"The booking's id, from: localiq booking list"`
}

func (c *BookingCancel) Run(d *Desk) error {
	return c.does(d, core.CancelBooking{Booking: core.BookingID(c.Booking)}, "Cancelled.")
}

type BookingList struct {
	Place
	Filter string `placeholder:"TEXT" help:"Only with this in the name of the room or the person."`
	From   string `placeholder:"WHEN" help:"Only what ends after this (default: now)."`
	Until  string `placeholder:"WHEN" help:"Only what begins before this."`
	JSON   bool   `help:"One JSON object."`
}

func (c *BookingList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		from, until, err := v.fromUntil(d.Ctx, c.From, c.Until)
		if err != nil {
			return err
		}
		s, err := v.newest(d.Ctx)
		if err != nil {
			return err
		}
		if c.From == "" {
			from = s.Now.Wall
		}
		t, err := v.ask(d.Ctx, core.ListBookings{From: from, Until: until, Filter: c.Filter})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t.Bookings)
		}
		out := bookingLines(t.Bookings, zone(s))
		if len(out) == 0 {
			out = []string{"There is no booking. Make one: localiq booking add"}
		}
		return v.lines(out...)
	})
}

func bookingLines(rows []core.BookingRow, z *time.Location) (out []string) {
	for _, b := range rows {
		line := fmt.Sprintf("%s  %-28s %-20s %s", b.ID, between(b.From, b.Until, z), b.DoorName, b.PersonName)
		if b.Share {
			line += "  (shares)"
		}
		if b.Note != "" {
			line += "  " + b.Note
		}
		if b.Pending {
			line += "  (its lock has still to hear of it)"
		}
		out = append(out, plain.Clean(line))
	}
	return out
}

// between is "Mon 23 Nov 2026 14:00-15:00".
func between(from, until int64, z *time.Location) string {
	a, b := time.Unix(0, from).In(z), time.Unix(0, until).In(z)
	form := "15:04"
	if core.DateOf(a) != core.DateOf(b) {
		form = " Mon 2 Jan 15:04"
	}
	return a.Format("Mon 2 Jan 2006 15:04") + "-" + b.Format(form)
}

// fromUntil reads two times; "" is 0, and a day that ends something is meant whole.
func (v Verbs) fromUntil(ctx context.Context, from, until string) (a, b int64, err error) {
	if a, err = v.moment(ctx, from); err == nil {
		b, err = v.end(ctx, until)
	}
	return a, b, err
}
