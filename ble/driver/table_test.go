package driver_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// tableOf is a table of that version with keys 0 to n-1, each a tag.
func tableOf(version core.Seq, n int) core.Table {
	t := core.Table{Version: version, OpenFor: 6 * time.Second, Zone: []core.ZoneOffset{{East: 3600}}}
	for i := range n {
		t.Rows = append(t.Rows, core.Row{Key: keyID(i), Kind: core.KeyTag, Credential: core.NewSecret(tagOf(i))})
	}
	return t
}

func keyID(i int) core.KeyID { return core.KeyID(fmt.Sprintf("k-%05d", i)) }
func tagOf(i int) string     { return fmt.Sprintf("04A1B2C3%06X", i) }

// holds waits for the lock's word that it holds that table.
func (d *door) holds(v core.Seq) core.TableReported {
	d.site.t.Helper()
	in := d.site.until(d, func(in core.Input) bool {
		e, ok := in.Event.(core.TableReported)
		return ok && e.Version == v
	})
	return in.Event.(core.TableReported)
}

// wants makes a table the newest, and says so.
func (d *door) wants(t core.Table) {
	d.site.tables.want(d.core.ID, t)
	d.do(core.SyncTable{Version: t.Version}, 0)
}

// A lock that got its table opens by it, hub or no hub, and tells later whom it let in
// (lock.offline). A key that is gone from it opens nothing.
func TestTableOpensTheBoltWithoutTheHub(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.wants(tableOf(7, 30))
		if e := d.holds(7); e.Rows != 30 || e.Left != 0 {
			t.Errorf("%+v", e)
		}
		s.air.Fall()
		s.quiet(time.Minute)
		d.hands("tag " + tagOf(12))
		s.quiet(10 * time.Second)
		s.air.Rise()
		s.driver.RadioRose()
		e, in := next[core.KeyAdmitted](d)
		if e.Key != keyID(12) || e.Kind != core.KeyTag || in.Claim.Index == 0 || in.Claim.Age < 9*time.Second {
			t.Errorf("%+v", in)
		}
		if turned, _ := next[core.BoltTurned](d); turned.By != core.ByTable {
			t.Errorf("%+v", turned)
		}
		d.wants(tableOf(8, 12)) // without it
		d.holds(8)
		d.hands("tag " + tagOf(12))
		next[core.KeyRefusedAway](d)
		if n := count[core.KeyAdmitted](d); n != 1 {
			t.Errorf("admitted %d times", n)
		}
	})
}

// A lock that holds its table already is not brought it again: not in the next session, not by the
// next driver, not because it has another number. What was said is not said again.
func TestTableThatIsThereIsNotBrought(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &cutting{}
		s, end := newSite(t, setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
		defer end()
		d := s.tended(virtual.Config{})
		d.wants(tableOf(7, 200))
		d.holds(7)
		s.quiet(time.Minute)
		visit := func() int {
			before, _, _ := c.soFar()
			d.hands("handle")
			s.quiet(time.Minute)
			after, _, _ := c.soFar()
			return after - before
		}
		usual, asked := visit(), s.tables.count()
		said := count[core.TableReported](d)
		for range 3 {
			if n := visit(); n > usual {
				t.Errorf("%d frames, usually %d", n, usual)
			}
		}
		if count[core.TableReported](d) != said || s.tables.count() != asked {
			t.Errorf("said %d times, fetched %d times", count[core.TableReported](d)-said, s.tables.count()-asked)
		}
		s.restart()
		before, _, _ := c.soFar()
		d.tend(core.Cursor{Journal: d.core.Journal, Index: 4})
		d.holds(7)
		d.wants(tableOf(9, 200))
		d.holds(9)
		s.quiet(time.Minute)
		if n, _, _ := c.soFar(); n-before > 2*usual {
			t.Errorf("%d frames after a restart, usually %d", n, usual)
		}
		d.wants(tableOf(10, 201)) // one key more
		d.holds(10)
		if n, _, _ := c.soFar(); n-before > 4*usual {
			t.Errorf("%d frames for one key, a visit has %d", n, usual)
		}
	})
}

