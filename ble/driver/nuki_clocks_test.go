package driver_test

import (
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/core"
)

// A clock that was years off, or shows what no clock does, makes an entry of unknown age: it is history,
// told in its order, and happened neither in another age nor just now.
func TestEntriesOfAnotherAge(t *testing.T) {
	for name, at := range map[string]nuki.Time{
		"the end of the calendar":         {Year: 65535, Month: 12, Day: 31, Hour: 23},
		"the beginning of the calendar":   {Year: 1, Month: 1, Day: 1},
		"292 years ago, and some seconds": nuki.TimeOf(1e9 - 9223372036 - 3),
		"before its clock was set":        nuki.TimeOf(946684800),
		"to come":                         nuki.TimeOf(1e9 + 3600),
		"none":                            {},
	} {
		b := readyNuki(t)
		e := entry(4)
		e.Time = at
		b.reads(entry(3), e)
		in := b.events[len(b.events)-1]
		for i := len(b.events) - 1; in.Claim.Index != 4; i-- {
			in = b.events[i]
		}
		if age := time.Duration(b.now.Wall - in.Happened.Wall); !in.Late || in.Claim.Age < 0 || age < 0 || age > 3*365*24*time.Hour {
			t.Errorf("%s: late %v, %v ago, %+v", name, in.Late, age, in.Claim)
		}
	}
}

// What is told again, because the hub has lost it, is not counted again.
func TestRefusedCodesAreCountedOnce(t *testing.T) {
	b := readyNuki(t)
	refused := func(i uint32) nuki.LogEntry {
		return nuki.LogEntry{Index: i, Time: nuki.TimeOf(1e9), Type: nuki.LogKeypad, Source: nuki.SourceCode, Done: nuki.DoneBadCode}
	}
	log := []nuki.LogEntry{entry(3), refused(4), refused(5), refused(6)}
	b.reads(log...)
	back := core.Cursor{Journal: journalAB, Index: 3}
	b.told = back
	b.step(driver.In{Command: &core.Command{Lock: "l", Op: core.Tend{Lock: b.lock, Cursor: back}}})
	b.shows(log...)
	for _, in := range b.events {
		if _, is := in.Event.(core.EntryLimited); is {
			t.Fatal("three are told as five")
		}
	}
	b.reads(refused(6), refused(7), refused(8))
	n := 0
	for _, in := range b.events {
		if _, is := in.Event.(core.EntryLimited); is {
			n++
		}
	}
	if n != 1 {
		t.Errorf("five are told %d times", n)
	}
}
