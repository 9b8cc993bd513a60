package softnuki

import (
	"testing"
	"time"

	"localiq/ble/nuki"
)

// TestChallenge: every command uses up its own; an old one, a made-up one and another link's are
// not taken, and nothing is done.
func TestChallenge(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		bad := nuki.ErrorReport{Code: nuki.ErrorBadNonce, Of: nuki.CmdLockAction}
		h.is(h.say(nuki.LockAction{Action: nuki.Unlock}), bad)
		n := h.nonce()
		h.bolts(h.say(nuki.LockAction{Action: nuki.Unlock, Nonce: n}), []nuki.LockState{nuki.Unlocking, nuki.Unlocked}, accepted, done)
		h.is(h.say(nuki.LockAction{Action: nuki.Lock, Nonce: n}), bad)
		n = h.nonce()
		h.is(h.again(l).say(nuki.LockAction{Action: nuki.Lock, Nonce: n}), bad)
		h.is(h.say(nuki.LockAction{Action: nuki.Lock, Nonce: nuki.Nonce{1}}), bad)
		h.is(h.say(nuki.LockAction{Action: nuki.Lock, Nonce: n}), bad)
		if s := l.State().Lock; s != nuki.Unlocked {
			t.Error(s)
		}
	})
}

func (h *hub) verify(p nuki.PIN) nuki.Message {
	h.t.Helper()
	ms := h.say(nuki.VerifyPIN{Nonce: h.nonce(), PIN: p})
	if len(ms) != 1 {
		h.t.Fatalf("%v", ms)
	}
	return ms[0]
}

// TestPINLockout: wrong ones are told so; after five in a row nobody is let in for a while, not even
// who is right; locking needs no PIN and goes on. A right one in time wipes the slate.
func TestPINLockout(t *testing.T) {
	for _, g := range []nuki.Generation{nuki.Classic, nuki.Fifth} {
		right, wrong := pin(t, "1234"), pin(t, "0000")
		if g == nuki.Fifth {
			right, wrong = pin(t, "123456"), pin(t, "000000")
		}
		paired(t, Config{Generation: g, PIN: right}, func(t *testing.T, l *Lock, h *hub) {
			refused := func(c nuki.ErrorCode) nuki.Message {
				return nuki.ErrorReport{Code: c, Of: nuki.CmdVerifyPIN}
			}
			expect := func(p nuki.PIN, want nuki.Message) {
				t.Helper()
				if m := h.verify(p); m != want {
					t.Fatalf("%s: %v, want %v", g, m, want)
				}
			}
			for range pinTries - 1 {
				expect(wrong, refused(nuki.ErrorBadPIN))
			}
			expect(right, done)
			for range pinTries {
				expect(wrong, refused(nuki.ErrorBadPIN))
			}
			expect(right, refused(nuki.ErrorTooManyPINs))
			h.bolts(h.act(nuki.Unlock), []nuki.LockState{nuki.Unlocking, nuki.Unlocked}, accepted, done)
			time.Sleep(pinPause)
			expect(right, done)
		})
	}
}

// TestPINWidth: a PIN of the other generation is a message of another length, and counts against
// nobody.
func TestPINWidth(t *testing.T) {
	paired(t, Config{PIN: pin(t, "1234")}, func(t *testing.T, _ *Lock, h *hub) {
		for range pinTries + 1 {
			if m := h.verify(pin(t, "001234")); m != (nuki.ErrorReport{Code: nuki.ErrorBadLength, Of: nuki.CmdVerifyPIN}) {
				t.Fatal(m)
			}
		}
		if m := h.verify(pin(t, "1234")); m != done {
			t.Error(m)
		}
	})
}

