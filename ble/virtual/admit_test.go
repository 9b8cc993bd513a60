package virtual

import (
	"cmp"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

const (
	inTime  = true
	anyTime = false
)

// journal is what the lock wrote since that index.
func (s *scene) journal(after uint32) []line {
	s.lock.mu.Lock()
	defer s.lock.mu.Unlock()
	var out []line
	for i := after + 1; i <= s.lock.rec.Journal.Head; i++ {
		l, _ := s.lock.rec.Journal.at(i)
		out = append(out, l)
	}
	return out
}

// The lock's own table first, then the hub, then the table for keys that were to be
// asked for; each where its time is right. No hub is about here. [lock.offline]
func TestOwnTableFirstThenTheHub(t *testing.T) {
	hour := int64(time.Hour / time.Millisecond)
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() // of synctest: outside the schedule, 01:00 to 02:00
	for name, c := range map[string]presented{
		"at all times":          {at: 0},
		"without a clock":       {clock: anyTime, at: 0},
		"ask first":             {row: func(r *profile.TableRow) { r.Ask = true }, at: profile.RequestWait},
		"held":                  {hands: "tag-hold 04A1B2C3", at: profile.RequestWait},
		"the hub before":        {table: func(t *profile.TableImage) { t.First = false }, at: profile.RequestWait},
		"another tag":           {hands: "tag 04A1B2C4", at: -1},
		"a PIN of those digits": {hands: "pin 12345678", at: -1},
		"not yet":               {row: func(r *profile.TableRow) { r.From = now + hour }, clock: inTime, at: -1},
		"by now":                {row: func(r *profile.TableRow) { r.From = now + hour }, clock: inTime, after: time.Hour, at: 0},
		"until then":            {row: func(r *profile.TableRow) { r.Until = now + hour }, clock: inTime, after: time.Hour - 1e6, at: 0},
		"no more":               {row: func(r *profile.TableRow) { r.Until = now + hour }, clock: inTime, after: time.Hour, at: -1},
		"from, without a clock": {row: func(r *profile.TableRow) { r.From = 1 }, at: -1},
		"until, without one":    {row: func(r *profile.TableRow) { r.Until = now + hour }, at: -1},
		"outside its hours":     {row: func(r *profile.TableRow) { r.Schedules = []uint64{0} }, clock: inTime, at: -1},
		"in its hours":          {row: func(r *profile.TableRow) { r.Schedules = []uint64{0} }, clock: inTime, after: time.Hour, at: 0},
		"hours, without one":    {row: func(r *profile.TableRow) { r.Schedules = []uint64{0} }, after: time.Hour, at: -1},
		"within the lease":      {row: func(r *profile.TableRow) { r.Lease = profile.Millis(hour) }, after: time.Hour - 1e6, at: 0},
		"after the lease":       {row: func(r *profile.TableRow) { r.Lease = profile.Millis(hour) }, after: time.Hour, at: -1},
	} {
		t.Run(name, func(t *testing.T) { c.present(t) })
	}
}

// presented is a key of the lock's own table, and what comes of it.
type presented struct {
	row   func(*profile.TableRow)
	table func(*profile.TableImage)
	hands string // instead of the tag
	clock bool   // it is set
	after time.Duration
	at    time.Duration // when it opens after the presentation; -1: it refuses then
}

func (c presented) present(t *testing.T) {
	image := tableOf(map[string]func(*profile.TableRow){"04A1B2C3": c.row})
	if c.table != nil {
		c.table(image)
	}
	withTable(t, Config{}, image, func(t *testing.T, s *scene) {
		if !c.clock {
			s.hands("clock lose")
		}
		time.Sleep(c.after)
		s.hands(cmp.Or(c.hands, "tag 04A1B2C3"))
		wait := c.at
		if c.at < 0 {
			wait = profile.RequestWait
		}
		if wait > 0 {
			time.Sleep(wait - time.Millisecond)
			synctest.Wait()
			if len(s.journal(0)) != 0 {
				t.Fatalf("too early: %+v", s.journal(0))
			}
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		if got := s.journal(0); c.at < 0 {
			if len(got) != 1 || got[0].Kind != profile.EntryKeyRefused || s.lock.State().Bolt != core.BoltLocked {
				t.Errorf("%+v", got)
			}
		} else {
			c.opened(t, got)
			s.boltTurnsAfter(6*time.Second, core.BoltUnlocked, core.BoltLocked)
		}
	})
}

// opened: the journal says by which row, and not by which tag.
func (c presented) opened(t *testing.T, got []line) {
	t.Helper()
	if len(got) != 2 || got[0].Kind != profile.EntryKeyAdmitted || string(got[0].Ref) != "04A1" || got[0].Credential != nil ||
		got[0].Held != (c.hands == "tag-hold 04A1B2C3") || got[1].Kind != profile.EntryBoltTurned || got[1].By != core.ByTable {
		t.Fatalf("%+v", got)
	}
}

// TestAdmittedIsTold: live where a session stands, with whose key it was; nobody is asked.
func TestAdmittedIsTold(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"123456": nil}), func(t *testing.T, s *scene) {
		h, _ := s.call()
		s.hands("pin 123456")
		e := expect[profile.Entry](h)
		if e.Kind != profile.EntryKeyAdmitted || e.KeyKind != core.KeyPIN || string(e.Ref) != "1234" || e.Credential != nil || e.Age.Duration() != 0 {
			t.Errorf("%+v", e)
		}
		if e := expect[profile.Entry](h); e.Bolt != core.BoltUnlocked || e.By != core.ByTable || e.Command != (profile.CommandID{}) {
			t.Errorf("%+v", e)
		}
		h.send(profile.Look{})
		expect[profile.State](h)
		for _, m := range h.told {
			if _, is := m.(profile.AccessRequest); is {
				t.Error("the hub was asked")
			}
		}
	})
}

