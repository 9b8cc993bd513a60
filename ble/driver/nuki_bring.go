package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

const (
	listPage   = 8 // codes in an answer: long ones are known to break off
	roundsMost = 5 // of comparing and changing
	listsMost  = 3 // answers in a row in which codes are missing
)

// coding is where a session is in making a lock's codes what they should be: list them all, remove,
// update and add what differs, list them again, until they are. Each ask waits for leave
// (State.More), so that everything else goes before the next. What a listing shows is compared and
// let go: codes are secrets, and not all of them are ours.
type coding struct {
	state TableState
	image *codeImage
	empty bool // for a Release: none of ours are to stay
	turn  int  // of beginnings: what was asked before this one says nothing

	offset int
	page   int // entries in the answer under way
	told   int // codes, says the lock
	all    int // codes in the lock; -1: it has not said
	lists  int
	rounds int
	seen   map[string]bool // ours that are there as they should be, or are to be made so
	todo   []change
	full   map[string]core.LeftFor // for which the lock has no place
	held   int
}

// change is one code to be made as it should be.
type change struct {
	id  uint16 // of the code in the lock; meaningless for one that is added
	row *codeRow
	add bool // row nil: it is to be removed
}

// begin compares anew.
func (c *coding) begin(empty bool) {
	*c = coding{empty: empty, turn: c.turn + 1, state: TableState{Step: TableWhole}}
}

// end is that there is nothing to be done with codes here.
func (c *coding) end(step TableStep) { *c = coding{turn: c.turn + 1, state: TableState{Step: step}} }

// bring is given the newest table.
func (c *coding) bring(im Image) {
	image, ok := im.(*codeImage)
	if !ok || !image.whole || c.state.Step != TableWanted && c.state.Step != TableWhole {
		return
	}
	if c.empty {
		image = &codeImage{whole: true}
	}
	c.image, c.full, c.rounds, c.state.Step = image, map[string]core.LeftFor{}, 0, TableBusy
	c.list()
}

// list begins a listing.
func (c *coding) list() {
	c.offset, c.lists, c.held, c.todo, c.seen = 0, 0, 0, nil, map[string]bool{}
	c.rounds++
}

// listed is true when the listing under way has come to its end.
func (c *coding) listed() bool { return c.offset < 0 }

// bringOn asks for the next thing, with leave.
func (s *nukiSession) bringOn(now core.Instant) {
	c := &s.codes
	switch {
	case s.noKeypad() && len(c.image.rows) > 0: // nobody can type one there: what is in it goes all the same
		c.image = &codeImage{version: c.image.version, left: c.image.left + len(c.image.rows), why: c.image.why | core.LeftKeypad, whole: true}
		s.bringOn(now)
	case !s.mem.verified:
		s.begin(s.askVerify(), now)
	case !c.listed():
		s.begin(s.askCodes(), now)
	case len(c.todo) > 0:
		next := c.todo[0]
		c.todo = c.todo[1:]
		s.begin(s.askChange(next), now)
	default:
		c.list() // to see whether they are by now
		s.begin(s.askCodes(), now)
	}
}

// askCodes asks for one page of the listing.
func (s *nukiSession) askCodes() *ask {
	c := &s.codes
	c.page, c.told = 0, -1
	turn := c.turn
	return &ask{
		pinned: true,
		say: func(n nuki.Nonce, _ core.Instant) nuki.Message {
			return nuki.KeypadList{Offset: uint16(c.offset), Count: listPage, Nonce: n, PIN: s.pin}
		},
		hear: func(m nuki.Message, _ core.Instant) bool {
			if turn != c.turn {
				return complete(m)
			}
			switch m := m.(type) {
			case nuki.KeypadCount:
				c.told = int(m.Count)
			case nuki.KeypadEntry:
				c.page++
				c.compare(m)
			}
			if ends := complete(m) && c.told >= 0; !ends {
				return false
			}
			s.pageEnds()
			return true
		},
		no: func(e nuki.ErrorReport, now core.Instant) {
			switch {
			case turn != c.turn:
			case s.admin && s.noKeypad(): // which would be the one to keep codes
				s.codesHeld()
			default:
				s.codesRefused(e, now)
			}
		},
	}
}

