package driver_test

import (
	"slices"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// plays has somebody say what was recorded.
func (b *badNuki) plays(f nuki.Frame) {
	for part := range slices.Chunk([]byte(f), nuki.IndicationSize) {
		b.step(driver.In{Frame: &ble.Note{Char: usdio, Data: part}})
	}
}

// A recording of what a lock has said is not believed again, in its session or in a later one.
func TestRecordedNukiIsNotBelieved(t *testing.T) {
	b := readyNuki(t)
	seal := func(m nuki.Message) nuki.Frame {
		f, err := b.ch.Seal(m)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	locked, done := seal(states(nuki.Locked)), seal(nuki.Status{Status: nuki.Complete})
	b.do(core.Look{})
	b.plays(locked)
	b.shows(entry(3))
	b.reads(entry(3))
	b.do(lock)
	b.challenge()
	b.plays(done)
	if b.err != nil {
		t.Fatal(b.err)
	}
	again := newBadNuki(t, driver.Place{Told: b.told, Memory: b.session.State().Memory})
	again.plays(locked)
	if again.session.State().Ready || again.err != nil {
		t.Errorf("a recording opens a session: %v", again.err)
	}
	again.say(states(nuki.Unlocked))
	if !again.session.State().Ready {
		t.Error("the lock itself is not heard behind it")
	}
	id := again.do(lock)
	for range 4 {
		again.answers20()
	}
	again.plays(done)
	if rs := again.answers(id); len(rs) != 0 {
		t.Errorf("locked, says a recording: %v", rs)
	}
}

// A lock that talks and talks and comes to no end is let go, whatever it says.
func TestEndlessAnswerEndsTheLink(t *testing.T) {
	for name, m := range map[string]nuki.Message{"entries that we know": entry(2), "states": states(nuki.Locked), "a later firmware's": nuki.LogCount{}} {
		b := readyNuki(t)
		b.do(core.Look{})
		b.say(states(nuki.Locked))
		b.challenge()
		for range 100 {
			b.wait(time.Second)
			b.say(m)
		}
		if b.err == nil {
			t.Errorf("%s: the link goes on", name)
		}
	}
}

// Errors in plaintext are anybody's: they are noted a few times, not as often as somebody likes.
func TestPlaintextFillsNoLog(t *testing.T) {
	b := readyNuki(t)
	raw, err := nuki.EncodePlain(nuki.ErrorReport{Code: nuki.ErrorNotAuthorized, Of: nuki.CmdRequestData})
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for range 1000 {
		if o := b.session.Step(driver.In{Frame: &ble.Note{Char: gdio, Data: raw}}, b.now); o.Log != "" {
			lines++
		}
	}
	if lines == 0 || lines > 5 {
		t.Errorf("%d lines", lines)
	}
}
