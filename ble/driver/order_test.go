package driver_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"localiq/ble"
	"localiq/ble/driver"
	"localiq/ble/virtual"
	"localiq/core"
)

// real gives the air the times of a real one: connecting takes 200 ms, each value 15 ms.
func real(a *virtual.Air) ble.Radio {
	a.ConnectTime, a.WriteTime = 200*time.Millisecond, 15*time.Millisecond
	return a
}

// fleet are sixteen locks that rest, each with its table of n keys.
func (s *site) fleet(n int) {
	for range core.MaxLocks {
		d := s.paired(virtual.Config{})
		s.tables.want(d.core.ID, tableOf(1, n))
		d.tend(core.Cursor{})
	}
	for _, d := range s.locks {
		for count[core.TableReported](d) == 0 {
			s.read()
		}
	}
	s.quiet(time.Minute)
}

// A revocation reaches sixteen idle locks through five connections in seconds (lock.sync).
func TestRevocationReachesSixteenLocks(t *testing.T) {
	inSetup(t, setup{links: 5, between: real}, func(s *site) {
		s.fleet(50)
		if n := s.links(); n != 0 {
			t.Fatalf("%d links while nothing happens", n)
		}
		for _, d := range s.locks {
			s.tables.want(d.core.ID, tableOf(2, 49))
			d.do(core.SyncTable{Version: 2, Revokes: true}, 0)
		}
		start, left := time.Now(), len(s.locks)
		for left > 0 {
			if e, ok := s.read().Event.(core.TableReported); ok && e.Version == 2 && e.Rows == 49 {
				left--
			}
		}
		took := time.Since(start)
		t.Logf("it took %v", took)
		if took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// Five doors where somebody always waits do not starve the eleven others, that only have a journal
// to tell.
func TestBusyDoorsStarveNobody(t *testing.T) {
	inSetup(t, setup{links: 5, between: real}, func(s *site) {
		s.fleet(1)
		done := make(chan struct{})
		var people sync.WaitGroup
		for _, d := range s.locks[:5] {
			people.Go(func() {
				for {
					_ = d.Hands("tag 04A1B2C3D4E5F6") // again as soon as the last one was answered
					select {
					case <-done:
						return
					case <-time.After(100 * time.Millisecond):
					}
				}
			})
		}
		s.serve(10 * time.Second)
		for _, d := range s.locks[5:] {
			d.hands("open", "close")
		}
		start := time.Now()
		s.serve(2 * time.Minute)
		close(done)
		people.Wait()
		for i, d := range s.locks {
			var at time.Duration
			for _, in := range s.seen {
				if _, closed := in.Event.(core.DoorClosed); closed && in.Origin.Who == string(d.core.ID) && at == 0 {
					at = in.Claim.Age
				}
			}
			switch {
			case i < 5 && count[core.AccessRequested](d) < 30:
				t.Errorf("busy door %d: %d requests in %v", i, count[core.AccessRequested](d), time.Since(start))
			case i >= 5 && count[core.DoorClosed](d) == 0:
				t.Errorf("door %d was never heard", i)
			case at > 45*time.Second:
				t.Errorf("door %d waited for %v", i, at)
			}
		}
	})
}

// serve grants whatever is asked, for a while.
func (s *site) serve(d time.Duration) {
	for end := time.Now().Add(d); ; {
		in, ok := s.readWithin(time.Until(end))
		if !ok {
			return
		}
		if e, asks := in.Event.(core.AccessRequested); asks {
			s.seq++
			s.driver.Do(core.Command{ID: core.CommandID{Run: 7, Seq: s.seq}, Lock: e.Lock, Op: grant(e.Request, time.Second)})
		}
	}
}

// An idle link gives way at once when another lock waits, and is not made again for nothing: what
// it advertised meanwhile it had told.
func TestIdleLinkGivesWay(t *testing.T) {
	inSetup(t, setup{links: 1, between: real}, func(s *site) {
		a, b := s.tended(virtual.Config{}), s.tended(virtual.Config{})
		s.quiet(time.Minute)
		a.hands("open", "close")
		next[core.DoorClosed](a)
		s.quiet(700 * time.Millisecond) // and the advertisement of it is heard
		links := a.signal().Links
		start := time.Now()
		b.hands("open", "close")
		next[core.DoorClosed](b)
		if took := time.Since(start); took > time.Second {
			t.Errorf("the other lock waited for %v", took)
		}
		s.quiet(time.Minute)
		if n := a.signal().Links - links; n > 0 {
			t.Errorf("%d connections to a lock that had told everything", n)
		}
	})
}

// A large table on its way to one lock waits for somebody at another's door, between two messages,
// and then goes on where it was.
func TestTableGivesWay(t *testing.T) {
	inSetup(t, setup{links: 1, between: func(a *virtual.Air) ble.Radio { a.MTU = 50; return real(a) }}, func(s *site) {
		large, d := s.tended(virtual.Config{}), s.tended(virtual.Config{})
		s.quiet(time.Minute)
		large.wants(tableOf(1, 1000))
		s.quiet(10 * time.Second)
		links := large.signal().Links
		d.hands("tag 04FFFFFFFFFFFF")
		start := time.Now()
		e, _ := next[core.AccessRequested](d)
		if a := d.answered(d.do(grant(e.Request, time.Second), 3*time.Second)); a.Result != core.ResultDone || time.Since(start) > 1500*time.Millisecond {
			t.Errorf("%+v after %v", a, time.Since(start))
		}
		if n := count[core.TableReported](large); n != 1 {
			t.Fatal("the table was there already: this test tests nothing")
		}
		s.quiet(3 * time.Minute)
		if n := count[core.TableReported](large); n != 2 || large.signal().Links > links+2 {
			t.Errorf("said %d times, over %d links", n, large.signal().Links-links)
		}
	})
}

// What a lock advertised and nobody read is owed, also after the hub was away: the next driver
// reads it, from where the hub's disk ends (a change hint is a debt).
func TestDebtOutlivesTheDriver(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		s.air.Stall(d.addr) // it is heard, and no session comes about
		d.hands("open", "close", "handle")
		s.quiet(20 * time.Second)
		if n := count[core.DoorOpened](d); n != 0 {
			t.Fatalf("it was read: %d", n)
		}
		s.restart()
		s.air.Flow(d.addr)
		d.tend(core.Cursor{Journal: d.core.Journal})
		next[core.HandleTurned](d)
		if err := d.once(); err != nil {
			t.Error(err)
		}
	})
}

// restart is another driver in the place of the first.
func (s *site) restart() {
	s.end()
	s.end = s.start()
}

// Connections are counted for each local day, told now and then, and known after a restart.
func TestConnectionsAreCounted(t *testing.T) {
	day := func(at core.Instant) string { return driver.DayUTC(at.Add(-6 * time.Hour)) } // five in the morning, elsewhere
	inSetup(t, setup{config: func(c *driver.Config) { c.Day = day }}, func(s *site) {
		d := s.tended(virtual.Config{})
		for range 10 {
			s.quiet(time.Minute)
			d.hands("open", "close")
			next[core.DoorClosed](d)
		}
		made := d.signal().Today
		if made < 10 || made > 13 || made != d.signal().Links {
			t.Fatalf("%+v after ten visits", d.signal())
		}
		s.quiet(time.Hour)
		told := 0
		for _, in := range s.seen {
			if e, ok := in.Event.(core.LinksMade); ok {
				if told += e.Links; e.Day != day(s.clock.Now()) {
					t.Errorf("told of %q", e.Day)
				}
			}
		}
		if n := count[core.LinksMade](d); told != made || n > 2 {
			t.Errorf("told of %d in %d events, made %d", told, n, made)
		}
		d.hands("open", "close")
		next[core.DoorClosed](d)
		s.restart() // its last words
		d.do(core.Tend{Lock: d.core, Cursor: core.Cursor{Journal: d.core.Journal, Index: 22}, Talks: core.Talks{Day: day(s.clock.Now()), Links: made + 1}}, 0)
		next[core.LockReported](d)
		if e := s.last(d); e.Links != 1 || d.signal().Today != made+2 {
			t.Errorf("last words %+v, today %+v", e, d.signal())
		}
		s.quiet(6 * time.Hour) // a new day there
		if today := d.signal().Today; today != 0 {
			t.Errorf("%d connections on a day that has just begun", today)
		}
	})
}

// last is what was told last of connections, before the newest.
func (s *site) last(d *door) (e core.LinksMade) {
	for _, in := range s.seen {
		if n, ok := in.Event.(core.LinksMade); ok {
			e = n
		}
	}
	return e
}

// A lock that has had its connections for today gets one for what matters, and now and then one
// for its journal.
func TestBudget(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{})
		spent := core.Talks{Day: driver.DayUTC(s.clock.Now()), Links: core.LinkBudget}
		d.do(core.Tend{Lock: d.core, Talks: spent}, 0)
		s.quiet(2 * time.Hour)
		if n := d.signal().Today - core.LinkBudget; n != 1 {
			t.Errorf("%d connections in two hours: want the one in which it told of itself", n)
		}
		d.hands("open", "close")
		next[core.DoorClosed](d)
		s.quiet(time.Minute)
		d.hands("handle")
		if s.quiet(50 * time.Minute); count[core.HandleTurned](d) != 0 {
			t.Error("a journal was worth a connection")
		}
		if s.quiet(10 * time.Minute); count[core.HandleTurned](d) != 1 {
			t.Error("an hour later it was not")
		}
		s.quiet(time.Minute)
		d.hands("tag 04A1B2C3D4E5F6")
		start := time.Now()
		next[core.AccessRequested](d)
		if took := time.Since(start); took > time.Second {
			t.Errorf("somebody at the door waited for %v", took)
		}
		s.quiet(time.Minute)
		s.tables.want(d.core.ID, tableOf(3, 1))
		d.do(core.SyncTable{Version: 3, Revokes: true}, 0)
		start = time.Now()
		s.until(d, func(in core.Input) bool { e, ok := in.Event.(core.TableReported); return ok && e.Version == 3 })
		if took := time.Since(start); took > time.Second {
			t.Errorf("a revocation waited for %v", took)
		}
		if a := d.answered(d.do(unlock, 5*time.Second)); a.Result != core.ResultDone {
			t.Errorf("%+v", a)
		}
	})
}

