package softnuki

import (
	"testing"
	"time"

	"localiq/ble/nuki"
)

// TestLogPages: ascending from an exclusive start, page by page until fewer come, everything comes
// once; descending begins with the newest.
func TestLogPages(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		for range 25 {
			hands(t, l, "open", "close")
		}
		var last uint32
		for pages := 1; ; pages++ {
			es := h.log(last, 20)
			for _, e := range es {
				if last++; e.Index != last {
					t.Fatalf("%d where %d is due", e.Index, last)
				}
			}
			if len(es) < 20 {
				if last != 50 || pages != 3 {
					t.Errorf("%d entries in %d pages", last, pages)
				}
				break
			}
		}
		es := h.entries(nuki.LogRequest{Count: 2, Descending: true, Nonce: h.nonce(), PIN: h.pin})
		if len(es) != 2 || es[0].Index != 50 || es[1].Index != 49 {
			t.Errorf("%+v", es)
		}
		es = h.entries(nuki.LogRequest{Start: 3, Count: 9, Descending: true, Nonce: h.nonce(), PIN: h.pin})
		if len(es) != 2 || es[0].Index != 2 {
			t.Errorf("%+v", es)
		}
		ms := h.say(nuki.LogRequest{Start: 50, Count: 9, Total: true, Nonce: h.nonce(), PIN: h.pin})
		h.is(ms, nuki.LogCount{Logging: true, Count: 50, DoorSensor: true, DoorLogging: true}, done)
	})
}

// TestLogOverwrites: a full log loses its oldest, and says nothing of it.
func TestLogOverwrites(t *testing.T) {
	paired(t, Config{Log: 10}, func(t *testing.T, l *Lock, h *hub) {
		for range 13 {
			hands(t, l, "open", "close")
		}
		es := h.log(0, 100)
		if len(es) != 10 || es[0].Index != 17 || es[9].Index != 26 {
			t.Errorf("%+v", es)
		}
	})
}

// TestLogTimes: by the lock's own clock, right or wrong.
func TestLogTimes(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		at := time.Now()
		hands(t, l, "open")
		time.Sleep(time.Hour)
		hands(t, l, "fault wrong clock 3", "close")
		es := h.log(0, 10)
		for i, want := range []time.Time{at, at.Add(-2 * time.Hour)} {
			if es[i].Time != nuki.TimeOf(want.Unix()) {
				t.Errorf("%v, want %v", es[i].Time, want)
			}
		}
		if now := h.states().Time; now != es[1].Time {
			t.Errorf("the states say %v", now)
		}
	})
}

// TestDoorSensor: every change once, in the states and the log; the log only while it is to keep it.
func TestDoorSensor(t *testing.T) {
	paired(t, Config{NoLog: true}, func(t *testing.T, l *Lock, h *hub) {
		door := func(want nuki.DoorState) {
			t.Helper()
			if s := h.states().Door; s != want {
				t.Errorf("%v, want %v", s, want)
			}
		}
		door(nuki.DoorClosed)
		hands(t, l, "open")
		door(nuki.DoorOpened)
		if es := h.log(0, 10); len(es) != 0 {
			t.Errorf("%+v", es)
		}
		h.is(h.say(nuki.SetLog{On: true, Nonce: h.nonce(), PIN: h.pin}), done)
		hands(t, l, "close")
		h.is(h.say(nuki.SetDoorLog{On: true, Nonce: h.nonce(), PIN: h.pin}), done)
		hands(t, l, "close", "open", "open", "tamper", "close")
		var got []nuki.LogDoor
		for _, e := range h.log(0, 10) {
			if e.Type == nuki.LogDoorSensor {
				got = append(got, e.Door)
			}
		}
		if len(got) != 3 || got[0] != nuki.LogDoorOpened || got[1] != nuki.LogDoorJammed || got[2] != nuki.LogDoorClosed {
			t.Errorf("%v", got)
		}
		hands(t, l, "power off", "open", "power on")
		if h = h.again(l); h.states().Door != nuki.DoorOpened || len(h.log(0, 10)) != 5 {
			t.Error("without power nobody notes it, and then it is seen")
		}
	})
	in(t, Config{NoSensor: true}, func(t *testing.T, l *Lock) {
		if l.Hands("open") == nil || l.State().Door != nuki.DoorUnavailable {
			t.Error("it has no sensor")
		}
	})
}
