package virtual

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"localiq/ble/profile"
)

// tables are the keys that the lock opens for by itself, as they are worked with; the record has
// them as bytes. What is here is kept: a change that could not be is as if it never came.
type tables struct {
	counts *profile.TableImage // nil: none
	mark   profile.TableMark   // of it
	staged *profile.TableStage // that is being brought; nil: none
}

// table is one that counts, as it is kept. It holds a key.
type table struct {
	Version uint64 // the hub's number
	Image   []byte // profile.TableImage
}

// brought is one that is not there yet.
type brought struct {
	Begin []byte // profile.TableBegin
	Puts  []piece
}

type piece struct {
	Part uint8
	Put  []byte // profile.TablePut
}

// defaultRoom is rows: who works in the largest site that one hub has, with a tag and a PIN each.
const defaultRoom = 2000

// tables makes of the record what is worked with.
func (r *record) tables() (t tables, err error) {
	if r.Table != nil {
		t.counts = &profile.TableImage{}
		if err := cbor.Unmarshal(r.Table.Image, t.counts); err != nil {
			return t, err
		}
		if err := t.counts.Check(); err != nil {
			return t, err
		}
		t.mark = t.counts.Mark(r.Table.Version)
	}
	if r.Staged == nil {
		return t, nil
	}
	var b profile.TableBegin
	if err := cbor.Unmarshal(r.Staged.Begin, &b); err != nil {
		return t, err
	}
	t.staged = profile.Stage(t.counts, b)
	for _, p := range r.Staged.Puts {
		var put profile.TablePut
		if err := cbor.Unmarshal(p.Put, &put); err != nil {
			return t, err
		}
		if err := t.staged.Put(put); err != nil {
			return t, err
		}
	}
	return t, nil
}

// with is what was brought and p. A part that begins anew forgets what was brought of it before.
func (b *brought) with(p profile.TablePut) *brought {
	puts := b.Puts
	if p.First {
		puts = slices.DeleteFunc(slices.Clone(puts), func(q piece) bool { return q.Part == p.Part })
	}
	return &brought{b.Begin, append(slices.Clip(puts), piece{p.Part, packed(p)})}
}

// packed is what tables reads.
func packed(v any) []byte {
	b, err := cbor.Marshal(v)
	if err != nil {
		panic("virtual: table: " + err.Error()) // nothing in it can fail
	}
	return b
}

func (c *Conn) beginTable(m profile.TableBegin) {
	l := c.lock
	switch {
	case m.Mark.Rows > uint32(l.cfg.Room):
		c.tellTable(fmt.Sprintf("%d rows, and there is room for %d", m.Mark.Rows, l.cfg.Room))
		return
	case l.tables.staged != nil && l.tables.staged.Continues(m):
	case !l.keeps(func(r *record) { r.Staged = &brought{Begin: packed(m)} }):
		c.refuse(m, profile.ErrorBusy)
		return
	default:
		l.tables.staged = profile.Stage(l.tables.counts, m)
	}
	c.tellTable("")
}

// putTable keeps each piece: a power cut does not begin the whole anew. While parts change one by
// one there may be the rows of both tables.
func (c *Conn) putTable(m profile.TablePut) {
	l := c.lock
	if l.tables.staged == nil || l.tables.staged.Rows()+len(m.Rows) > 2*l.cfg.Room {
		c.refuse(m, profile.ErrorBusy)
		return
	}
	if l.tables.staged.Put(m) != nil {
		c.refuse(m, profile.ErrorMalformed)
		return
	}
	if l.keeps(func(r *record) { r.Staged = r.Staged.with(m) }) {
		return
	}
	c.refuse(m, profile.ErrorBusy)
	if t, err := l.rec.tables(); err == nil { // it was read before
		l.tables = t
	}
}

func (c *Conn) commitTable(m profile.TableCommit) {
	l := c.lock
	if l.tables.staged == nil {
		if why := "nothing is being brought"; l.tables.mark != m.Mark {
			c.tellTable(why)
			return
		}
		c.tellTable("") // it was committed, and the link was lost before the answer
		return
	}
	t, err := l.tables.staged.Commit(m.Mark)
	switch {
	case err != nil:
		c.tellTable(err.Error())
		return
	case len(t.Rows) > l.cfg.Room:
		c.tellTable("more rows than there is room for")
		return
	case !l.keeps(func(r *record) { r.Table, r.Staged = &table{m.Mark.Version, packed(t)}, nil }):
		c.tellTable("the memory cannot be written")
		return
	}
	l.tables = tables{counts: t, mark: t.Mark(m.Mark.Version)}
	l.say("table of %d keys", len(t.Rows))
	c.tellTable("")
}

// tellTable answers what concerns the table; why is the commit's that was not taken.
func (c *Conn) tellTable(why string) {
	l := c.lock
	c.post(func() profile.Message {
		s := profile.TableState{Mark: l.tableMark(), Why: why}
		if l.tables.staged != nil {
			s.Staged, s.Parts = l.tables.staged.Mark, l.tables.staged.Parts()
		}
		return s
	})
}

// tableMark says also what there is room for.
func (l *Lock) tableMark() profile.TableMark {
	if !l.can().Has(profile.CanTable) {
		return profile.TableMark{}
	}
	m := l.tables.mark
	m.Room = uint32(l.cfg.Room)
	return m
}
