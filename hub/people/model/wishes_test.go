package model

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/voucher"
)

var first = []string{"Ana", "Ben", "Eva", "Gil", "Ida", "Jon"}

// most is how many people there are: more, and nothing would meet.
const most = 40

// step is one wish, or something that happens.
func (c *town) step() {
	c.n++
	cfg := c.cfg()
	who, _ := pick(c, cfg.People)
	group, _ := pick(c, cfg.Groups)
	door, _ := pick(c, cfg.Doors)
	key, _ := pick(c, cfg.Keys)
	pod, _ := pick(c, cfg.Pods)
	booking, _ := pick(c, cfg.Bookings)
	yes, no := true, false
	now := c.now()
	switch op := c.r.IntN(100); {
	case op < 12 && len(cfg.People) < most:
		name, _ := pick(c, first)
		is := named(name, fmt.Sprint("N", c.r.IntN(20)), fmt.Sprintf("m%d@example.org", c.r.IntN(60)))
		is.Join = []core.GroupID{group.ID}
		if group.ID == "" {
			is.Join = nil
		}
		c.ask(core.AddPerson{Is: is})
	case op < 16:
		c.ask(core.RemovePerson{Who: who.ID})
		c.note(who.ID)
	case op < 21:
		c.ask(core.ChangePerson{Who: who.ID, Is: core.PersonWords{Join: []core.GroupID{group.ID}}})
	case op < 24 && len(who.Groups) > 0:
		c.ask(core.ChangePerson{Who: who.ID, Is: core.PersonWords{Leave: who.Groups[:1]}})
	case op < 28:
		c.ask(core.ChangePerson{Who: who.ID, Is: core.PersonWords{Block: []*bool{&yes, &no}[c.r.IntN(2)]}})
	case op < 30:
		is := core.PersonWords{Give: []core.Right{"master"}}
		if c.r.IntN(3) > 0 {
			is = core.PersonWords{Take: []core.Right{"master"}}
		}
		c.ask(core.ChangePerson{Who: who.ID, Is: is})
	case op < 39:
		c.ask(core.AssignTag{Who: who.ID, Number: fmt.Sprintf("04A1B2%02X", c.r.IntN(48))})
	case op < 47:
		w := core.NewPIN{Person: who.ID}
		if key.Kind == core.KeyPIN && key.Person == who.ID {
			w.Key = key.ID
		}
		c.ask(w)
	case op < 50:
		c.ask(core.RemoveKey{Key: core.KeyWords{Name: string(key.ID)}})
	case op < 54:
		states := []core.KeyState{core.KeyActive, core.KeyLost, core.KeyBlocked}
		c.ask(core.ChangeKey{Key: core.KeyWords{Name: string(key.ID)}, State: states[c.r.IntN(3)]})
	case op < 60:
		is := named("Guest", fmt.Sprint("V", c.r.IntN(99)), "")
		until := now + int64(1+c.r.IntN(72))*int64(time.Hour)
		is.Until = &until
		w := core.AddGuest{Is: is}
		if who.ID != "" && c.r.IntN(2) == 0 {
			w.Host = who.ID
		} else if group.Pod == "" && group.ID != "" {
			w.Is.Join = []core.GroupID{group.ID}
		}
		if len(cfg.People) < most {
			c.ask(w)
		}
	case op < 61:
		c.ask(core.TidyGuests{})
		c.noteAll(cfg)
	case op < 65:
		w := core.PutGroup{Of: group.ID, Open: []core.DoorID{door.ID}}
		if c.r.IntN(2) == 0 {
			w = core.PutGroup{Of: group.ID, Shut: []core.DoorID{door.ID}}
		}
		c.ask(w)
	case op < 67:
		c.ask(core.AddPod{Name: fmt.Sprint("P", c.r.IntN(4)), Doors: []core.DoorID{door.ID}, Members: []core.PersonID{who.ID}, Guests: c.r.IntN(4)})
	case op < 70:
		w := core.ChangePod{Pod: pod.ID, Join: []core.PersonID{who.ID}}
		switch c.r.IntN(4) {
		case 0:
			w = core.ChangePod{Pod: pod.ID, Leave: []core.PersonID{who.ID}}
		case 1:
			w = core.ChangePod{Pod: pod.ID, Open: []core.DoorID{door.ID}}
		case 2:
			w = core.ChangePod{Pod: pod.ID, Shut: []core.DoorID{door.ID}}
		}
		c.ask(w)
	case op < 71:
		c.ask(core.RemovePod{Pod: pod.ID})
		c.noteAll(cfg)
	case op < 76:
		from := now/60e9*60e9 + int64(c.r.IntN(48)-1)*int64(time.Hour)
		c.ask(core.Book{Person: who.ID, Door: door.ID, From: from, Until: from + int64(1+c.r.IntN(5))*int64(time.Hour), Share: c.r.IntN(2) == 0, Note: "a note"})
	case op < 78:
		c.ask(core.CancelBooking{Booking: booking.ID})
	case op < 81:
		c.ask(core.Subscribe{People: []core.PersonID{who.ID}, Off: c.r.IntN(2) == 0})
	case op < 82:
		c.redeem()
	case op < 89:
		if door.Lock != "" {
			_, away := c.air.holds(door.Lock)
			c.air.turn(door.Lock, !away)
			c.done["lock away or back"]++
		} else if c.r.IntN(2) == 0 {
			c.ask(core.PairLock{Code: "code", Door: door.ID})
		}
	case op < 93:
		c.export()
	case op < 95:
		c.importOld()
	case op < 97:
		c.merge()
	case op < 98 && c.r.IntN(4) == 0:
		c.save()
	case op < 99 && c.r.IntN(10) == 0:
		c.back()
	case op < 100 && c.r.IntN(10) == 0:
		c.restart()
	default:
		time.Sleep(time.Duration(c.r.IntN(20)) * time.Hour) // of the bubble
	}
	synctest.Wait()
}

