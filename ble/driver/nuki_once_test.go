package driver_test

import (
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// A lock that does not take the admin PIN any more, in the middle of something, is shown it once and
// never again: neither by what waits behind it, nor by what has its challenge already.
func TestAdminCodeIsShownOnceAtMost(t *testing.T) {
	badPIN := nuki.ErrorReport{Code: nuki.ErrorBadPIN, Of: nuki.CmdRequestLog}
	b := newBadNuki(t, driver.Place{Told: core.Cursor{Journal: journalAB, Index: 3}})
	b.say(states(nuki.Locked))
	b.challenge() // for the check of the code
	b.say(nuki.Status{Status: nuki.Complete})
	b.challenge() // for the log, which it does not keep: it is to be had to
	b.say(nuki.LogCount{DoorSensor: true}, badPIN)
	before := managed(b.said)
	b.do(core.Look{})
	b.do(core.AskResult{Of: core.CommandID{Seq: 99}})
	for range 20 {
		b.answers20()
	}
	if n := managed(b.said) - before; n != 0 {
		t.Errorf("shown %d times more: %+v", n, b.said)
	}

	b = readyNuki(t) // told by the hub, between the challenge and the command, that it is refused
	b.reads(entry(3))
	b.do(core.Look{})
	b.say(states(nuki.Locked)) // the log waits for its challenge
	before = managed(b.said)
	b.step(driver.In{Command: &core.Command{Lock: "l", Op: core.Tend{Lock: b.lock, Cursor: b.told, NoAdmin: true}}})
	for range 10 {
		b.answers20()
	}
	if n := managed(b.said) - before; n != 0 {
		t.Errorf("shown %d times after it was refused", n)
	}
}

// answers20 is a lock that goes on as it should.
func (b *badNuki) answers20() {
	switch m := b.last().(type) {
	case nuki.RequestData:
		if m.Want == nuki.CmdStates {
			b.say(states(nuki.Locked))
		} else {
			b.challenge()
		}
	case nuki.ConfigRequest:
		b.say(nuki.Config{ID: 0x2F3A6B01, HasKeypad: true, Size: 79})
	default:
		b.wait(100 * time.Millisecond)
	}
}

// What a lock says of a code that a person has replaced meanwhile says nothing of the new one.
func TestLateRefusalIsOfTheCodeThatWasShown(t *testing.T) {
	b := readyNuki(t)
	b.do(core.Look{})
	b.say(states(nuki.Locked))
	b.challenge() // the log is asked for, with the old code
	l := b.lock
	l.Admin = core.Sealed("sealed 4321")
	b.step(driver.In{Command: &core.Command{Lock: "l", Op: core.Tend{Lock: l, Cursor: b.told}}})
	b.say(nuki.ErrorReport{Code: nuki.ErrorBadPIN, Of: nuki.CmdRequestLog})
	if b.session.State().NoAdmin {
		t.Fatal("the new code counts as refused")
	}
	for range 4 {
		b.answers20()
	}
	want, err := nuki.NewPIN(nuki.Classic, 4321)
	if v, is := b.last().(nuki.VerifyPIN); err != nil || !is || !v.PIN.Same(want) {
		t.Errorf("it said %+v", b.last())
	}
}

// The latch may have been pulled: neither "busy" nor a stale challenge has it told again, however
// they came there, and what they say of something else is no reason at all.
func TestUnlatchThatShowedIsNotRepeated(t *testing.T) {
	for name, no := range map[string]nuki.ErrorReport{
		"busy":                      {Code: nuki.ErrorBusy, Of: nuki.CmdLockAction},
		"stale":                     {Code: nuki.ErrorBadNonce, Of: nuki.CmdLockAction},
		"stale, of something else":  {Code: nuki.ErrorBadNonce, Of: nuki.CmdRequestLog},
		"busy, with something else": {Code: nuki.ErrorBusy, Of: nuki.CmdRequestLog},
	} {
		b := readyNuki(t)
		b.do(unlock)
		b.challenge()
		if no.Of == nuki.CmdLockAction {
			b.say(states(nuki.Unlatched))
		}
		b.say(no)
		for range 5 {
			b.wait(time.Second)
			b.answers20()
		}
		if n := b.actions(); n != 1 {
			t.Errorf("%s: said %d times", name, n)
		}
	}
}
