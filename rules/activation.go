package rules

import (
	"crypto/subtle"
	"time"

	"localiq/core"
)

// Wrong activation codes are counted as wrong PINs for the IQ are, with the same pauses: those of a person
// with their own, those that are typed at the box itself together. In a pause the right one is not taken
// either, and nothing counts.

// activated: the code is the right to choose a PIN, and is used up by it.
func (d *draft) activated(e core.Activated) {
	if left := triesLeft(d.codes(), d.in.At, iqPauseLongest); left != 0 {
		d.refuse(core.Errorf(core.CodeActivation, "too many activation codes were wrong").
			Advise("wait for " + core.SayDuration(max(left.Round(time.Second), time.Second))))
		return
	}
	p := d.invited(e.Code)
	as := d.in.Origin.As
	switch {
	case p == nil, p.Invite.Until <= d.in.At.Wall, as != "" && as != p.ID, e.PIN.IsZero():
		d.refuse(d.codeWrong())
		return
	case p.Blocked:
		d.refuse(acts(&d.cfg.Settings, p, d.in.At))
		return
	}
	is := *p
	is.IQPIN, is.Invite = e.PIN, core.Invite{}
	d.edited(core.SiteEdited{Why: "a person activated the IQ", Edits: []core.Edit{core.Put(is)}})
	if as == "" && d.out.Answer.Error == nil {
		d.hub.Codes = core.Tries{}
	}
}

// codes are the wrong ones of whoever asks.
func (d *draft) codes() *core.Tries {
	if as := d.in.Origin.As; as != "" {
		c := d.count(as)
		return &c.IQ
	}
	return &d.hub.Codes
}

// codeWrong counts one more, and tells of it.
func (d *draft) codeWrong() *core.Error {
	err, n := core.WrongInvite(), core.Notice{What: core.CodeWasWrong, Person: d.in.Origin.As}
	t, pause := iqCounted(*d.codes(), d.in.At)
	if pause != 0 {
		n.Reason, n.For = core.LockedOut, int64(pause)
		err.Do = "the next is taken in " + core.SayDuration(pause)
	}
	if as := d.in.Origin.As; as == "" {
		d.hub.Codes = t
	} else {
		c := d.count(as)
		c.IQ = t
		d.recount(c)
	}
	d.tell(n)
	return err
}

// invited is whose code it is; every code is looked at.
func (d *draft) invited(code core.Digest) (found *core.Person) {
	for i := range d.cfg.People {
		p := &d.cfg.People[i]
		if same := subtle.ConstantTimeCompare(p.Invite.Code[:], code[:]); same == 1 && !code.IsZero() {
			found = p
		}
	}
	return found
}
