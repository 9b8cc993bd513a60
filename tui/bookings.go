package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

// bookingsPane lists who has which door when, from now on.
func bookingsPane(u UI, w, h int) []string {
	titles := "  " + fit(u.t("WHEN"), 24, u.Glyphs)
	if w >= 60 {
		titles += " " + u.t("%s WHO", fit(u.t("DOOR"), 16, u.Glyphs))
	}
	row := func(r rollRow, selected bool) []string {
		b := r.Booking
		line := fit(marked(bookedWhen(u, b), selected), 26, u.Glyphs)
		who := plain.Clean(b.PersonName)
		if b.Pending {
			who += " " + u.t("(its lock has still to hear of it)")
		}
		if w < 60 {
			return []string{strings.TrimRight(line, " "), "    " + clip(plain.Clean(b.DoorName)+u.Glyphs.Dot+who, w-4, u.Glyphs)}
		}
		return []string{line + " " + fit(plain.Clean(b.DoorName), 16, u.Glyphs) + " " + clip(who+plain.Plus(u.Glyphs.Dot, plain.Clean(b.Note)), w-44, u.Glyphs)}
	}
	return rollPane(u, w, h, titles, row, func() []string {
		switch {
		case u.roll().Words != "":
			return teach(w, u.Glyphs, u.t("No booking is found."), u.t("Words are looked for in the names of doors and people. Esc shows all."))
		case u.Admin:
			return teach(w, u.Glyphs, u.t("No bookings."), u.t("A booking opens one door for one person for a time: n makes one."))
		}
		return teach(w, u.Glyphs, u.t("No bookings."), u.t("A booking opens one door for one person for a time. An admin of the site makes one."))
	})
}

// bookedWhen is "Mon 23 Nov 14:00-15:00", or with the day of its end.
func bookedWhen(u UI, b core.BookingRow) string {
	from, until := time.Unix(0, b.From).In(u.Zone), time.Unix(0, b.Until).In(u.Zone)
	if core.DateOf(from) != core.DateOf(until) {
		return u.date(from, "2 Jan 15:04") + "-" + u.date(until, "2 Jan 15:04")
	}
	return u.date(from, "Mon 2 Jan 15:04") + "-" + until.Format(minutes)
}

func (m *model) askCancelBooking() tea.Cmd {
	row, ok := m.ui.chosenRow()
	if !ok {
		return nil
	}
	b := row.Booking
	e := errand{Name: plain.Clean(b.DoorName) + ", " + bookedWhen(m.ui, b), Verb: cancelVerb, Wish: core.CancelBooking{Booking: b.ID}}
	return m.ask(e, m.t("%s opens this door by it no more. A booking that has begun ends now.", plain.Clean(b.PersonName)))
}