// pageEnds: one in which a code is missing proves nothing, and the listing begins again.
func (s *nukiSession) pageEnds() {
	c := &s.codes
	switch {
	case c.page < c.due():
		lists := c.lists + 1
		c.list()
		c.rounds--
		if c.lists = lists; lists >= listsMost {
			s.codesFailed("its list of codes breaks off")
		}
	case c.page == listPage:
		c.offset += listPage
	default:
		c.offset = -1
		s.compared()
	}
}

// due is how many codes there should be in the answer under way. Nobody has published whether a lock
// counts those of the answer, or all that there are: more than were asked for are all. Eight, said of
// the page behind the eighth, may be either, and are believed to be all once nothing has come twice.
func (c *coding) due() int {
	if c.offset == 0 {
		if c.all = c.told; c.told <= listPage {
			c.all = -1
		}
	}
	switch empty := c.page == 0 && c.told == c.offset; {
	case c.all >= 0:
		return max(0, min(c.all-c.offset, listPage))
	case empty && c.offset > 0 && c.lists+1 >= listsMost:
		return 0
	}
	return min(c.told, listPage)
}

// compare takes an entry: ours, and as it should be; ours, and not; or another's.
func (c *coding) compare(e nuki.KeypadEntry) {
	if len(e.Name) < len(codeMark) || e.Name[:len(codeMark)] != codeMark {
		return
	}
	row := c.image.row(e.Name)
	switch {
	case row == nil || c.seen[e.Name]:
		c.todo = append(c.todo, change{id: e.ID})
		return
	case !row.is(e):
		c.todo = append(c.todo, change{id: e.ID, row: row})
	default:
		c.held++
	}
	c.seen[e.Name] = true
}

func (im *codeImage) row(name string) *codeRow {
	for i := range im.rows {
		if im.rows[i].name == name {
			return &im.rows[i]
		}
	}
	return nil
}

// is compares the codes in constant time.
func (r *codeRow) is(e nuki.KeypadEntry) bool {
	same := r.code.Same(e.Code)
	return same && e.Enabled && e.Limited == r.limited && (!r.limited || e.Limits == r.limits)
}

// compared has a whole listing: what is taken away goes first, then what changes, then what is new.
func (s *nukiSession) compared() {
	c := &s.codes
	var removed, updated, added []change
	for _, t := range c.todo {
		if t.row == nil {
			removed = append(removed, t)
		} else {
			updated = append(updated, t)
		}
	}
	for i := range c.image.rows {
		if r := &c.image.rows[i]; !c.seen[r.name] && c.full[r.name] == 0 {
			added = append(added, change{row: r, add: true})
		}
	}
	switch c.todo = append(append(removed, updated...), added...); {
	case len(c.todo) == 0:
		s.codesHeld()
	case c.rounds >= roundsMost:
		s.codesFailed("it does not keep the codes that it is given")
	}
}

// codesHeld: a whole listing has shown it.
func (s *nukiSession) codesHeld() {
	c := &s.codes
	c.state.Step, c.image = TableHeld, &codeImage{version: c.image.version, left: c.image.left, why: c.image.why}
	if c.empty {
		s.leaves = true
		return
	}
	s.reportTable()
}

// codesFailed lets the lock rest.
func (s *nukiSession) codesFailed(why string) {
	c := &s.codes
	c.state.Step, c.state.Why, c.image, c.todo = TableFailed, why, nil, nil
	if c.empty {
		s.released(core.ResultRefused, why)
		return
	}
	s.tell(core.TableReported{Lock: s.lock.ID, Rows: c.held})
}

// reportTable tells what the lock holds, as it has shown.
func (s *nukiSession) reportTable() {
	c := &s.codes
	if c.image == nil {
		return
	}
	why := c.image.why
	for _, of := range c.full {
		why |= of
	}
	s.tell(core.TableReported{Lock: s.lock.ID, Version: c.image.version, Rows: c.held, Left: c.image.left + len(c.full), LeftFor: why})
}
