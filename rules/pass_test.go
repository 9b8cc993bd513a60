package rules

import (
	"slices"
	"testing"

	"localiq/core"
)

// TestPassesOfAPhone [digital]: a phone is signed for each door that it may ever open, with the table of
// that lock and its own row alone; where the hub has to be asked the row says no time, and a lock that
// takes no phones is named.
func TestPassesOfAPhone(t *testing.T) {
	st := tellStory(t, `site Europe/Amsterdam 2026-11-23 09:00:00
door front
door server card+pin
door gate lacks tags
door deaf pair lacks requests
door vault
door shed lockless
group staff deaf,front,gate,server,shed
person Ana staff
tag Ana
phone Ana
person Ben staff
phone Ben

09:00:00 start
09:00:00 start
`)
	passes, without := Passes(st.s, "Ana.phone", st.now)
	var front, server *core.Pass
	for i, p := range passes {
		switch p.Door {
		case "Front":
			front = &passes[i]
		case "Server":
			server = &passes[i]
		default:
			t.Errorf("it is signed for %s", p.Door)
		}
	}
	if front == nil || server == nil || len(passes) != 2 {
		t.Fatalf("it is signed for %d doors, want Front and Server", len(passes))
	}
	if got := front.Table.Rows; len(got) != 1 || got[0].Key != "Ana.phone" || front.HubOnly || got[0].Lease == 0 {
		t.Errorf("at the front it has %+v", *front)
	}
	if got := server.Table.Rows; len(got) != 1 || !server.HubOnly || got[0].Key != "Ana.phone" || got[0].Person != "Ana" || got[0].Kind != core.KeyDigital {
		t.Errorf("where the hub alone opens it has %+v", *server)
	}
	if front.Table.Version != st.s.Door("front").Sync.Wanted || front.Lock.ID != "front.lock" {
		t.Errorf("at the front it is shown to %s, of %d", front.Lock.ID, front.Table.Version)
	}
	if !slices.Equal(without, []string{"Deaf", "Gate"}) {
		t.Errorf("not with a phone: %v", without)
	}
	for _, no := range []core.KeyID{"Ana.tag", "Nobody.phone"} {
		if passes, without := Passes(st.s, no, st.now); len(passes)+len(without) > 0 {
			t.Errorf("%s is signed for %d doors, and not for %v", no, len(passes), without)
		}
	}
}