// TestHubsWordCounts: for a key that is to be asked for, the hub's no is a no.
func TestHubsWordCounts(t *testing.T) {
	ask := func(r *profile.TableRow) { r.Ask = true }
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": ask}), func(t *testing.T, s *scene) {
		h, _ := s.call()
		s.hands("tag 04A1B2C3")
		q := expect[profile.AccessRequest](h)
		h.send(profile.Verdict{Request: q.Request, Reason: core.UserBlocked, Command: s.id()})
		expect[profile.Result](h)
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := s.journal(0); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}

// TestAdmissionNeedsMemory: a lock that could not say who came in lets nobody in, and never says
// that it did.
func TestAdmissionNeedsMemory(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil}), func(t *testing.T, s *scene) {
		s.memory.Break(errors.New("no space"))
		s.hands("tag 04A1B2C3")
		time.Sleep(profile.RequestWait)
		synctest.Wait()
		s.memory.Break(nil)
		s.hands("battery 50")
		got := s.journal(0)
		if len(got) != 1 || got[0].Kind != profile.EntryKeyRefused || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", got)
		}
	})
}

// While somebody has locked from inside, the table opens for nobody; the hub's word
// does, and afterwards the table again.
func TestLockedFromInsideOnlyTheHubOpens(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil}), func(t *testing.T, s *scene) {
		s.hands("privacy on")
		s.hands("tag 04A1B2C3")
		time.Sleep(profile.RequestWait)
		synctest.Wait()
		if b := s.lock.State().Bolt; b != core.BoltPrivacy {
			t.Fatalf("the bolt is %s", b)
		}
		h, _ := s.call()
		if r := h.do(unlock); r.Result != core.ResultDone || s.lock.State().Bolt != core.BoltUnlocked {
			t.Errorf("%+v", r)
		}
		s.hands("privacy on")
		s.hands("privacy off")
		s.hands("tag 04A1B2C3")
		if synctest.Wait(); s.lock.State().Bolt != core.BoltUnlocked {
			t.Error("the table opens no more")
		}
	})
}

// TestPowerCutWhileAdmitting: the journal has who it was; the bolt has not moved, and does not.
func TestPowerCutWhileAdmitting(t *testing.T) {
	withTable(t, Config{Motor: time.Second}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil}), func(t *testing.T, s *scene) {
		s.hands("tag 04A1B2C3")
		time.Sleep(time.Second / 2)
		s.cycle()
		time.Sleep(time.Minute)
		got := s.journal(0)
		if len(got) != 1 || got[0].Kind != profile.EntryKeyAdmitted || s.lock.State().Bolt != core.BoltLocked {
			t.Errorf("%+v", got)
		}
		s.hands("tag 04A1B2C3")
		time.Sleep(time.Second)
		synctest.Wait()
		if got := s.journal(1); len(got) != 2 || s.lock.State().Bolt != core.BoltUnlocked {
			t.Errorf("%+v", got)
		}
	})
}

// TestAdmittedDuringAHold: the door is open already; the hold goes on.
func TestAdmittedDuringAHold(t *testing.T) {
	withTable(t, Config{}, tableOf(map[string]func(*profile.TableRow){"04A1B2C3": nil}), func(t *testing.T, s *scene) {
		h, _ := s.call()
		h.do(profile.Move{To: core.BoltOffice, For: 60_000})
		s.hands("tag 04A1B2C3")
		time.Sleep(59 * time.Second)
		synctest.Wait()
		s.boltIs(core.BoltOffice, "")
	})
}
