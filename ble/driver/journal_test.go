package driver_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

// line is an entry as the lock itself keeps it.
type line struct {
	Kind profile.EntryKind
	Bolt core.Bolt
	By   core.BoltCause
}

// journal is everything that the lock wrote down, read out of its memory.
func (d *door) journal() []line {
	d.site.t.Helper()
	b, err := d.memory.Load()
	if err != nil {
		d.site.t.Fatal(err)
	}
	var rec struct {
		Journal struct {
			Head  uint32
			Lines []line
		}
	}
	if err := json.Unmarshal(b, &rec); err != nil {
		d.site.t.Fatal(err)
	}
	if int(rec.Journal.Head) != len(rec.Journal.Lines) {
		d.site.t.Fatalf("the lock no longer has its first entries: %d of %d", len(rec.Journal.Lines), rec.Journal.Head)
	}
	return rec.Journal.Lines
}

// told is what came of the journal, in the order in which it came.
func (d *door) told() (idx []uint32, lines []line) {
	for _, in := range d.site.seen {
		if in.Claim.Index == 0 || in.Origin.Who != string(d.core.ID) {
			continue
		}
		l := line{}
		switch e := in.Event.(type) {
		case core.DoorOpened:
			l.Kind = profile.EntryDoorOpened
		case core.DoorClosed:
			l.Kind = profile.EntryDoorClosed
		case core.BoltTurned:
			l = line{profile.EntryBoltTurned, e.To, e.By}
		case core.HandleTurned:
			l.Kind = profile.EntryHandle
		case core.Tampered:
			l.Kind = profile.EntryTamper
		case core.KeyRefusedAway:
			l.Kind = profile.EntryKeyRefused
		}
		idx, lines = append(idx, in.Claim.Index), append(lines, l)
	}
	return idx, lines
}

// once checks that what was told is the lock's journal, once each, in order.
func (d *door) once() error {
	idx, lines := d.told()
	for i, n := range idx {
		if n != uint32(i+1) {
			return errorf("entry %d came in place %d", n, i+1)
		}
	}
	if want := d.journal(); !slices.Equal(lines, want) {
		return errorf("the lock wrote\n%v\nand this was told\n%v", want, lines)
	}
	return nil
}

// Entries from before we came are fetched, in order, late, and before the lock's account of
// itself (spec: lock.offline; contract 6).
func TestJournalIsFetchedFirst(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{Journal: 1000})
		for range 50 {
			d.hands("open", "close", "handle")
		}
		time.Sleep(time.Hour)
		d.hands("open")
		d.tend(core.Cursor{})
		begun, _ := next[core.JournalBegun](d)
		if begun.Journal != d.core.Journal {
			t.Errorf("journal %q begun, paired with %q", begun.Journal, d.core.Journal)
		}
		r, _ := next[core.LockReported](d)
		if r.Contact != core.ContactOpen || r.Bolt != core.BoltLocked || r.Battery != 100 {
			t.Errorf("reported %+v", r)
		}
		if err := d.once(); err != nil {
			t.Error(err)
		}
		for _, in := range s.seen {
			if i := in.Claim.Index; i > 0 && in.Late != (i <= 150) {
				t.Errorf("entry %d, %v old: late is %v", i, in.Claim.Age, in.Late)
			}
		}
	})
}

// The cursor of the Tend is where it goes on (contract 6).
func TestJournalGoesOnFromTheCursor(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{})
		d.hands("open", "close", "open", "close")
		d.tend(core.Cursor{Journal: d.core.Journal, Index: 3})
		next[core.LockReported](d)
		if idx, _ := d.told(); !slices.Equal(idx, []uint32{4}) || count[core.JournalBegun](d) != 0 {
			t.Errorf("told %v\n%s", idx, s.story())
		}
	})
}

// What the lock had to overwrite is told as lost, in its place.
func TestOverwrittenEntriesAreToldAsLost(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{Journal: 10})
		for range 20 {
			d.hands("open", "close")
		}
		d.tend(core.Cursor{Journal: d.core.Journal, Index: 2})
		if e, in := next[core.JournalLost](d); e.From != 3 || e.To != 30 || in.Claim.Index != 30 {
			t.Errorf("%+v", in)
		}
		next[core.LockReported](d)
		if idx, _ := d.told(); len(idx) != 11 || idx[1] != 31 || idx[10] != 40 {
			t.Errorf("told %v", idx)
		}
	})
}

// Another journal is another history: it is told first, and read from its beginning.
func TestJournalBegun(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.paired(virtual.Config{})
		d.hands("open")
		d.tend(core.Cursor{Journal: "00000000000000ff", Index: 77})
		next[core.JournalBegun](d)
		if _, in := next[core.DoorOpened](d); in.Claim.Index != 1 || in.Claim.Journal != d.core.Journal {
			t.Errorf("%+v", in)
		}
	})
}

// The lock is told what is on our disk when the rules say so, and again if that was lost.
func TestAcknowledgement(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{Journal: 8})
		for range 3 {
			d.hands("open", "close")
		}
		for count[core.DoorClosed](d) < 3 {
			s.read()
		}
		if !d.full() {
			t.Fatal("six of eight entries are not acknowledged, and the lock does not say so")
		}
		s.air.Stall(d.addr)
		d.do(core.AckJournal{Cursor: core.Cursor{Journal: d.core.Journal, Index: 6}}, 0)
		s.quiet(time.Second)
		s.air.Drop(d.addr)
		s.air.Flow(d.addr)
		s.quiet(30 * time.Second)
		if d.full() {
			t.Error("the acknowledgement went with its link")
		}
	})
}

func (d *door) full() bool { return d.flags().Has(profile.FlagJournalFull) }

// A hub that does not read stops the link and loses nothing; and what came has the time at
// which it came, however late it is read (contract 14, D-1).
func TestBusyHubLosesNothing(t *testing.T) {
	inSite(t, 0, func(s *site) {
		d := s.tended(virtual.Config{Journal: 1000})
		d.hands("open")
		time.Sleep(8 * time.Second)
		for range 100 {
			d.hands("close", "open")
			time.Sleep(time.Second)
		}
		for count[core.DoorOpened](d) < 101 {
			s.read()
		}
		s.quiet(time.Minute)
		if err := d.once(); err != nil {
			t.Error(err)
		}
		for _, in := range s.seen { // the lock began with the bubble: its uptime is the time
			if off := in.Happened.Up - in.Claim.Up; in.Claim.Index > 0 && (off < 0 || off > time.Millisecond) {
				t.Errorf("entry %d is told as %v off", in.Claim.Index, off)
			}
		}
		if h := count[core.LockHeard](d); h != 1 {
			t.Errorf("heard %d times", h)
		}
	})
}

// A hub that lost what it was told has it told again, from its cursor on (Tend repeated).
func TestRepeatedTendTellsAgain(t *testing.T) {
	for name, linked := range map[string]bool{"linked": true, "not linked": false} {
		t.Run(name, func(t *testing.T) {
			inSite(t, 0, func(s *site) {
				d := s.tended(virtual.Config{})
				d.hands("open", "close", "open", "close")
				for count[core.DoorClosed](d) < 2 {
					s.read()
				}
				if !linked {
					s.quiet(time.Minute)
				}
				s.seen = nil
				d.tend(core.Cursor{Journal: d.core.Journal, Index: 1})
				next[core.LockReported](d)
				if idx, _ := d.told(); !slices.Equal(idx, []uint32{2, 3, 4}) || count[core.LockHeard](d) != 1 {
					t.Errorf("told %v\n%s", idx, s.story())
				}
			})
		})
	}
}