// The link is lost at every message of a table's way to the lock in turn. Whatever the step, the
// lock comes to hold it, and counts nothing that is not whole (lock.sync).
func TestTableIsCutAtEveryMessage(t *testing.T) {
	cut := func(t *testing.T, after int) (took int) {
		synctest.Test(t, func(t *testing.T) {
			c := &cutting{}
			s, end := newSite(t, setup{between: func(a *virtual.Air) ble.Radio { c.Air = a; return c }})
			defer end()
			d := s.tended(virtual.Config{})
			d.wants(tableOf(1, 20))
			d.holds(1)
			s.quiet(time.Minute)
			before, _, links := c.soFar()
			c.arm(after)
			d.wants(tableOf(2, 60))
			if e := d.holds(2); e.Rows != 60 {
				t.Errorf("%+v", e)
			}
			frames, _, n := c.soFar()
			took = frames - before
			c.arm(0)
			if n -= links; after > 0 && n > 2 {
				t.Errorf("%d links", n)
			}
			for _, in := range s.seen {
				if e, ok := in.Event.(core.TableReported); ok && e.Version == 0 && e.Rows != 0 {
					t.Errorf("between two tables it said %+v", e)
				}
			}
			d.hands("tag " + tagOf(59))
			if e, _ := next[core.KeyAdmitted](d); e.Key != keyID(59) {
				t.Errorf("admitted %+v", e)
			}
		})
		return took
	}
	whole := cut(t, 0)
	if whole < 20 {
		t.Fatalf("%d frames: this test tests nothing", whole)
	}
	for after := 1; after < whole; after++ {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			if n := cut(t, after); n > whole+after/2+30 {
				t.Errorf("%d frames, uncut %d: it did not go on where it was", n, whole)
			}
		})
	}
}

// Somebody at the door of a lock that is being brought a large table waits behind one message.
func TestTableDoesNotDelayARequest(t *testing.T) {
	inSetup(t, setup{between: func(a *virtual.Air) ble.Radio {
		a.MTU, a.WriteTime = 23, 15*time.Millisecond // a message has 50 values
		return a
	}}, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(20 * time.Second)
		d.wants(tableOf(1, 500))
		s.quiet(10 * time.Second)
		d.hands("tag 04FFFFFFFFFFFF")
		start := time.Now()
		e, _ := next[core.AccessRequested](d)
		id := d.do(grant(e.Request, time.Second), 3*time.Second)
		if a := d.answered(id); a.Result != core.ResultDone || time.Since(start) > 1500*time.Millisecond {
			t.Errorf("%+v after %v", a, time.Since(start))
		}
		if n := count[core.TableReported](d); n != 1 { // the empty one
			t.Fatalf("the table was there already: this test tests nothing")
		}
		s.quiet(2 * time.Minute)
		if e := s.seen[len(s.seen)-1].Event; count[core.TableReported](d) != 2 {
			t.Errorf("last came %+v", e)
		}
	})
}

// Rows for which a lock has no room are left off from the end and counted; keys without a
// credential, or with that of another, are skipped, and the log names them by their ids alone.
func TestRowsThatDoNotFit(t *testing.T) {
	var log bytes.Buffer
	inSetup(t, setup{config: func(c *driver.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) }}, func(s *site) {
		d := s.tended(virtual.Config{Room: 10})
		table := tableOf(3, 14)
		table.Rows[1].Credential = core.NewSecret("")
		table.Rows[2].Credential = table.Rows[0].Credential
		table.Rows = append(table.Rows, core.Row{Key: "phone", Kind: core.KeyDigital})
		d.wants(table)
		if e := d.holds(3); e.Rows != 10 || e.Left != 2 || e.LeftFor != core.LeftRoom {
			t.Errorf("%+v", e)
		}
		d.hands("tag " + tagOf(11))
		if e, _ := next[core.KeyAdmitted](d); e.Key != keyID(11) {
			t.Errorf("%+v", e)
		}
		s.quiet(10 * time.Second)
		d.hands("tag " + tagOf(12))
		next[core.KeyRefusedAway](d)
	})
	told := log.String()
	for _, id := range []core.KeyID{keyID(1), keyID(2)} {
		if strings.Count(told, string(id)) != 1 {
			t.Errorf("%s is not named once:\n%s", id, told)
		}
	}
	if strings.Contains(told, "phone") || strings.Contains(told, tagOf(0)) {
		t.Errorf("the log says too much:\n%s", told)
	}
}

