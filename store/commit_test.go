package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"localiq/core"
)

type strangeEvent struct{ core.Event }

// On an error none of a batch is kept, and the next commit succeeds.
func TestRefusedBatchKeepsNothing(t *testing.T) {
	broken := map[string]func(*core.Entry){
		"the same number again":  func(e *core.Entry) { e.Input.ID = 2 },
		"an older number":        func(e *core.Entry) { e.Input.ID = 1 },
		"an unknown event":       func(e *core.Entry) { e.Input.Event = strangeEvent{} },
		"no event":               func(e *core.Entry) { e.Input.Event = nil },
		"an unknown change":      func(e *core.Entry) { e.Decision.Changes = []core.Change{nil} },
		"another hub":            func(e *core.Entry) { e.Decision.Changes = []core.Change{core.HubBecame{}} },
		"an id that cannot be":   func(e *core.Entry) { e.Input.Private = []core.Private{{Person: "a\x00b", Name: &ada}} },
		"private without person": func(e *core.Entry) { e.Input.Private = []core.Private{{Name: &ada}} },
	}
	for name, breakIt := range broken {
		t.Run(name, func(t *testing.T) {
			s := openSite(t, t.TempDir(), Options{})
			want := furnish(t, s)
			first, bad := access(2), access(3)
			first.Input.Origin.Request = "r"
			first.Input.Private = []core.Private{{Person: "p2", Name: &ada}}
			breakIt(&bad)
			if err := s.Commit([]core.Entry{first, bad}); err == nil {
				t.Fatal("it was kept")
			}
			nothingSince(t, s, want)
			commit(t, s, access(2))
			if got := load(t, reopen(t, s)); got.Seq != 2 {
				t.Fatalf("after it, input %d", got.Seq)
			}
		})
	}
}

// nothingSince: the store is at want, in memory and on disk.
func nothingSince(t *testing.T, s *Store, want *core.Site) {
	t.Helper()
	sameSite(t, load(t, s), want)
	if rest, err := s.Since(want.Seq, 10); err != nil || len(rest) != 0 {
		t.Fatalf("%d lines more, %v", len(rest), err)
	}
	if _, ok := s.Answered("r"); ok {
		t.Fatal("its request is answered")
	}
	if len(s.Names()) != 1 {
		t.Fatalf("names %v", s.Names())
	}
}

// What does not fit is refused and harms nothing; what fits goes on (contract 4).
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{MaxSize: 2 << 20})
	want := furnish(t, s)
	big := access(2)
	big.Input.Event = core.RadioFell{Why: strings.Repeat("x", 3<<20)}
	err := s.Commit([]core.Entry{big})
	if !errors.Is(err, berrors.ErrMaxSizeReached) {
		t.Fatal(err)
	}
	nothingSince(t, s, want)
	commit(t, s, access(2))
	sameSite(t, load(t, reopen(t, s)), want.Apply(2, at(2), access(2).Decision.Changes))
}

var errDisk = errors.New("the disk said no")

// A write that fails before the transaction is complete keeps nothing; the next one succeeds.
func TestFailedWriteKeepsNothing(t *testing.T) {
	for name, fails := range map[string]func(off int64) bool{
		"a page of data": func(off int64) bool { return off >= 2*4096 },
		"the meta page":  func(off int64) bool { return off < 2*4096 },
	} {
		t.Run(name, func(t *testing.T) {
			s := openSite(t, t.TempDir(), Options{})
			want := furnish(t, s)
			write := writes(s.db)
			disk := *write
			*write = func(b []byte, off int64) (int, error) {
				if fails(off) {
					return 0, errDisk
				}
				return disk(b, off)
			}
			if err := s.Commit([]core.Entry{access(2)}); !errors.Is(err, errDisk) {
				t.Fatal(err)
			}
			nothingSince(t, s, want)
			*write = disk
			commit(t, s, access(2))
		})
	}
}

// When the disk has the transaction and did not confirm it, nobody knows what a power cut would
// leave: the store stops, and the next start says what is there.
func TestUnconfirmedCommitStopsTheStore(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	furnish(t, s)
	write := writes(s.db)
	disk := *write
	*write = func(b []byte, off int64) (int, error) {
		n, err := disk(b, off)
		if off < 2*4096 {
			err = errDisk
		}
		return n, err
	}
	err := s.Commit([]core.Entry{access(2)})
	var told *core.Error
	if !errors.As(err, &told) || told.Code != core.CodeStoreStalled || told.Do == "" {
		t.Fatal(err)
	}
	*write = disk
	if again := s.Commit([]core.Entry{access(3)}); again != err {
		t.Fatalf("it goes on: %v", again)
	}
	s = reopen(t, s)
	if got := load(t, s); got.Seq != 2 {
		t.Fatalf("input %d is there", got.Seq)
	}
	commit(t, s, access(3))
}

// A commit after Close is refused.
func TestClosedStoreRefuses(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	closeSite(t, s)
	if err := s.Commit([]core.Entry{access(1)}); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
}

// writes is bbolt's own seam to the file: every byte that it writes goes through this function.
func writes(db *bolt.DB) *func([]byte, int64) (int, error) {
	f := reflect.ValueOf(db).Elem().FieldByName("ops").FieldByName("writeAt")
	return (*func([]byte, int64) (int, error))(unsafe.Pointer(f.UnsafeAddr()))
}
