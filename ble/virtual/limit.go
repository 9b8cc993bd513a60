package virtual

import (
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// codes are the wrong PINs: that neither the table nor the hub knew. They outlive a power cut, or
// whoever takes the batteries out could try for ever; what had gone of their time by then counts
// anew, because nobody can tell. Instants are ms of uptime.
type codes struct {
	Wrong  []int64 `json:",omitempty"` // oldest first
	Rounds int     `json:",omitempty"` // since the last right one
	Until  int64   `json:",omitempty"` // none is taken before; 0: they are taken
}

func (c codes) pause() time.Duration {
	d := profile.FirstPause
	for i := 1; i < c.Rounds && d < profile.LastPause; i++ {
		d *= 2
	}
	return min(d, profile.LastPause)
}

// limited tells whether a key of that kind is not even read now.
func (l *Lock) limited(kind core.KeyKind) bool { return kind == core.KeyPIN && l.rec.Codes.Until != 0 }

// wrong counts a key that nobody knew.
func (l *Lock) wrong(kind core.KeyKind) {
	if kind != core.KeyPIN {
		return
	}
	c, up := &l.rec.Codes, l.up()
	first := 0
	for first < len(c.Wrong) && up-time.Duration(c.Wrong[first])*time.Millisecond >= profile.WrongWithin {
		first++
	}
	c.Wrong = append(c.Wrong[first:len(c.Wrong):len(c.Wrong)], up.Milliseconds())
	l.news.dirty = true
	if len(c.Wrong) < profile.WrongPINs {
		return
	}
	c.Rounds++
	c.Wrong, c.Until = nil, (up + c.pause()).Milliseconds()
	l.write(line{Kind: profile.EntryLimited, KeyKind: kind, For: c.pause().Milliseconds()})
	l.say("too many wrong codes: none is taken for %s", c.pause())
}

// right sets the count back.
func (l *Lock) right(kind core.KeyKind) {
	if kind == core.KeyPIN && (l.rec.Codes.Rounds > 0 || len(l.rec.Codes.Wrong) > 0) {
		l.rec.Codes, l.news.dirty = codes{}, true
	}
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
	c.Wrong = make([]int64, len(c.Wrong))
	if c.Until != 0 {
		c.Until = c.pause().Milliseconds()
	}
}

func (c codes) sound() bool {
	return len(c.Wrong) < profile.WrongPINs && c.Rounds >= 0 && c.Until >= 0 && (c.Until == 0 || c.Rounds > 0)
}
