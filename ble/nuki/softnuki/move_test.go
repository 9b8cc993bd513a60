package softnuki

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// seen are the states of messages, and the status behind them.
func bolts(t *testing.T, ms []nuki.Message) (bolts []nuki.LockState, rest []nuki.Message) {
	t.Helper()
	for _, m := range ms {
		if s, is := m.(nuki.States); is {
			bolts = append(bolts, s.Lock)
		} else {
			rest = append(rest, m)
		}
	}
	return bolts, rest
}

func (h *hub) bolts(ms []nuki.Message, want []nuki.LockState, rest ...nuki.Message) {
	h.t.Helper()
	got, others := bolts(h.t, ms)
	if len(got) != len(want) {
		h.t.Fatalf("%v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			h.t.Fatalf("%v, want %v", got, want)
		}
	}
	h.is(others, rest...)
}

var accepted nuki.Message = nuki.Status{Status: nuki.Accepted}

// TestUnlatch: the motor takes its time; the latch is pulled, then falls back to unlocked, and only
// then the action is complete, and in the log with its suffix. Another one meanwhile finds it busy.
func TestUnlatch(t *testing.T) {
	paired(t, Config{Motor: time.Second, Latch: 3 * time.Second}, func(t *testing.T, l *Lock, h *hub) {
		h.bolts(h.act(nuki.Unlatch), []nuki.LockState{nuki.Unlatching}, accepted)
		time.Sleep(time.Second - time.Nanosecond)
		h.is(h.told())
		time.Sleep(time.Nanosecond)
		h.bolts(h.told(), []nuki.LockState{nuki.Unlatched})
		h.is(h.act(nuki.Lock), nuki.ErrorReport{Code: nuki.ErrorBusy, Of: nuki.CmdLockAction})
		if len(h.log(0, 10)) != 0 {
			t.Error("it is in the log before it has ended")
		}
		time.Sleep(3 * time.Second)
		h.bolts(h.told(), []nuki.LockState{nuki.Unlocked}, done)
		es := h.log(0, 10)
		if len(es) != 1 || es[0].Action != nuki.Unlatch || es[0].Auth != h.bond.Auth || es[0].Name != "Local IQ#0102030405060708" || es[0].Done != nuki.Done {
			t.Errorf("%+v", es)
		}
		if s := h.states(); s.Last != nuki.Unlatch || s.Lock != nuki.Unlocked || s.Trigger != nuki.BySystem {
			t.Errorf("%+v", s)
		}
	})
}

// TestLostLink: the motor does not care for the link; the log has what became of it.
func TestLostLink(t *testing.T) {
	paired(t, Config{Motor: time.Second}, func(t *testing.T, l *Lock, h *hub) {
		h.act(nuki.Unlock)
		h.line.Close()
		<-h.line.Done()
		h = h.again(l)
		if s := h.states().Lock; s != nuki.Unlocking {
			t.Error(s)
		}
		time.Sleep(time.Second)
		if s, es := h.states().Lock, h.log(0, 1); s != nuki.Unlocked || len(es) != 1 {
			t.Error(s, es)
		}
	})
}

// TestJam: the motor finds the bolt blocked, and everybody is told.
func TestJam(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		hands(t, l, "jam")
		h.bolts(h.act(nuki.Unlock), []nuki.LockState{nuki.Unlocking, nuki.MotorBlocked}, accepted,
			nuki.ErrorReport{Code: nuki.ErrorMotorBlocked, Of: nuki.CmdLockAction})
		if es := h.log(0, 10); len(es) != 1 || es[0].Done != nuki.DoneBlocked {
			t.Errorf("%+v", es)
		}
		hands(t, l, "unjam")
		h.bolts(h.act(nuki.Lock), []nuki.LockState{nuki.Locking, nuki.Locked}, accepted, done)
		if ms := h.act(nuki.LockNGo); len(ms) != 1 || ms[0] != (nuki.ErrorReport{Code: nuki.ErrorBadParameter, Of: nuki.CmdLockAction}) {
			t.Errorf("lock'n'go: %v", ms)
		}
	})
}

