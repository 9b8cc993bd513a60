package driver_test

import (
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// The last word of an action that is late is that action's: neither the next action nor the log ends
// with it.
func TestLateWordIsNotAnothers(t *testing.T) {
	opened := func(t *testing.T) *badNuki {
		b := readyNuki(t)
		id := b.do(unlock)
		b.challenge()
		b.say(nuki.Status{Status: nuki.Accepted}, states(nuki.Unlatching), states(nuki.Unlatched))
		b.wait(3 * time.Second)
		if rs := b.answers(id); rs[len(rs)-1] != core.ResultDone {
			t.Fatalf("%v", rs)
		}
		b.say(states(nuki.Unlocked)) // as it is asked for
		return b
	}
	b := opened(t)
	id := b.do(lock)
	b.challenge()
	b.say(nuki.Status{Status: nuki.Complete}) // the unlatch's
	if rs := b.answers(id); len(rs) != 0 {
		t.Errorf("the next action: %v", rs)
	}
	b.say(states(nuki.Locking), states(nuki.Locked), nuki.Status{Status: nuki.Complete})
	if rs := b.answers(id); len(rs) == 0 || rs[len(rs)-1] != core.ResultDone {
		t.Errorf("the next action: %v", rs)
	}

	b = opened(t)
	requests := of[nuki.LogRequest](b.said)
	b.challenge()
	if n := of[nuki.LogRequest](b.said); n != requests {
		t.Error("the log is asked for while a last word is due")
	}
	b.say(nuki.Status{Status: nuki.Complete})
	b.shows(entry(3), entry(4))
	if b.told.Index != 4 || b.told.Journal != journalAB {
		t.Errorf("%+v", b.told)
	}
}

// What was asked before the codes are to be others says nothing of them.
func TestCodesAnewWhileTheyAreListed(t *testing.T) {
	image := func(n int) driver.Image {
		return nukiFamily().Image(core.Lock{}, core.Table{Version: core.Seq(n), Rows: pins(n)}, 200)
	}
	row := func(i int) nuki.KeypadEntry {
		c, err := nuki.ParseCode(pins(20)[i].Credential.Reveal())
		if err != nil {
			t.Fatal(err)
		}
		return nuki.KeypadEntry{ID: uint16(i), Code: c, Name: driver.CodeName(pins(20)[i].Key), Enabled: true}
	}
	for name, anew := range map[string]core.Op{"another table": core.SyncTable{}, "a release": core.Release{}} {
		b := readyNuki(t)
		b.do(core.SyncTable{})
		b.step(driver.In{Image: image(10)})
		b.step(driver.In{More: true})
		b.challenge()
		b.say(nuki.KeypadCount{Count: 8}, row(0), row(1))
		b.do(anew)
		b.say(row(2), row(3), row(4), row(5), row(6), row(7), nuki.Status{Status: nuki.Complete})
		if name == "another table" {
			b.step(driver.In{Image: image(0)})
		}
		b.step(driver.In{More: true})
		b.challenge()
		if l, is := b.last().(nuki.KeypadList); !is || l.Offset != 0 {
			t.Errorf("%s: %+v", name, b.last())
		}
		b.say(nuki.KeypadCount{Count: 1}, row(9), nuki.Status{Status: nuki.Complete})
		b.step(driver.In{More: true})
		b.challenge()
		if r, is := b.last().(nuki.KeypadRemove); !is || r.ID != 9 || of[nuki.KeypadRemove](b.said) != 1 {
			t.Errorf("%s: %+v", name, b.last())
		}
	}
}