// Of a lock that keeps no table nothing is said, and it is served.
func TestLockWithoutATable(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{Lacks: profile.CanTable})
		d.tend(core.Cursor{})
		next[core.LockReported](d)
		d.wants(tableOf(1, 3))
		s.quiet(time.Minute)
		if n := count[core.TableReported](d); n != 0 || d.signal().Links > 2 {
			t.Errorf("said %d times over %d links", n, d.signal().Links)
		}
	})
}

// A table that cannot be made is made later, with pauses; meanwhile nothing is said of it.
func TestTableThatCannotBeMade(t *testing.T) {
	inSite(t, 0, func(s *site) {
		s.tables.err = errors.New("the store is away")
		d := s.paired(virtual.Config{})
		d.tend(core.Cursor{})
		next[core.LockReported](d)
		s.quiet(10 * time.Minute)
		if n := count[core.TableReported](d); n != 0 || s.tables.count() < 3 || s.tables.count() > 6 {
			t.Errorf("said %d times, asked %d times", n, s.tables.count())
		}
		s.tables.mu.Lock()
		s.tables.err = nil
		s.tables.mu.Unlock()
		s.tables.want(d.core.ID, tableOf(4, 2))
		s.quiet(20 * time.Minute)
		if n := count[core.TableReported](d); n != 1 {
			t.Errorf("said %d times", n)
		}
	})
}

// yearEnd is a clock on which a year ends a few minutes after the test's beginning.
type yearEnd struct{ core.Clock }

func (c yearEnd) Now() core.Instant {
	at := c.Clock.Now()
	at.Wall += int64(366*24*time.Hour - 3*time.Minute) // a bubble begins with the year 2000
	return at
}

// The zone's offsets run out: with a new year on the calendar the table is made anew.
func TestTableIsMadeAnewWithTheYear(t *testing.T) {
	inSetup(t, setup{config: func(c *driver.Config) { c.Clock = yearEnd{c.Clock} }}, func(s *site) {
		d := s.tended(virtual.Config{})
		made := func() (n int) {
			before := s.tables.count()
			d.hands("handle")
			next[core.HandleTurned](d)
			s.quiet(time.Minute)
			return s.tables.count() - before
		}
		if n := made(); n != 0 {
			t.Errorf("made %d times within the year", n)
		}
		s.quiet(5 * time.Minute)
		if n := made(); n != 1 {
			t.Errorf("made %d times with the new year", n)
		}
		if n := made(); n != 0 {
			t.Errorf("made %d times after it", n)
		}
	})
}

// A repeated Tend has the lock's word about its table said again: the hub lost it.
func TestRepeatedTendTellsTheTableAgain(t *testing.T) {
	for _, linked := range []bool{true, false} {
		inSite(t, 0, func(s *site) {
			d := s.tended(virtual.Config{})
			d.wants(tableOf(5, 5))
			d.holds(5)
			if !linked {
				s.quiet(time.Minute)
			}
			d.tend(core.Cursor{Journal: d.core.Journal})
			d.holds(5)
		})
	}
}

// Every key has a name of its own in a lock's journal, and the name leads back to it.
func TestEveryKeyHasItsName(t *testing.T) {
	long := core.KeyID("a key that somebody imported under a very long name")
	seen := map[string]core.KeyID{}
	for _, k := range []core.KeyID{"k", "k-00001", "0123456789abcdef", "0123456789abcdefg", long, long + "!", "\xff123", "é", core.KeyID(driver.RefOf(long))} {
		ref := driver.RefOf(k)
		if len(ref) == 0 || len(ref) > profile.MaxRef {
			t.Errorf("%q has %d bytes", k, len(ref))
		}
		if other, dup := seen[string(ref)]; dup {
			t.Errorf("%q goes by the name of %q", k, other)
		}
		seen[string(ref)] = k
	}
	inSetup(t, setup{family: func(f *driver.LocalIQ) {
		f.LongKey = func(ref []byte) core.KeyID { return seen[string(ref)] }
	}}, func(s *site) {
		d := s.tended(virtual.Config{})
		table := tableOf(1, 2)
		table.Rows[0].Key = long
		table.Rows[1].Key = "one that is forgotten by the time it is used"
		d.wants(table)
		d.holds(1)
		for i, want := range []core.KeyID{long, "unknown key "} {
			d.hands("tag " + tagOf(i))
			if e, _ := next[core.KeyAdmitted](d); !strings.HasPrefix(string(e.Key), string(want)) {
				t.Errorf("admitted %+v", e)
			}
			s.quiet(10 * time.Second)
		}
	})
}