// TestPowerCut: in the middle of a turn. Nobody is told, and it does not know where its bolt is.
func TestPowerCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := &virtual.RAM{}
		l, err := New(Config{Memory: memory, Motor: time.Second}, clock.Process())
		if err != nil {
			t.Fatal(err)
		}
		h := call(t, l, 247)
		hands(t, l, "button")
		if err := h.pair(nuki.IDBridge, l.PIN()); err != nil {
			t.Fatal(err)
		}
		h.bolts(h.act(nuki.Unlock), []nuki.LockState{nuki.Unlocking}, accepted)
		hands(t, l, "power off")
		<-h.line.Done()
		if l.Powered() || l.Advert(ble.Addr{}) != nil || l.State() != (nuki.States{}) || l.Hands("manual lock") == nil {
			t.Error("it has power")
		}
		if <-call(t, l, 247).line.Done(); len(h.told()) != 0 {
			t.Error("it speaks without power")
		}
		l.Close()
		if l, err = New(Config{Memory: memory}, clock.Process()); err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		h = h.again(l)
		if s := h.states().Lock; s != nuki.Undefined || len(h.log(0, 10)) != 0 {
			t.Error(s)
		}
		hands(t, l, "power off", "power on")
		h = h.again(l)
		h.bolts(h.act(nuki.Lock), []nuki.LockState{nuki.Locking, nuki.Locked}, accepted, done)
	})
}

// TestByHand: the knob, the button and the arrow are in the log, each as what it is.
func TestByHand(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		hands(t, l, "manual unlock", "manual lock", "press", "press", "arrow")
		es := h.log(0, 10)
		for i, w := range []nuki.LogEntry{
			{Type: nuki.LogAction, Action: nuki.Unlock, Trigger: nuki.ByHand}, {Type: nuki.LogAction, Action: nuki.Lock, Trigger: nuki.ByHand},
			{Type: nuki.LogAction, Action: nuki.Unlock, Trigger: nuki.ByButton}, {Type: nuki.LogAction, Action: nuki.Lock, Trigger: nuki.ByButton},
			{Type: nuki.LogKeypad, Action: nuki.Lock, Source: nuki.SourceArrow},
		} {
			w.Index, w.Time = uint32(i+1), es[i].Time
			if es[i] != w {
				t.Errorf("%+v, want %+v", es[i], w)
			}
		}
	})
}

// TestChangedBit: it rises with the first change, falls when the Bridge has read the states, and
// nobody else's reading counts. A lock that has no Bridge, or is of the 5th generation, has none.
func TestChangedBit(t *testing.T) {
	bit := func(l *Lock) bool {
		a, _ := nuki.ParseAdvert(l.Advert(ble.Addr{}))
		return a.Changed
	}
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		for _, line := range []string{"open", "manual unlock", "battery 10", "tamper", "code 999999"} {
			if bit(l) {
				t.Fatal("before", line)
			}
			changed := l.Changed()
			hands(t, l, line)
			<-changed
			if !bit(l) || !l.Hurried() {
				t.Fatal(line)
			}
			h.log(0, 1)
			if !bit(l) {
				t.Fatal(line, "the log is not the states")
			}
			h.states()
		}
		hands(t, l, "close", "button")
		phone := call(t, l, 247)
		if err := phone.pair(nuki.IDApp, nuki.PIN{}); err != nil {
			t.Fatal(err)
		}
		if phone.states(); !bit(l) {
			t.Error("an app took the bit away from the Bridge")
		}
	})
	for _, c := range []struct {
		g  nuki.Generation
		as nuki.IDType
	}{{nuki.Fifth, nuki.IDBridge}, {nuki.Classic, nuki.IDApp}} {
		in(t, Config{Generation: c.g}, func(t *testing.T, l *Lock) {
			hands(t, l, "button")
			if err := call(t, l, 247).pair(c.as, l.PIN()); err != nil {
				t.Fatal(err)
			}
			if hands(t, l, "open"); bit(l) {
				t.Error(c)
			}
		})
	}
}

// TestFourLinks: a fifth is done at once; when one ends, there is room again.
func TestFourLinks(t *testing.T) {
	paired(t, Config{}, func(t *testing.T, l *Lock, h *hub) {
		for range maxLines - 1 {
			h.again(l).states()
		}
		<-h.again(l).line.Done()
		h.line.Close()
		h.again(l).states()
	})
}

// TestBrokenMemory: a lock that cannot keep its keys is none; one that cannot read them neither.
func TestBrokenMemory(t *testing.T) {
	broken := &virtual.RAM{}
	broken.Break(errors.New("worn out"))
	if l, err := New(Config{Memory: broken}, clock.Process()); err == nil {
		l.Close()
		t.Error("it keeps nothing")
	}
	for _, b := range []string{"{", `{"Version":9}`, `{"Version":1,"Generation":1,"PIN":99999}`, `{"Version":1,"Generation":1,"Codes":[{"Digits":"x"}]}`} {
		m := &virtual.RAM{}
		m.Save([]byte(b))
		if l, err := New(Config{Memory: m}, clock.Process()); err == nil {
			l.Close()
			t.Error(b)
		}
	}
}
