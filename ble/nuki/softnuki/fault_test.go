package softnuki

import (
	"errors"
	"strings"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
)

// shows is how each of them does.
var shows = map[Fault]func(*testing.T, *Lock, *hub){
	LostIndication: func(t *testing.T, l *Lock, h *hub) {
		f, err := h.ch.Seal(nuki.RequestData{Want: nuki.CmdStates})
		if err != nil {
			t.Fatal(err)
		}
		h.line.Write(usdio, f)
		if b := h.heard(usdio); len(b) != 60 { // of 30, 16 and 8+23
			t.Errorf("%d bytes", len(b))
		} else if ms, err := h.ch.Feed(b); err != nil || len(ms) != 0 {
			t.Errorf("%v, %v", ms, err)
		}
		h.line.Write(usdio, f) // the next answer does not fit behind what came
		if ms, err := h.ch.Feed(h.heard(usdio)); !errors.Is(err, nuki.ErrForged) || len(ms) != 0 {
			t.Errorf("%v, %v", ms, err)
		}
		h.open()
	},
	Busy: func(t *testing.T, l *Lock, h *hub) {
		h.is(h.act(nuki.Lock), nuki.ErrorReport{Code: nuki.ErrorBusy, Of: nuki.CmdLockAction})
	},
	BadNonce: func(t *testing.T, l *Lock, h *hub) {
		h.is(h.act(nuki.Lock), nuki.ErrorReport{Code: nuki.ErrorBadNonce, Of: nuki.CmdLockAction})
	},
	PlaintextError: func(t *testing.T, l *Lock, h *hub) {
		h.refused(nuki.RequestData{Want: nuki.CmdStates}, nuki.ErrorNotAuthorized)
	},
	ZeroCRC: func(t *testing.T, l *Lock, h *hub) {
		f, err := h.ch.Seal(nuki.RequestData{Want: nuki.CmdStates})
		if err != nil {
			t.Fatal(err)
		}
		h.line.Write(usdio, f)
		b := h.heard(usdio)
		if in, err := nuki.OpenInside(h.bond.Key, b); err != nil || in[len(in)-1]|in[len(in)-2] != 0 {
			t.Errorf("%x, %v", in, err)
		}
	},
	ShortState: func(t *testing.T, l *Lock, h *hub) {
		if s := h.states(); s.Size != 15 || s.Lock != nuki.Unlocked || s.Battery.Percent() != 0 || s.Door != nuki.DoorUnavailable {
			t.Errorf("%+v", s)
		}
		hands(t, l, "fault short state 13")
		if s := h.states(); s.Size != 13 {
			t.Errorf("%+v", s)
		}
	},
	TableFull: func(t *testing.T, l *Lock, h *hub) {
		h.is(h.add("345678", nil), nuki.ErrorReport{Code: nuki.ErrorTooManyEntries, Of: nuki.CmdKeypadAdd})
	},
	LateCompletion: func(t *testing.T, l *Lock, h *hub) {
		h.bolts(h.act(nuki.Lock), []nuki.LockState{nuki.Locking, nuki.Locked}, accepted)
		time.Sleep(20*time.Second - time.Nanosecond)
		h.is(h.told())
		time.Sleep(time.Nanosecond)
		h.is(h.told(), done)
	},
	StuckBit: func(t *testing.T, l *Lock, h *hub) {
		h.states()
		if a, _ := nuki.ParseAdvert(l.Advert(ble.Addr{})); !a.Changed {
			t.Error("the bit fell")
		}
	},
	NoBit: func(t *testing.T, l *Lock, h *hub) {
		hands(t, l, "open", "close")
		if a, _ := nuki.ParseAdvert(l.Advert(ble.Addr{})); a.Changed {
			t.Error("the bit rose")
		}
	},
	Lockout: func(t *testing.T, l *Lock, h *hub) {
		if m := h.verify(l.PIN()); m != (nuki.ErrorReport{Code: nuki.ErrorTooManyPINs, Of: nuki.CmdVerifyPIN}) {
			t.Error(m)
		}
	},
	WrongClock: func(t *testing.T, l *Lock, h *hub) {
		if got := h.states().Time; got != nuki.TimeOf(time.Now().Add(-2*time.Hour).Unix()) {
			t.Error(got)
		}
		h.is(h.say(nuki.SetTime{Time: nuki.TimeOf(time.Now().Unix()), Nonce: h.nonce(), PIN: h.pin}), done)
		if got := h.states().Time; got != nuki.TimeOf(time.Now().Unix()) {
			t.Error(got)
		}
	},
}

