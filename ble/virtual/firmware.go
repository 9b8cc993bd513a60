package virtual

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"time"

	"localiq/ble/profile"
)

const (
	maxBody    = 256 << 10   // bytes: all that was brought is saved anew with each piece
	renewAfter = time.Second // that the answer has to leave before the start
)

// update is the firmware, and the image that is to be the next.
type update struct {
	Runs version  `json:",omitzero"`  // zero: what the lock was made with
	Next *version `json:",omitempty"` // it is complete: the next start runs it
	Head []byte   `json:",omitempty"` // of the image that is being brought; none: there is none
	Body []byte   `json:",omitempty"` // of it, as far as it is there
}

// version of a firmware.
type version struct {
	Number uint32
	Text   string
}

// settled is what stays when whoever brought an image is served no more.
func (u update) settled() update { return update{Runs: u.Runs, Next: u.Next} }

// firmware is what runs: the newest of what it was made with and what it has taken since.
func (l *Lock) firmware() version {
	made := version{l.cfg.FirmwareNumber, l.cfg.Firmware}
	if u := l.rec.Update.Runs; u.Number > made.Number {
		return u
	}
	return made
}

// beginFirmware believes nothing of a head but what the maker signed.
func (c *Conn) beginFirmware(m profile.FirmwareBegin) {
	l := c.lock
	head, err := profile.OpenHead(l.cfg.Maker, m.Head)
	switch {
	case err != nil:
		c.tellFirmware(profile.UpdateUnsigned)
	case head.Model != l.cfg.Model:
		c.tellFirmware(profile.UpdateWrong)
	case head.Number <= l.firmware().Number:
		c.tellFirmware(profile.UpdateNotNewer)
	case head.Size > maxBody:
		c.tellFirmware(profile.UpdateTooBig)
	case l.rec.Update.Next != nil, l.rec.Battery < profile.LowBattery:
		c.tellFirmware(profile.UpdateBusy)
	case bytes.Equal(m.Head, l.rec.Update.Head):
		c.tellFirmware(profile.UpdateOK)
	default:
		c.keepFirmware(profile.UpdateOK, func(u *update) { *u = update{Runs: u.Runs, Head: m.Head} })
	}
}

// takeFirmware takes the bytes that come next; for others it says which those are.
func (c *Conn) takeFirmware(m profile.FirmwareData) {
	head, begun := c.lock.brought()
	have := len(c.lock.rec.Update.Body)
	switch {
	case !begun:
		c.tellFirmware(profile.UpdateWrong)
	case int(m.Offset) != have:
		c.tellFirmware(profile.UpdateOK)
	case len(m.Data) > int(head.Size)-have:
		c.tellFirmware(profile.UpdateWrong)
	default:
		c.keepFirmware(profile.UpdateOK, func(u *update) { u.Body = append(slices.Clip(u.Body), m.Data...) })
	}
}

// commitFirmware has the next start run the image, and starts when the answer has had time to
// leave. A body that is not what the head says is forgotten: bringing it again may mend it.
func (c *Conn) commitFirmware() {
	l := c.lock
	head, begun := l.brought()
	switch sum := sha256.Sum256(l.rec.Update.Body); {
	case !begun, len(l.rec.Update.Body) < int(head.Size):
		c.tellFirmware(profile.UpdateWrong)
	case !bytes.Equal(sum[:], head.Sum):
		c.keepFirmware(profile.UpdateWrong, func(u *update) { u.Body = nil })
	case l.rec.Battery < profile.LowBattery, !l.idle():
		c.tellFirmware(profile.UpdateBusy)
	case l.rec.Update.Next != nil:
		c.tellFirmware(profile.UpdateOK)
	case c.keepFirmware(profile.UpdateOK, func(u *update) { u.Next = &version{head.Number, head.Version} }):
		l.on.renews = due{l.up() + renewAfter, true}
	}
}

// brought is the head of the image that is being brought.
func (l *Lock) brought() (profile.ImageHead, bool) {
	head, err := profile.OpenHead(l.cfg.Maker, l.rec.Update.Head)
	return head, err == nil
}

// keepFirmware makes a change that counts only if it is kept, and tells how far it is.
func (c *Conn) keepFirmware(result uint8, change func(*update)) bool {
	if !c.lock.keeps(func(r *record) { change(&r.Update) }) {
		c.tellFirmware(profile.UpdateBusy)
		return false
	}
	c.tellFirmware(result)
	return true
}

func (c *Conn) tellFirmware(result uint8) {
	s := profile.FirmwareState{Result: result}
	if head, begun := c.lock.brought(); begun {
		s.Have, s.Size = uint32(len(c.lock.rec.Update.Body)), head.Size
	}
	c.post(func() profile.Message { return s })
}

// renew is a start finding that an image waits for it.
func (l *Lock) renew() {
	next := l.rec.Update.Next
	if next == nil {
		return
	}
	l.rec.Update = update{Runs: *next}
	l.write(line{Kind: profile.EntryUpdated})
	l.say("firmware %s", next.Text)
}

// restart is a start that keeps its power: the clock goes on, the bolt stays as it is, and what
// ends by itself ends when it would have.
func (l *Lock) restart() {
	was, up, utc := l.on, l.up(), l.utc()
	l.sleep()
	l.start()
	now := l.on
	now.trust, now.tamper, now.until, now.met = was.trust, was.tamper, was.until, was.met-up
	if utc != 0 {
		now.epoch = utc
	}
	now.boltSince, now.contactSince = was.boltSince.less(up), was.contactSince.less(up)
	now.relock, now.hold, now.blinks = was.relock.less(up), was.hold.less(up), was.blinks.less(up)
	l.renew()
	l.news.state = true
}

// less is the same instant as a start sees it that comes by later.
func (d due) less(by time.Duration) due     { return due{d.at - by, d.is} }
func (s since) less(by time.Duration) since { return since{s.up - by, s.known} }
