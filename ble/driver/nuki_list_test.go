package driver_test

import (
	"fmt"
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// brings gives a lock a table, and answers each page of the listing; count is what it says of one.
func (b *badNuki) brings(table core.Table, all []nuki.KeypadEntry, count func(all, here int) int) {
	b.t.Helper()
	b.do(core.SyncTable{Version: table.Version})
	b.step(driver.In{Image: nukiFamily().Image(core.Lock{}, table, 200)})
	for range 50 {
		if !b.session.State().More {
			return
		}
		b.step(driver.In{More: true})
		b.challenge()
		switch m := b.last().(type) {
		case nuki.KeypadList:
			page := all[min(int(m.Offset), len(all)):min(int(m.Offset+m.Count), len(all))]
			b.say(nuki.KeypadCount{Count: uint16(count(len(all), len(page)))})
			for _, e := range page {
				b.say(e)
			}
		case nuki.KeypadRemove:
			for i := range all {
				if all[i].ID == m.ID {
					all = append(all[:i:i], all[i+1:]...)
					break
				}
			}
		default:
			b.t.Fatalf("the hub says %+v", m)
		}
		b.say(nuki.Status{Status: nuki.Complete})
	}
	b.t.Fatal("it comes to no end")
}

// Whether a lock counts the codes of an answer or all that there are, nobody has published: both are
// read, a code of ours that is to go is found on every page, and what is lost of an answer is not
// taken for what is not there.
func TestNukiListsOfEitherCount(t *testing.T) {
	for _, n := range []int{0, 3, 8, 9, 16, 20} {
		for name, count := range map[string]func(all, here int) int{
			"of the answer": func(_, here int) int { return here }, "of all": func(all, _ int) int { return all },
		} {
			var all []nuki.KeypadEntry
			for i := range n {
				all = append(all, nuki.KeypadEntry{ID: uint16(i), Name: fmt.Sprint("guest ", i), Enabled: true})
			}
			if n > 0 {
				all[n-1].Name = "LIQ k-old"
			}
			b := readyNuki(t)
			b.brings(core.Table{Version: 2}, all, count)
			if got := b.session.State().Table.Step; got != driver.TableHeld {
				t.Errorf("%d codes, counted %s: %v, %s", n, name, got, b.session.State().Table.Why)
			}
			if got := of[nuki.KeypadRemove](b.said); got != min(n, 1) {
				t.Errorf("%d codes, counted %s: %d removed", n, name, got)
			}
		}
	}
	b := readyNuki(t) // one of three never arrives
	b.brings(core.Table{Version: 2}, []nuki.KeypadEntry{{ID: 1, Name: "a"}, {ID: 2, Name: "b"}}, func(int, int) int { return 3 })
	if got := b.session.State().Table.Step; got != driver.TableFailed {
		t.Errorf("%v", got)
	}
}

// A code that was taken away is not said to be gone because no keypad is paired at the moment: it would
// open again with the next one.
func TestRevokedCodeIsGoneAlsoWithoutKeypad(t *testing.T) {
	b := readyNuki(t)
	b.do(core.Look{})
	changed := states(nuki.Locked)
	changed.ConfigCount = 9
	b.say(changed)
	b.challenge()
	b.say(entry(3), nuki.Status{Status: nuki.Complete})
	b.challenge()
	b.say(nuki.Config{ID: 0x2F3A6B01, Size: 79}) // without a keypad
	if b.events[len(b.events)-1].Event.(core.LockLearnt).Lacks&core.LackKeypad == 0 {
		t.Fatal("it has a keypad")
	}
	all := []nuki.KeypadEntry{{ID: 1, Name: "LIQ k-old"}, {ID: 2, Name: "mine"}}
	b.brings(core.Table{Version: 2, Rows: pins(2)}, all, func(_, here int) int { return here })
	r := b.events[len(b.events)-1].Event.(core.TableReported)
	if of[nuki.KeypadRemove](b.said) != 1 || of[nuki.KeypadAdd](b.said) != 0 || r.Version != 2 || r.Rows != 0 || r.Left != 2 {
		t.Errorf("%+v; the hub said %+v", r, b.said)
	}
}

// On the night on which the clock goes back it shows an hour twice: a code neither begins in its first
// turn nor goes on in its second.
func TestNukiCodesInTheHourThatComesTwice(t *testing.T) {
	back := time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC) // 03:00 CEST is 02:00 CET
	zone := []core.ZoneOffset{{East: 7200}, {From: back.UnixNano(), East: 3600}}
	shown := func(at time.Time) nuki.Time {
		if at.Before(back) {
			return nuki.TimeOf(at.Unix() + 7200)
		}
		return nuki.TimeOf(at.Unix() + 3600)
	}
	for m := -150; m <= 150; m += 10 {
		for _, ends := range []bool{true, false} {
			at := back.Add(time.Duration(m) * time.Minute)
			r := pinRow("k", "345678")
			if r.From = at.UnixNano(); ends {
				r.From, r.Until = 0, at.UnixNano()
			}
			l, _ := driver.LimitsOf(r, core.Table{Zone: zone})
			for s := -200; s <= 200; s++ {
				now := back.Add(time.Duration(s) * time.Minute)
				right := ends && now.Before(at) || !ends && !now.Before(at)
				seconds, _ := shown(now).Seconds()
				if softnuki.Good(l, seconds) && !right {
					t.Errorf("limit at %v, ends %v: good at %v", at, ends, now)
					break
				}
			}
		}
	}
}

// A lock reads limits by its own clock: where that shows another time than the site's, or the time of
// another zone, a code with limits would open when it should not, and is not brought.
func TestNukiCodesNeedARightClock(t *testing.T) {
	east := []core.ZoneOffset{{East: 3600}}
	guest := pinRow("k-guest", "345671")
	guest.Until = time.Date(2000, 6, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	table := core.Table{Version: 7, Zone: east, Rows: []core.Row{guest, pinRow("k-always", "345672")}}
	for name, c := range map[string]struct {
		cfg  softnuki.Config
		late int // hours
		held int
	}{"right": {softnuki.Config{ZoneID: 37}, 0, 2}, "another zone": {softnuki.Config{ZoneID: 40}, 0, 1}, "late": {softnuki.Config{ZoneID: 37}, 2, 1}} {
		inNukis(t, func(s *site) {
			d := s.pairedNuki(c.cfg)
			if c.late > 0 {
				d.Fault(softnuki.WrongClock, c.late)
			}
			d.begin(core.Cursor{})
			s.tables.want(d.core.ID, table)
			d.do(core.SyncTable{Version: 7}, 0)
			if r, _ := next[core.TableReported](d); r.Version != 7 || r.Rows != c.held || r.Left != 2-c.held || (r.LeftFor == core.LeftClock) == (c.held == 2) || len(d.codes()) != c.held {
				t.Errorf("%s: %+v, %v", name, r, d.codes())
			}
		})
	}
}
