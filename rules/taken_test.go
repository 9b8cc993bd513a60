package rules

import "testing"

// TestTakenTwiceLivesLongest [lock.sync]: a key that is taken away twice before its lock has said so may
// be there as it was the first time, and is named for as long as that.
func TestTakenTwiceLivesLongest(t *testing.T) {
	st := tellStory(t, shutSite+`09:00:02 table front 2
09:01:00 edit person Ana
09:02:00 edit person Ana staff until=2026-12-01
09:03:00 edit person Ana
`)
	gone := st.s.Door("front").Sync.Gone
	if len(gone) != 1 || gone[0].Key != "Ana.tag" || gone[0].Until != 0 {
		t.Errorf("the lock may still open for %+v", gone)
	}
}

// TestLockThatToldOfNoTable [lock.sync]: that a lock was near while the hub was restarted says nothing of
// what it holds; of one that told of its table it says that its leases began anew.
func TestLockThatToldOfNoTable(t *testing.T) {
	if st := tellStory(t, shutSite+"09:30:00 restart"); !st.s.Door("front").Sync.At.IsZero() {
		t.Errorf("it told of a table at %v", st.s.Door("front").Sync.At)
	}
	if st := tellStory(t, shutSite+"09:00:02 table front 2\n09:30:00 restart"); st.s.Door("front").Sync.At != st.now {
		t.Errorf("its leases count from %v, want %v", st.s.Door("front").Sync.At, st.now)
	}
}