// fullAir has room for a few links, and says so only by refusing.
type fullAir struct {
	*virtual.Air
	most    int
	mu      sync.Mutex
	links   map[ble.Link]bool
	refused int
}

func (a *fullAir) Room() int { return 0 }

// turned is how many were turned away since the last time; from now on it has room for so many.
func (a *fullAir) turned(most int) (refused int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	refused, a.refused, a.most = a.refused, 0, most
	return refused
}

func (a *fullAir) Connect(ctx context.Context, at ble.Addr, g ble.GATT) (ble.Link, error) {
	a.mu.Lock()
	for l := range a.links {
		if l.Err() != nil {
			delete(a.links, l)
		}
	}
	if len(a.links) >= a.most {
		a.refused++
		a.mu.Unlock()
		return nil, ble.ErrFull
	}
	a.mu.Unlock()
	l, err := a.Air.Connect(ctx, at, g)
	if err == nil {
		a.mu.Lock()
		a.links[l] = true
		a.mu.Unlock()
	}
	return l, err
}

// A radio that has fewer connections than we believed is believed, and everybody is served.
func TestRadioThatIsFull(t *testing.T) {
	full := &fullAir{most: 3, links: map[ble.Link]bool{}}
	inSetup(t, setup{between: func(a *virtual.Air) ble.Radio { full.Air = a; return full }}, func(s *site) {
		for range 8 {
			d := s.paired(virtual.Config{})
			d.hands("open") // each would keep its link
		}
		for _, d := range s.locks {
			d.tend(core.Cursor{})
		}
		s.quiet(30 * time.Second)
		for i, d := range s.locks {
			if count[core.LockReported](d) == 0 {
				t.Errorf("lock %d was not served", i)
			}
		}
		if air := s.driver.Air(); air.Slots != 3 || air.Links > 3 {
			t.Errorf("%+v", air)
		}
		if n := full.turned(3); n > 20 {
			t.Errorf("refused %d times in 30 s", n)
		}
	})
}

// A radio that can have none at all for a while is not asked without end.
func TestRadioWithoutAnyRoom(t *testing.T) {
	full := &fullAir{most: 3, links: map[ble.Link]bool{}}
	inSetup(t, setup{between: func(a *virtual.Air) ble.Radio { full.Air = a; return full }}, func(s *site) {
		d := s.tended(virtual.Config{})
		s.quiet(time.Minute)
		full.turned(0)
		d.hands("open")
		s.quiet(time.Minute)
		if n := full.turned(1); n < 2 || n > 60 {
			t.Errorf("asked %d times in a minute", n)
		}
		start := time.Now()
		if next[core.DoorOpened](d); time.Since(start) > 10*time.Second {
			t.Errorf("it took %v", time.Since(start))
		}
	})
}
