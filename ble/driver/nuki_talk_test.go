package driver_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

var journalAB = core.JournalID(strings.Repeat("ab", 16))

// readyNuki is a session that has read all: three entries were told before it.
func readyNuki(t testing.TB) *badNuki {
	b := newBadNuki(t, driver.Place{Told: core.Cursor{Journal: journalAB, Index: 3}})
	b.say(states(nuki.Locked))
	b.challenge() // for the check of the code
	b.say(nuki.Status{Status: nuki.Complete})
	b.challenge() // for the log
	b.say(nuki.LogCount{Logging: true}, entry(3), nuki.Status{Status: nuki.Complete})
	b.challenge() // for the settings
	b.say(nuki.Config{ID: 0x2F3A6B01, HasKeypad: true, Size: 79})
	if !b.session.State().Synced || b.err != nil {
		t.Fatalf("not ready: %+v, %v, said %+v", b.session.State(), b.err, b.said)
	}
	return b
}

func entry(i uint32) nuki.LogEntry {
	return nuki.LogEntry{Index: i, Time: nuki.TimeOf(1e9), Type: nuki.LogDoorSensor, Door: nuki.LogDoorOpened}
}

// answers are what came of a command.
func (b *badNuki) answers(id core.CommandID) (rs []core.Result) {
	for _, in := range b.events {
		if a, is := in.Event.(core.CommandAnswered); is && a.Command == id {
			rs = append(rs, a.Result)
		}
	}
	return rs
}

// actions is how often an action was said.
func (b *badNuki) actions() int { return of[nuki.LockAction](b.said) }

// ACCEPTED may be missing, and so may the states: the last word counts.
func TestActionWithoutAccepted(t *testing.T) {
	for name, between := range map[string][]nuki.Message{
		"all": {nuki.Status{Status: nuki.Accepted}, states(nuki.Unlatching), states(nuki.Unlatched)}, "no ACCEPTED": {states(nuki.Unlatching), states(nuki.Unlatched)}, "nothing": nil,
	} {
		b := readyNuki(t)
		id := b.do(unlock)
		b.challenge()
		b.say(between...)
		b.say(nuki.Status{Status: nuki.Complete})
		if rs := b.answers(id); len(rs) == 0 || rs[len(rs)-1] != core.ResultDone || b.actions() != 1 {
			t.Errorf("%s: %v, said %d times", name, rs, b.actions())
		}
	}
}

// An action is told again only where the lock itself has refused it before anything moved: not when it
// had begun, not when the refusal is about something else, and never after a silence.
func TestUnlatchIsNeverRepeatedBlindly(t *testing.T) {
	busy := nuki.ErrorReport{Code: nuki.ErrorBusy, Of: nuki.CmdLockAction}
	for name, c := range map[string]struct {
		lock []nuki.Message
		said int
		end  core.Result // 0: nobody can tell yet
	}{
		"busy":                      {[]nuki.Message{busy}, 2, 0},
		"stale":                     {[]nuki.Message{nuki.ErrorReport{Code: nuki.ErrorBadNonce, Of: nuki.CmdLockAction}}, 2, 0},
		"busy after ACCEPTED":       {[]nuki.Message{nuki.Status{Status: nuki.Accepted}, busy}, 1, core.ResultRefused},
		"busy while it moves":       {[]nuki.Message{states(nuki.Unlatching), busy}, 1, core.ResultRefused},
		"stale while it moves":      {[]nuki.Message{states(nuki.Unlatching), nuki.ErrorReport{Code: nuki.ErrorBadNonce, Of: nuki.CmdLockAction}}, 1, core.ResultRefused},
		"busy, about the challenge": {[]nuki.Message{nuki.ErrorReport{Code: nuki.ErrorBusy, Of: nuki.CmdRequestData}}, 1, 0},
		"silence":                   {nil, 1, 0},
	} {
		b := readyNuki(t)
		id := b.do(unlock)
		b.challenge()
		b.say(c.lock...)
		for range 3 { // it asks for a challenge again, if ever
			b.wait(time.Second)
			b.challenge()
		}
		for range 30 {
			b.wait(time.Second)
		}
		rs := b.answers(id)
		if b.actions() != c.said {
			t.Errorf("%s: said %d times", name, b.actions())
		}
		if c.end != 0 && (len(rs) == 0 || rs[len(rs)-1] != c.end) || c.end == 0 && len(rs) > 0 && rs[len(rs)-1] == core.ResultDone {
			t.Errorf("%s: %v", name, rs)
		}
		if c.end == 0 && !errors.Is(b.err, ble.ErrTimeout) && b.err == nil {
			t.Errorf("%s: the link goes on", name)
		}
	}
}

// A hole in an answer is what was lost on its way until the lock shows it twice; then it has
// forgotten what was there.
func TestHoleInTheLog(t *testing.T) {
	b := readyNuki(t)
	b.reads(entry(3), entry(4), entry(6), entry(7)) // 5 was lost
	b.shows(entry(4), entry(5), entry(6), entry(7))
	if b.told.Index != 7 {
		t.Fatalf("told up to %d", b.told.Index)
	}
	b.reads(entry(11)) // 8 to 10 are gone for good
	b.shows(entry(11))
	lost := 0
	for _, in := range b.events {
		if l, is := in.Event.(core.JournalLost); is {
			lost++
			if l.From != 8 || l.To != 10 {
				t.Errorf("%+v", l)
			}
		}
	}
	if lost != 1 || b.told.Index != 11 {
		t.Errorf("lost %d times, told up to %d", lost, b.told.Index)
	}
}

// A log that shows nothing any more, not even what it showed before, has begun anew; its numbers then
// mean something else. One empty answer is none.
func TestLogBeginsAnew(t *testing.T) {
	b := readyNuki(t)
	b.reads()
	if b.told.Journal != journalAB {
		t.Fatal("after one empty answer")
	}
	b.shows()
	if b.told.Journal != journalAB+"+1" {
		t.Errorf("%q", b.told.Journal)
	}
	b.shows(entry(1), entry(2))
	if b.told.Index != 2 {
		t.Errorf("told up to %d", b.told.Index)
	}
}

// reads has the hub read, and shows it entries.
func (b *badNuki) reads(log ...nuki.LogEntry) {
	b.t.Helper()
	b.do(core.Look{})
	b.shows(log...)
}

// shows answers what the hub asks, up to its next wish for the log.
func (b *badNuki) shows(log ...nuki.LogEntry) {
	b.t.Helper()
	for range 10 {
		switch m := b.last().(type) {
		case nuki.RequestData:
			if m.Want == nuki.CmdStates {
				b.say(states(nuki.Locked))
			} else {
				b.challenge()
			}
		case nuki.LogRequest:
			for _, e := range log {
				b.say(e)
			}
			b.say(nuki.Status{Status: nuki.Complete})
			return
		}
	}
	b.t.Fatalf("the hub does not ask for the log; it said %+v", b.last())
}

// A write that does not fit into one is an error that says so: a lock takes each for a message.
func TestNukiNeedsRoomForAWrite(t *testing.T) {
	family := nukiFamily()
	b := newBadNuki(t, driver.Place{})
	s, err := family.Session(b.lock, driver.Place{}, 23)
	if err != nil {
		t.Fatal(err)
	}
	if o := s.Step(driver.In{}, b.now); o.Err == nil || !strings.Contains(o.Err.Error(), "20 at a time") || len(o.Frames) != 0 {
		t.Errorf("%+v", o)
	}
}