// TestFaults: each shows, and is over when it is taken away or used up.
func TestFaults(t *testing.T) {
	for _, f := range Faults {
		t.Run(string(f), func(t *testing.T) {
			paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
				h.sound()
				hands(t, l, "fault "+string(f))
				shows[f](t, l, h)
				switch f {
				case LostIndication, Busy, BadNonce, PlaintextError: // used up
				default:
					hands(t, l, "fault "+string(f)+" off")
				}
				h.sound()
			})
		})
	}
}

// sound fails for a lock with any fault.
func (h *hub) sound() {
	h.t.Helper()
	if s := h.states(); s.Size != 23 || s.Time != nuki.TimeOf(time.Now().Unix()) {
		h.t.Errorf("%+v", s)
	}
	if a, _ := nuki.ParseAdvert(h.lock.Advert(ble.Addr{})); a.Changed {
		h.t.Error("the bit stands")
	}
	h.bolts(h.act(nuki.Unlock), []nuki.LockState{nuki.Unlocking, nuki.Unlocked}, accepted, done)
	if a, _ := nuki.ParseAdvert(h.lock.Advert(ble.Addr{})); !a.Changed {
		h.t.Error("the bit does not rise")
	}
	h.states()
	ms := h.add("999999", nil)
	if len(ms) != 2 {
		h.t.Fatalf("%v", ms)
	}
	h.is(h.say(nuki.KeypadRemove{ID: ms[0].(nuki.KeypadAdded).ID, Nonce: h.nonce(), PIN: h.pin}), done)
}

// TestFaultThreeTimes: and then no more.
func TestFaultThreeTimes(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		hands(t, l, "fault busy 3")
		for range 3 {
			h.is(h.act(nuki.Lock), nuki.ErrorReport{Code: nuki.ErrorBusy, Of: nuki.CmdLockAction})
		}
		h.bolts(h.act(nuki.Lock), []nuki.LockState{nuki.Locking, nuki.Locked}, accepted, done)
	})
}

// TestHandsRefused: what cannot be read changes nothing, and is not repeated where it may be a code.
func TestHandsRefused(t *testing.T) {
	in(t, Config{}, func(t *testing.T, l *Lock) {
		before := l.State()
		for _, line := range []string{
			"dance", "code", "code 12345", "code 123456", "code 345678 9", "manual", "manual open", "pairing", "pairing perhaps", "battery 0",
			"battery 101", "battery full", "power", "fault", "fault of mine", "fault busy much", "fault busy 0", "fault short state 12", "fault short state 28",
		} {
			err := l.Hands(line)
			if err == nil || strings.Contains(err.Error(), "345678") || strings.Contains(err.Error(), "123456") {
				t.Errorf("%s: %v", line, err)
			}
		}
		if l.State() != before {
			t.Error("something changed")
		}
		hands(t, l, "", "# a remark", "  open  ")
		l.Close()
		if l.Hands("close") == nil {
			t.Error("it is closed")
		}
	})
}

// TestHandsHelp names every verb and every fault, and nothing else.
func TestHandsHelp(t *testing.T) {
	for verb := range verbs {
		if !strings.Contains(HandsHelp, verb) {
			t.Errorf("the help lacks %s", verb)
		}
	}
	for _, f := range Faults {
		if !strings.Contains(HandsHelp, string(f)) {
			t.Errorf("the help lacks the fault %s", f)
		}
	}
}
