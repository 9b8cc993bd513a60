package driver_test

import (
	"errors"
	"testing"
	"time"

	"localiq/ble/virtual"
	"localiq/core"
)

// brings makes a table the newest, says so, and returns how long it takes until the lock says that
// it holds it.
func (d *door) brings(table core.Table) time.Duration {
	d.site.t.Helper()
	start := time.Now()
	d.site.tables.want(d.core.ID, table)
	d.do(core.SyncTable{Version: table.Version, Revokes: true}, 0)
	d.site.until(d, func(in core.Input) bool {
		e, ok := in.Event.(core.TableReported)
		return ok && e.Version == table.Version
	})
	return time.Since(start)
}

// An edit comes while the lock is being brought the table before it, at whatever moment: what the
// lock answers then is about that one, and costs the new one no rest (lock.sync).
func TestEditDuringASync(t *testing.T) {
	for step := time.Duration(0); step < 600*time.Millisecond; step += 10 * time.Millisecond {
		inSite(t, 0, func(s *site) {
			s.air.SetWeather(virtual.Weather{Fast: 30 * time.Millisecond})
			d := s.tended(virtual.Config{})
			d.brings(tableOf(1, 20))
			s.tables.want(d.core.ID, tableOf(2, 60))
			d.do(core.SyncTable{Version: 2}, 0)
			s.quiet(step)
			if took := d.brings(tableOf(3, 10)); took > 10*time.Second {
				t.Errorf("%v after the one before: %v", step, took)
			}
		})
	}
}

// A session that stands because the door does brings a table at once, and keeps its link
// (lock.sync).
func TestStandingSessionBringsATable(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		d.hands("open")
		s.quiet(17 * time.Second)
		links := d.signal().Links
		for v := range core.Seq(5) {
			if took := d.brings(tableOf(1+v, 20+int(v))); took > 500*time.Millisecond {
				t.Errorf("table %d took %v", 1+v, took)
			}
			s.quiet(time.Duration(v) * time.Second)
		}
		if n := d.signal().Links - links; n != 0 {
			t.Errorf("%d links more", n)
		}
	})
}

// A lock that could not take its table gets it after a rest, also when its session stands all the
// while: a door may stand open for hours (lock.sync).
func TestTableIsTriedAgainInAStandingSession(t *testing.T) {
	inSite(t, 0, func(s *site) {
		memory := &virtual.RAM{}
		d := s.tended(virtual.Config{Memory: memory})
		d.brings(tableOf(1, 20))
		d.hands("open")
		s.quiet(15 * time.Second)
		links := d.signal().Links
		memory.Break(errors.New("worn"))
		s.tables.want(d.core.ID, tableOf(2, 10))
		d.do(core.SyncTable{Version: 2, Revokes: true}, 0)
		s.quiet(30 * time.Second)
		memory.Break(nil)
		s.quiet(2 * time.Minute)
		if e, _ := s.seen[len(s.seen)-1].Event.(core.TableReported); e.Version != 2 {
			t.Errorf("the lock has not got it:\n%s", s.story())
		}
		if n := d.signal().Links - links; n != 0 {
			t.Errorf("%d links more", n)
		}
	})
}
