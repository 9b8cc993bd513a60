package verbs

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// moving is a hub that shows one snapshot after the other, and then waits.
type moving struct {
	still
	shots []*core.Snapshot
}

func (m *moving) Watch(context.Context) <-chan *core.Snapshot {
	c := make(chan *core.Snapshot, len(m.shots))
	for _, s := range m.shots {
		c <- s
	}
	return c
}

// TestSyncAgainWaitsForTheLocks [lock.sync]: who has the tables compared is told what came of it;
// a lock that is not heard is not waited for, and one that does not answer is for a while only.
func TestSyncAgainWaitsForTheLocks(t *testing.T) {
	shot := func(heard bool, wanted core.Seq) *core.Snapshot {
		return told(func(c *core.DoorCard) {
			c.State.Link.Heard, c.State.Sync = heard, core.Sync{Wanted: wanted, Reported: 3, Rows: 1, At: moment(0)}
		})
	}
	for _, c := range []struct {
		shots []*core.Snapshot
		want  string
		waits time.Duration
	}{
		{[]*core.Snapshot{shot(true, 7), shot(true, 3)}, "1 key, in step", 0},
		{[]*core.Snapshot{shot(false, 7)}, "old, 1 key", 0},
		{[]*core.Snapshot{shot(true, 7)}, "old, 1 key", comparedWithin},
	} {
		synctest.Test(t, func(t *testing.T) {
			var out strings.Builder
			begin := time.Now()
			err := Verbs{Hub: &moving{shots: c.shots}, Out: &out}.LockSync(t.Context(), true)
			if took := time.Since(begin); err != nil || !strings.Contains(out.String(), c.want) || took != c.waits {
				t.Errorf("%q after %v (%v), want %q after %v", out.String(), took, err, c.want, c.waits)
			}
		})
	}
}

// TestSyncSaysHowLongAKeyIsOverdue [lock.sync]: what was taken away, how long ago, and what ends it: a
// lock that refuses our PIN is not waited for in vain.
func TestSyncSaysHowLongAKeyIsOverdue(t *testing.T) {
	for want, refused := range map[string]core.Instant{
		"Ana with a PIN may still open it, taken away 1 min ago, until the lock is reached\n":                                             {},
		`Ana with a PIN may still open it, taken away 1 min ago, until the lock has a PIN that it takes: localiq lock pin "Front"` + "\n": moment(time.Second),
	} {
		h := shop(func(c *core.DoorCard) {
			c.Lock.Lacks |= core.LackLease
			c.GoneWho, c.State.Admin.Refused = []string{"Ana"}, refused
			c.State.Sync = core.Sync{Wanted: 4, Reported: 3, At: moment(0), Gone: []core.Gone{{Kind: core.KeyPIN, At: moment(time.Minute)}}}
		})
		if out, err := h.at(t, "", &LockSync{}); err != nil || !strings.Contains(out, want) {
			t.Errorf("%v, %q lacks %q", err, out, want)
		}
	}
}
