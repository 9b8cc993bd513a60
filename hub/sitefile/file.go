package sitefile

import "fmt"

// The shape of the file, version 1. Every value keeps its place, for whoever has to mend it.

type place struct{ line, col int32 }

func (p place) String() string { return fmt.Sprintf("%d:%d", p.line, p.col) }

// text is a scalar as it stands. set is false when the key is not there or has no value.
type text struct {
	s   string
	at  place
	set bool
}

type file struct {
	at        place
	name      text
	zone      text
	tagLease  text
	pinLease  text
	keep      text
	amnesty   text
	pins      pins
	calendars []calendar
	schedules []schedule
	doors     []door
	pods      []pod
	groups    []group
	people    []person
	bookings  []booking
	dealers   []dealer

	hasBookings, hasDealers bool
}

type door struct {
	at                 place
	id, name           text
	lock               text // serial or id; "none"; not set: as it is
	openFor, notClosed text
	office, schedule   text
	table, lease       text
	alerts             alerting
	officing           officing
	guarding           guarding
}

type group struct {
	at       place
	id, name text
	doors    []text
	schedule text
	clock    text
	pod      text
}

type person struct {
	at                     place
	id, first, last, email text
	role                   text
	rights, groups         []text
	blocked, from, until   text
	unsubscribed           text
	extraTime, guest       text
	pod                    text
	keys                   []key
}

// key has exactly one of tag, pin and digital.
type key struct {
	at                place
	id                text
	tag, pin, digital text
	state, uses       text
	from, until       text
}
