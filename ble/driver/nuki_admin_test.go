package driver_test

import (
	"errors"
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/core"
)

// withWrongPIN has a lock that does not take its admin PIN.
func withWrongPIN(s *site, fault softnuki.Fault) *nukiDoor {
	s.t.Helper()
	cfg, _ := watched(softnuki.Config{})
	d := s.pairedNuki(cfg)
	if fault != "" {
		d.Fault(fault, 0)
		return d
	}
	d.core.Admin = core.Sealed("sealed 0000")
	if d.PIN().Number() == 0 {
		d.core.Admin = core.Sealed("sealed 0001")
	}
	return d
}

// managed is how often the hub has shown the code.
func managed(ms []nuki.Message) int {
	return of[nuki.VerifyPIN](ms) + of[nuki.LogRequest](ms) + of[nuki.KeypadList](ms) + of[nuki.KeypadAdd](ms) + of[nuki.KeypadUpdate](ms) +
		of[nuki.KeypadRemove](ms) + of[nuki.SetLog](ms) + of[nuki.SetDoorLog](ms)
}

// The first time that a lock does not take the admin PIN, all that needs it stops: in this session,
// in every later one, and after a restart. The bolt and the states need none and go on. Another code
// from a person is tried at once.
func TestBadAdminCodeStopsAtOnce(t *testing.T) {
	for _, fault := range []softnuki.Fault{"", softnuki.Lockout} {
		air, u := tapped()
		inNukiSetup(t, u, func(s *site) {
			d := withWrongPIN(s, fault)
			s.tables.want(d.core.ID, core.Table{Version: 2, Rows: pins(3)})
			d.tend(core.Cursor{})
			next[core.AdminRefused](d)
			d.do(core.SyncTable{Version: 2}, 0)
			for range 5 {
				d.hands("open")
				s.quiet(5 * time.Minute)
				d.hands("close")
				s.quiet(40 * time.Minute)
			}
			if a := d.answered(d.do(unlock, 10*time.Second)); a.Result != core.ResultDone {
				t.Errorf("%q: %+v", fault, a)
			}
			if a := d.answered(d.do(core.Release{}, 10*time.Second)); a.Result != core.ResultRefused {
				t.Errorf("%q: %+v", fault, a)
			}
			d.rest()
			if n := managed(air.said(d)); n != 1 {
				t.Errorf("%q: the code was shown %d times", fault, n)
			}
			if len(d.entries()) != 0 || count[core.AdminRefused](d) != 1 || last[core.LockReported](d).Bolt != core.BoltUnlocked {
				t.Errorf("%q: %s", fault, s.story())
			}
			s.end()
			s.end = s.start()
			d.do(core.Tend{Lock: d.core, NoAdmin: true}, 0)
			s.quiet(3 * time.Hour)
			if n := managed(air.said(d)); n != 1 || count[core.AdminRefused](d) != 1 {
				t.Errorf("%q: after a restart the code was shown %d times", fault, n)
			}
			d.Fault(softnuki.Lockout, -1)
			d.core.Admin = sealPIN(core.NewSecret(pinOf(d)))
			d.tend(core.Cursor{})
			for count[core.TableReported](d) == 0 {
				s.read()
			}
			if len(d.memory()) != 3 || count[core.AdminRefused](d) != 1 {
				t.Errorf("%q: %d codes", fault, len(d.memory()))
			}
			d.rest()
			d.hands("open")
			next[core.DoorOpened](d)
		})
	}
}

// A hub that has lost what it was told of the code is told again, and the lock is not asked for that.
func TestRefusedAdminCodeIsToldAgain(t *testing.T) {
	air, u := tapped()
	inNukiSetup(t, u, func(s *site) {
		d := withWrongPIN(s, "")
		d.tend(core.Cursor{})
		next[core.AdminRefused](d)
		d.rest()
		d.tend(core.Cursor{})
		s.quiet(time.Minute)
		if n := managed(air.said(d)); n != 1 || count[core.AdminRefused](d) != 2 {
			t.Errorf("shown %d times, told %d times", n, count[core.AdminRefused](d))
		}
	})
}

func pinOf(d *nukiDoor) string {
	code := d.SetupCode()
	return code[len("nuki 2F3A6B01 "):]
}

// A lock whose firmware is not ours to bring says so, and is not called for that.
func TestNukiTakesNoFirmware(t *testing.T) {
	inNukis(t, func(s *site) {
		d := s.tendedNuki(softnuki.Config{})
		d.rest()
		before := d.links()
		var told *core.Error
		if err := s.driver.Update(s.t.Context(), d.core.ID, []byte("any"), nil); !errors.As(err, &told) || told.Code != core.CodeRefused || told.Do == "" {
			t.Errorf("%v", err)
		}
		if _, ours := driver.Family(s.family).(driver.Upgrader); !ours {
			t.Error("ours take none either")
		}
		if d.links() != before {
			t.Error("it was called")
		}
	})
}