// note remembers who was removed; noteAll all of them who were there before.
func (c *town) note(id core.PersonID) {
	if id != "" && c.cfg().Person(id) == nil {
		c.gone[id] = true
	}
}

func (c *town) noteAll(before *core.Config) {
	for i := range before.People {
		c.note(before.People[i].ID)
	}
}

var dealer = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{'d'}, ed25519.SeedSize))

// redeem has the site take what a dealer sold, now and then the same voucher twice.
func (c *town) redeem() {
	c.ask(core.TrustDealer{Name: "Dealer", Key: []byte(hex.EncodeToString(dealer.Public().(ed25519.PublicKey)) + "\n")})
	again := c.r.IntN(3) == 0
	if !again {
		c.serial++
	}
	v := core.Voucher{Users: 20 + c.r.IntN(20), IQs: 1, Days: 400, Issued: c.now() / 1e9 * 1e9}
	text, err := voucher.Sign(dealer, v, [voucher.SerialSize]byte{c.serial})
	if err != nil {
		c.t.Fatal(err)
	}
	before := len(c.cfg().Vouchers)
	told := c.ask(core.Redeem{Text: text, Sure: true})
	switch after := len(c.cfg().Vouchers); {
	case told.Error == nil && (again && before > 0 && c.known(c.serial) || after != before+1):
		c.faulted(fmt.Sprintf("a voucher counted: %d became %d, again %v", before, after, again))
	case told.Error != nil && after != before:
		c.faulted("a refused voucher counted")
	case told.Error == nil:
		c.sold++
		c.done[fmt.Sprint("serial ", c.serial)]++
	}
}

func (c *town) known(serial byte) bool { return c.done[fmt.Sprint("serial ", serial)] > 0 }

func (c *town) export() {
	t := c.must(core.ExportSite{})
	c.files, c.views = append(c.files, string(t.YAML)), append(c.views, c.view())
	if len(c.files) > 8 {
		c.files, c.views = c.files[1:], c.views[1:]
	}
}

// importOld puts an earlier file back: it is taken whole, or nothing is.
func (c *town) importOld() {
	if len(c.files) == 0 {
		return
	}
	i := c.r.IntN(len(c.files))
	before, cfg := c.view(), c.cfg()
	t := c.ask(core.ImportSite{YAML: []byte(c.files[i]), Sure: true})
	c.noteAll(cfg)
	after := c.view()
	if t.Error != nil && after != before {
		c.faulted(fmt.Sprintf("a refused file changed the site:\n%s\n%s\n%v", before, after, t.Error))
	}
	if t.Error == nil && after != c.views[i] {
		c.faulted(fmt.Sprintf("a file says\n%s\nand made\n%s", c.views[i], after))
	}
}

// merge puts people of another file behind those of this one.
func (c *town) merge() {
	if len(c.cfg().People) >= most {
		return
	}
	t := c.must(core.ExportSite{})
	extra := fmt.Sprintf("  - first: Merged\n    last: M%d\n    keys:\n      - pin: new\n      - tag: \"04A1B2%02X\"\n", c.n, c.r.IntN(64))
	cfg := c.cfg()
	c.ask(core.ImportSite{YAML: append(t.YAML, extra...), Sure: true})
	c.noteAll(cfg)
}
