package softnuki

import (
	"slices"

	"localiq/ble/nuki"
)

// code is one that the keypad takes.
type code struct {
	ID         uint16
	Digits     string
	Name       string
	Enabled    bool
	Created    nuki.Time
	LastActive nuki.Time
	Uses       uint16
	Limited    bool
	Limits     nuki.Limits
}

// same takes as long whatever differs.
func (c code) same(d nuki.Code) bool { return c.code().Same(d) }

func (c code) code() nuki.Code {
	d, err := nuki.ParseCode(c.Digits)
	if err != nil {
		panic("softnuki: a code was kept that is none") // addCode and updateCode take none
	}
	return d
}

func (t to) addCode(m nuki.KeypadAdd) {
	l := t.c.lock
	switch why := l.refusesCode(0, m.Code, m.Limited, m.Limits); {
	case why != 0:
		t.refuse(why, m.Command())
		return
	case len(l.rec.Codes) >= l.cfg.Room || l.has(TableFull):
		t.refuse(nuki.ErrorTooManyEntries, m.Command())
		return
	}
	l.rec.Code++
	c := code{
		ID: l.rec.Code, Digits: m.Code.Reveal(), Name: m.Name, Enabled: true, Created: nuki.TimeOf(l.now()),
		Limited: m.Limited, Limits: m.Limits,
	}
	l.rec.Codes, l.dirty = append(l.rec.Codes, c), true
	t.say(nuki.KeypadAdded{ID: c.ID, Created: c.Created})
	t.complete()
}

// refusesCode says why one cannot be id's; 0: it can.
func (l *Lock) refusesCode(id uint16, c nuki.Code, limited bool, limits nuki.Limits) nuki.ErrorCode {
	switch {
	case l.rec.NoKeypad:
		return nuki.ErrorBadParameter
	case !c.Valid():
		return nuki.ErrorCodeInvalid
	case limited && !sound(limits):
		return nuki.ErrorBadParameter
	}
	for _, o := range l.rec.Codes {
		if o.ID != id && o.same(c) {
			return nuki.ErrorCodeExists
		}
	}
	return 0
}

// listCodes: an offset beyond the last is an empty page.
func (t to) listCodes(m nuki.KeypadList) {
	all := t.c.lock.rec.Codes
	page := all[min(int(m.Offset), len(all)):min(int(m.Offset)+int(m.Count), len(all))]
	t.say(nuki.KeypadCount{Count: uint16(len(page))})
	for _, c := range page {
		t.say(nuki.KeypadEntry{
			ID: c.ID, Code: c.code(), Name: c.Name, Enabled: c.Enabled, Created: c.Created, LastActive: c.LastActive,
			Uses: c.Uses, Limited: c.Limited, Limits: c.Limits,
		})
	}
	t.complete()
}

func (t to) updateCode(m nuki.KeypadUpdate) {
	l := t.c.lock
	i := l.find(m.ID)
	why := nuki.ErrorBadParameter
	if i >= 0 {
		why = l.refusesCode(m.ID, m.Code, m.Limited, m.Limits)
	}
	if why != 0 {
		t.refuse(why, m.Command())
		return
	}
	c := &l.rec.Codes[i]
	c.Digits, c.Name, c.Enabled, c.Limited, c.Limits = m.Code.Reveal(), m.Name, m.Enabled, m.Limited, m.Limits
	l.dirty = true
	t.complete()
}

func (t to) removeCode(m nuki.KeypadRemove) {
	l := t.c.lock
	i := l.find(m.ID)
	if i < 0 {
		t.refuse(nuki.ErrorBadParameter, m.Command())
		return
	}
	l.rec.Codes, l.dirty = slices.Delete(l.rec.Codes, i, i+1), true
	t.complete()
}

func (l *Lock) find(id uint16) int {
	return slices.IndexFunc(l.rec.Codes, func(c code) bool { return c.ID == id })
}

// typed is somebody having typed a code: it pulls the latch, or is refused, and is in the log
// either way. What was typed is not.
func (l *Lock) typed(c nuki.Code) {
	m := move{action: nuki.Unlatch, entry: nuki.LogEntry{Type: nuki.LogKeypad, Source: nuki.SourceCode}}
	i := slices.IndexFunc(l.rec.Codes, func(o code) bool { return o.same(c) })
	if i < 0 {
		l.say("code refused: %s", nuki.DoneBadCode)
		l.note(m, nuki.DoneBadCode)
		return
	}
	o := &l.rec.Codes[i]
	m.entry.Name, m.entry.Code = o.Name, o.ID
	now := l.now()
	switch {
	case !o.Enabled || o.Limited && !Good(o.Limits, now+l.offset(now)):
		l.say("code refused: %s", nuki.DoneNotNow)
		l.note(m, nuki.DoneNotNow)
	case l.on.moving:
		l.note(m, nuki.DoneBusy)
	default:
		o.LastActive, o.Uses = nuki.TimeOf(now), o.Uses+1
		l.move(m)
	}
}
