package sitefile

import (
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// read makes a file of YAML, or tells every fault that it found.
func read(src []byte) (file, error) {
	return readBy(src, atOnce)
}

func readBy(src []byte, atMost int) (file, error) {
	r := new(reader)
	rest, pieces := src, []piece(nil)
	if utf8.Valid(src) {
		rest, pieces = cut(src, atMost)
	}
	f := r.file(r.parse(rest, 0), pieces)
	return f, r.err()
}

func (r *reader) file(root ast.Node, pieces []piece) (f file) {
	if root == nil {
		return f
	}
	t := r.table(root, "the site file")
	f.at = t.at
	if v := t.text("version"); !v.set || v.s != "1" {
		r.fault(or(v.at, t.at), "this release reads version 1: write `version: 1` at the top")
	}
	if n := t.need("site", "`site:` with `name:` and `zone:`"); n != nil {
		s := r.table(n, "site")
		f.name, f.zone = s.text("name"), s.text("zone")
		f.tagLease, f.pinLease = s.text("tagLease"), s.text("pinLease")
		f.keep = s.text("keep")
		f.amnesty = s.text("amnesty")
		f.pins = pinsOf(s)
		s.done()
	}
	for _, n := range t.list("calendars") { // files of older releases have none
		f.calendars = append(f.calendars, r.calendar(n))
	}
	for _, n := range t.section("schedules") {
		f.schedules = append(f.schedules, r.schedule(n))
	}
	for _, n := range t.section("doors") {
		f.doors = append(f.doors, r.door(n))
	}
	for _, n := range t.list("pods") { // files of sites without any have none
		f.pods = append(f.pods, r.pod(n))
	}
	for _, n := range t.section("groups") {
		f.groups = append(f.groups, r.group(n))
	}
	f.people = r.crowd(t.section("people"), pieces)
	f.hasBookings, f.hasDealers = t.rows["bookings"] != nil, t.rows["dealers"] != nil
	for _, n := range t.list("bookings") {
		f.bookings = append(f.bookings, r.booking(n))
	}
	for _, n := range t.list("dealers") {
		f.dealers = append(f.dealers, r.dealer(n))
	}
	t.value("rehearsal") // is no part of the site
	t.done()
	return f
}

func (r *reader) door(n ast.Node) door {
	t := r.table(n, "a door")
	defer t.done()
	return door{at: t.at, id: t.text("id"), name: t.text("name"), lock: t.text("lock"),
		openFor: t.text("openFor"), notClosed: t.text("notClosed"), office: t.text("office"), schedule: t.text("schedule"),
		table: t.text("table"), lease: t.text("lease"), alerts: alertingOf(t), officing: officingOf(t), guarding: guardingOf(t)}
}

func (r *reader) group(n ast.Node) group {
	t := r.table(n, "a group")
	defer t.done()
	return group{at: t.at, id: t.text("id"), name: t.text("name"), doors: t.texts("doors"), schedule: t.text("schedule"), clock: t.text("clock"), pod: t.text("pod")}
}

func (r *reader) person(n ast.Node) person {
	t := r.table(n, "a person")
	defer t.done()
	p := person{at: t.at, id: t.text("id"), first: t.text("first"), last: t.text("last"), email: t.text("email"),
		role: t.text("role"), rights: t.texts("rights"), groups: t.texts("groups"),
		blocked: t.text("blocked"), unsubscribed: t.text("unsubscribed"), from: t.text("from"), until: t.text("until"), extraTime: t.text("extraTime"), guest: t.text("guest"), pod: t.text("pod")}
	for _, k := range t.list("keys") {
		p.keys = append(p.keys, r.key(k))
	}
	return p
}

func (r *reader) key(n ast.Node) key {
	t := r.table(n, "a key")
	defer t.done()
	k := key{at: t.at, id: t.text("id"), tag: t.text("tag"), pin: t.text("pin"), digital: t.text("digital"),
		state: t.text("state"), uses: t.text("uses"), from: t.text("from"), until: t.text("until")}
	if countSet(k.tag, k.pin, k.digital) != 1 {
		r.fault(t.at, "a key is one thing: write `tag:` with its number, or `pin: new`")
	}
	return k
}

func countSet(ts ...text) (n int) {
	for _, t := range ts {
		if t.set {
			n++
		}
	}
	return n
}

func or(a, b place) place {
	if a == (place{}) {
		return b
	}
	return a
}
