package virtual

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// codes are the wrong PINs: that neither the table nor the hub knew. A right one changes nothing
// of them: whoever has one could guess the others' for ever. They outlive a power cut, or whoever
// takes the batteries out could; what had gone of their time by then counts anew, because nobody
// can tell. Instants are ms of uptime.
type codes struct {
	Wrong  int   `json:",omitempty"` // not forgiven yet
	Since  int64 `json:",omitempty"` // from then on the next one is being forgiven
	Rounds int   `json:",omitempty"` // pauses, until a quiet LastPause after one
	Last   int64 `json:",omitempty"` // the last wrong one, or the end of the pause after it
	Until  int64 `json:",omitempty"` // none is taken before; 0: they are taken
}

func (c codes) pause() time.Duration {
	d := profile.FirstPause
	for i := 1; i < c.Rounds && d < profile.LastPause; i++ {
		d *= 2
	}
	return min(d, profile.LastPause)
}

// forgive is what time does: a wrong one for each ForgivePIN, and the rounds after a quiet while.
func (c *codes) forgive(up time.Duration) {
	gone := (up.Milliseconds() - c.Since) / profile.ForgivePIN.Milliseconds()
	c.Wrong = max(0, c.Wrong-int(min(gone, profile.WrongPINs)))
	if c.Since += gone * profile.ForgivePIN.Milliseconds(); c.Wrong == 0 {
		c.Since = up.Milliseconds()
	}
	if up.Milliseconds()-c.Last >= profile.LastPause.Milliseconds() {
		c.Rounds = 0
	}
}

// limited tells whether a key of that kind is not even read now.
func (l *Lock) limited(kind core.KeyKind) bool { return kind == core.KeyPIN && l.rec.Codes.Until != 0 }

// wrong counts a key that nobody knew.
func (l *Lock) wrong(kind core.KeyKind) {
	if kind != core.KeyPIN {
		return
	}
	c, up := &l.rec.Codes, l.up()
	c.forgive(up)
	c.Wrong++
	c.Last = up.Milliseconds()
	l.news.dirty = true
	if c.Wrong < profile.WrongPINs {
		return
	}
	c.Rounds++
	end := (up + c.pause()).Milliseconds()
	c.Wrong, c.Until, c.Last = 0, end, end
	l.write(line{Kind: profile.EntryLimited, KeyKind: kind, For: c.pause().Milliseconds()})
	l.say("too many wrong codes: none is taken for %s", c.pause())
}

// limitEnds is when codes are taken again.
func (l *Lock) limitEnds() due {
	return due{time.Duration(l.rec.Codes.Until) * time.Millisecond, l.rec.Codes.Until != 0}
}

// again has the keypad take codes: the pause is over.
func (l *Lock) again() {
	l.rec.Codes.Until, l.news.dirty = 0, true
	l.say("codes are taken again")
}

// wake counts anew what was counting when the power went.
func (c *codes) wake() {
	c.Since, c.Last = 0, 0
	if c.Until != 0 {
		c.Until = c.pause().Milliseconds()
		c.Last = c.Until
	}
}

func (c codes) sound() bool {
	return c.Wrong >= 0 && c.Wrong < profile.WrongPINs && c.Rounds >= 0 && c.Since >= 0 && c.Last >= 0 && c.Until >= 0 && (c.Until == 0 || c.Rounds > 0)
}