// TestManagementNeedsPIN: each command of management with a wrong one is refused, and changes
// nothing.
func TestManagementNeedsPIN(t *testing.T) {
	paired(t, Config{PIN: pin(t, "1234")}, func(t *testing.T, l *Lock, h *hub) {
		wrong, c := pin(t, "4321"), digits(t, "345678")
		for _, make := range []func(nuki.Nonce) nuki.Message{
			func(n nuki.Nonce) nuki.Message { return nuki.SetTime{Time: nuki.TimeOf(0), Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.SetConfig{Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.SetDoorSensor{Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.LogRequest{Count: 1, Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.SetLog{Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.SetDoorLog{Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.KeypadAdd{Code: c, Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.KeypadList{Count: 9, Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.KeypadUpdate{Code: c, Nonce: n, PIN: wrong} },
			func(n nuki.Nonce) nuki.Message { return nuki.KeypadRemove{Nonce: n, PIN: wrong} },
		} {
			before := *l.rec
			m := make(h.nonce())
			h.is(h.say(m), nuki.ErrorReport{Code: nuki.ErrorBadPIN, Of: m.Command()})
			if r := l.rec; r.Skew != before.Skew || r.ConfigCount != before.ConfigCount || len(r.Codes) != 0 || !r.Logging || !r.DoorLogging || r.Sensor != before.Sensor {
				t.Errorf("%v: %+v", m.Command(), r)
			}
			h.verify(pin(t, "1234")) // else five are too many
		}
	})
}

// TestSettings: what is set is told, and the config count says that there is something to read; the
// clock that was set runs.
func TestSettings(t *testing.T) {
	paired(t, Config{ID: 0x2f3a6b01, PIN: pin(t, "1234")}, func(t *testing.T, l *Lock, h *hub) {
		config := func() nuki.Config {
			t.Helper()
			return h.say(nuki.ConfigRequest{Nonce: h.nonce()})[0].(nuki.Config)
		}
		c := config()
		if c.ID != 0x2f3a6b01 || c.Name != "Nuki_2F3A6B01" || !c.HasKeypad || c.ZoneID != nuki.ZoneNone || c.Device != nuki.SmartLock34 {
			t.Errorf("%+v", c)
		}
		count := h.states().ConfigCount
		s := c.Settings
		s.ZoneID, s.Name = 37, "Back door"
		h.is(h.say(nuki.SetConfig{Settings: s, Nonce: h.nonce(), PIN: h.pin}), done)
		if c := config(); c.Settings != s || h.states().ConfigCount == count {
			t.Errorf("%+v", c)
		}
		summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).Unix()
		h.is(h.say(nuki.SetTime{Time: nuki.TimeOf(summer), Nonce: h.nonce(), PIN: h.pin}), done)
		time.Sleep(90 * time.Second)
		if s := h.states(); s.Time != nuki.TimeOf(summer+90) || s.Zone != 120 {
			t.Errorf("%+v", s)
		}
		h.is(h.say(nuki.SetTime{Time: nuki.Time{Year: 2026, Month: 13}, Nonce: h.nonce(), PIN: h.pin}),
			nuki.ErrorReport{Code: nuki.ErrorBadParameter, Of: nuki.CmdSetTime})
		sensor := nuki.DoorSensor{Enabled: true, AjarTimeout: 3}
		h.is(h.say(nuki.SetDoorSensor{DoorSensor: sensor, Nonce: h.nonce(), PIN: h.pin}), done)
		h.is(h.say(nuki.DoorSensorRequest{Nonce: h.nonce()}), sensor)
		hands(t, l, "battery 15")
		b := h.data(nuki.CmdBatteryReport).(nuki.BatteryReport)
		if s := h.states(); !b.Critical || !s.Battery.Critical() || s.Battery.Percent() != 14 {
			t.Errorf("%+v, %d %%", b, s.Battery.Percent())
		}
		h.is(h.say(nuki.RequestData{Want: nuki.CmdLockAction}), nuki.ErrorReport{Code: nuki.ErrorBadParameter, Of: nuki.CmdRequestData})
		h.is(h.say(done), nuki.ErrorReport{Code: nuki.ErrorBadParameter, Of: nuki.CmdStatus})
	})
}
