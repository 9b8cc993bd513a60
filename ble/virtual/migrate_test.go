package virtual

import (
	"os"
	"testing"
	"testing/synctest"

	"localiq/ble/profile"
	"localiq/core"
)

// TestMemoryOfTheFirstRelease: a lock that an older release ran is the same lock: its hub comes in
// with the key that it knows, finds the journal and the results, and can bring a table.
func TestMemoryOfTheFirstRelease(t *testing.T) {
	old, err := os.ReadFile("testdata/memory/v1.json")
	if err != nil {
		t.Fatal(err)
	}
	stage(t, Config{}, func(t *testing.T, s *scene) {
		s.memory = &RAM{b: old}
		lock, err := New(Config{Memory: s.memory}, s.clock)
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
		s.lock, s.key = lock, lock.PublicKey()
		s.air.Add(front, lock, -60)
		h, hello := s.call()
		if lock.Serial() != (profile.Serial{0x00, 0xc0, 0xff, 0xee}) || hello.Head != 4 || hello.Acked != 1 ||
			hello.State.Boot != 2 || hello.State.Battery != 40 || hello.State.Contact != core.ContactOpen || hello.Table.Rows != 0 {
			t.Errorf("%+v", hello)
		}
		h.send(profile.ReadJournal{From: 1, Max: 9})
		for i, k := range []profile.EntryKind{profile.EntryBoltTurned, profile.EntryDoorOpened, profile.EntryKeyRefused, profile.EntryBoltTurned} {
			if e := expect[profile.Entry](h); e.Index != uint32(i+1) || e.Kind != k {
				t.Errorf("%+v", e)
			}
		}
		h.send(profile.AskResult{Command: profile.CommandID{15: 1}})
		if r := expect[profile.Result](h); r.Result != core.ResultDone {
			t.Errorf("%+v", r)
		}
		if _, seq := ad(t, s); seq <= 264 {
			t.Errorf("the sequence went back to %d", seq)
		}
		h.brings(tableOf(tags(3)), 1)
		h.link.Close()
		synctest.Wait()
		s.cycle()
		if _, hello := s.call(); hello.Table.Rows != 3 {
			t.Errorf("%+v", hello)
		}
	})
}

// ad is what is advertised in clear.
func ad(t *testing.T, s *scene) (profile.Flags, uint16) {
	t.Helper()
	a, ok := profile.ParseAdvert(s.lock.Advert(front))
	if !ok {
		t.Fatalf("%x", s.lock.Advert(front))
	}
	return a.Flags, a.Sequence
}
