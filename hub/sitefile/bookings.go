package sitefile

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/goccy/go-yaml/ast"

	"localiq/core"
	"localiq/core/order"
)

type booking struct {
	at                            place
	id, person, door, from, until text
	share, note                   text
}

func (r *reader) booking(n ast.Node) booking {
	t := r.table(n, "a booking")
	defer t.done()
	return booking{at: t.at, id: t.text("id"), person: t.text("person"), door: t.text("door"), from: t.text("from"), until: t.text("until"),
		share: t.text("share"), note: t.text("note")}
}

// bookings come after people and doors. A file without the section leaves them as they are, but for
// those of people and doors that go.
func (p *planner) bookings(f file) {
	if !f.hasBookings {
		p.unbooked()
		return
	}
	entries, written := make([]entry, len(f.bookings)), make([]core.Booking, len(f.bookings))
	for i, b := range f.bookings {
		written[i] = p.booking(b)
		name := bookedAs(written[i])
		entries[i] = entry{b.at, b.id, name, p.bookingWord(written[i])}
	}
	have := make([]known, len(p.old.Bookings))
	for i, b := range p.old.Bookings {
		have[i] = known{string(b.ID), bookedAs(b)}
	}
	for i, id := range p.match("booking", "b", have, entries) {
		is, was := written[i], p.old.Booking(core.BookingID(id))
		is.ID = core.BookingID(id)
		if was == nil && p.tools.Now != 0 && is.Until < p.tools.Now-int64(core.BookingsKept) {
			continue // it would leave at once
		}
		var d diff
		if was != nil {
			of(&d, "person", p.called(was.Person), p.called(is.Person))
			ofList(&d, "door", p.doorNames([]core.DoorID{was.Door}), p.doorNames([]core.DoorID{is.Door}))
			of(&d, "from", p.momentWord(was.From, false), p.momentWord(is.From, false))
			of(&d, "until", p.momentWord(was.Until, true), p.momentWord(is.Until, true))
			of(&d, "share", was.Share, is.Share)
		}
		p.put(is, f.bookings[i].at, was == nil, "booking of "+entries[i].said, d)
		if note := f.bookings[i].note; note.set && (was == nil || p.note(*was) != note.s || was.Person != is.Person) {
			p.secret(is.Person, core.NoteOf(is.ID), core.NewSecret(note.s))
		}
	}
	for _, b := range p.old.Bookings {
		if p.drop(b.Ref()) {
			p.dropped("drop booking of %s", p.bookingWord(b))
		}
	}
}

// note is what a booking is for, as it is kept.
func (p *planner) note(b core.Booking) string {
	if p.tools.Secrets == nil {
		return ""
	}
	all, err := p.tools.Secrets(b.Person)
	if err != nil {
		return ""
	}
	return all[core.NoteOf(b.ID)].Reveal()
}

// bookedAs is what a booking goes by where there is no id.
func bookedAs(b core.Booking) string { return fmt.Sprint(b.Person, "\x00", b.Door, "\x00", b.From) }

func (p *planner) booking(f booking) (is core.Booking) {
	for _, t := range []struct {
		t    text
		word string
	}{{f.person, "person"}, {f.door, "door"}, {f.from, "from"}, {f.until, "until"}} {
		if !t.t.set {
			p.fault(f.at, "a booking has no %s", t.word)
		}
	}
	if f.person.set {
		is.Person = core.PersonID(p.resolve(p.personIndex, f.person))
	}
	if f.door.set {
		is.Door = core.DoorID(p.resolve(p.doorIndex, f.door))
	}
	is.From, is.Until = p.span(f.from, f.until)
	is.Share = p.yes(f.share)
	if len(f.note.s) > core.MaxNote || strings.ContainsFunc(f.note.s, unicode.IsControl) {
		p.fault(f.note.at, "a note has at most %d bytes, and no control characters", core.MaxNote)
	}
	if is.From%int64(time.Minute) != 0 || is.Until%int64(time.Minute) != 0 {
		p.fault(f.from.at, "a booking begins and ends with a minute")
	}
	return is
}

func (p *planner) bookingWord(b core.Booking) string {
	who := p.personIndex.name(string(b.Person))
	if who == "" {
		who = p.called(b.Person)
	}
	return fmt.Sprintf("%s at %s from %s", who, strings.Join(p.doorNames([]core.DoorID{b.Door}), ""), p.momentWord(b.From, false))
}

// unbooked drops the bookings of people and doors that go.
func (p *planner) unbooked() {
	for _, b := range p.old.Bookings {
		if !p.keeps(core.Person{ID: b.Person}.Ref()) || !p.keeps(core.Door{ID: b.Door}.Ref()) {
			p.plan.Edits = append(p.plan.Edits, core.Drop(b.Ref()))
			p.dropped("drop booking %s of %s", b.ID, p.called(b.Person))
		}
	}
}

// bookings are written only where there are any. What each is for is sealed with its person.
func (x *exporter) bookings() error {
	rows := order.Copy(x.cfg.Bookings, func(a, b core.Booking) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	if len(rows) == 0 {
		return nil
	}
	doors := references(x.cfg.Doors, func(d core.Door) string { return d.Name })
	x.section("bookings", len(rows))
	for _, b := range rows {
		sealed, err := x.from.Secrets(b.Person)
		if err != nil {
			return fmt.Errorf("sitefile: what booking %s is for: %w", b.ID, err)
		}
		x.first(1, "person", string(b.Person))
		x.field(2, "id", string(b.ID))
		x.field(2, "door", doors[string(b.Door)])
		x.span(2, b.From, b.Until)
		if b.Share {
			x.line(2, "share: true")
		}
		x.field(2, "note", sealed[core.NoteOf(b.ID)].Reveal())
	}
	return nil
}
