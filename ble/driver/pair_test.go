package driver_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// A setup code makes a lock ours: all that is needed to look after it comes with it.
func TestPair(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{Model: "virtual one"})
		l, public := d.core, d.PublicKey()
		if l.Family != "localiq" || l.Serial != d.Serial().String() || l.Address != d.addr.String() || l.Model != "virtual one" ||
			string(l.PublicKey) != string(public[:]) || l.Journal == "" || l.ID == "" {
			t.Errorf("paired %+v", l)
		}
		synctest.Wait() // the air takes note
		if !d.Paired() || s.air.Links(d.addr) != 0 {
			t.Errorf("paired: %v, links: %d", d.Paired(), s.air.Links(d.addr))
		}
		d.hands("pair")
		again, _, err := s.driver.Pair(s.t.Context(), strings.ToLower(d.SetupCode().Reveal()))
		if err != nil || again.ID == l.ID || again.Journal != l.Journal {
			t.Errorf("again: %+v, %v", again, err)
		}
	})
}

// Each way to fail says what to do, and none says the code.
func TestPairFails(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.lock(virtual.Config{})
		wrong := profile.NewSetupCode(d.Serial(), [16]byte{1}).Reveal()
		absent := profile.NewSetupCode(profile.Serial{9}, [16]byte{1}).Reveal()
		right := d.SetupCode().Reveal()
		for _, c := range []struct {
			name, code string
			window     bool
			want       core.Code
			text, do   string
			took       time.Duration
		}{
			{"a typing mistake", right[:len(right)-1] + "?", true, core.CodeInvalid, "", "compare it", 0},
			{"nobody there", absent, true, core.CodeNotFound, "earshot", "hold the lock's button until it blinks", 30 * time.Second},
			{"window closed", right, false, core.CodeRefused, "does not let itself be paired", "hold the lock's button until it blinks", 30 * time.Second},
			{"wrong secret", wrong, true, core.CodeRefused, "refused the setup code", "compare it", 3 * time.Second},
		} {
			if c.window {
				d.hands("pair")
			} else {
				s.quiet(2 * time.Minute)
			}
			start := time.Now()
			_, _, err := s.driver.Pair(s.t.Context(), c.code)
			var told *core.Error
			if !errors.As(err, &told) || told.Code != c.want || !strings.Contains(told.Text, c.text) || !strings.Contains(told.Do, c.do) {
				t.Errorf("%s: %#v", c.name, err)
				continue
			}
			if strings.Contains(err.Error(), c.code[10:20]) {
				t.Errorf("%s: the error says the code: %v", c.name, err)
			}
			if took := time.Since(start); took > c.took {
				t.Errorf("%s: took %v", c.name, took)
			}
			if d.Paired() {
				t.Fatalf("%s: paired", c.name)
			}
		}
	})
}

// A lock that stands still is given up, with advice.
func TestPairWithAStalledLock(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.lock(virtual.Config{})
		d.hands("pair")
		s.air.Stall(d.addr)
		_, _, err := s.driver.Pair(s.t.Context(), d.SetupCode().Reveal())
		var told *core.Error
		if !errors.As(err, &told) || told.Code != core.CodeLockFailed || told.Do == "" {
			t.Errorf("%#v", err)
		}
	})
}

// A lock that was reset refuses our key. It is left alone for a while, and is ours again when
// it was paired again.
func TestResetLockIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &cutting{}
		s, end := newSite(t, setup{links: 0, between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
		defer end()
		d := s.tended(virtual.Config{})
		s.quiet(15 * time.Second)
		before := c.links
		d.hands("reset")
		s.quiet(5 * time.Minute)
		if n := c.links - before; n < 1 || n > 6 {
			t.Errorf("%d links in five minutes to a lock that refuses us", n)
		}
		d.hands("pair")
		l, _, err := s.driver.Pair(s.t.Context(), d.SetupCode().Reveal())
		if err != nil {
			t.Fatal(err)
		}
		d.do(core.Neglect{}, 0)
		d.core = l
		d.tend(core.Cursor{Journal: l.Journal})
		next[core.LockReported](d)
	})
}
