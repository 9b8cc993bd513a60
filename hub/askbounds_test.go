package hub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// TestWhatASenderSaysIsBounded: a request id that no card takes, or a reason of megabytes, costs nobody
// a commit; and a sender who goes by the name of a person leaves no name behind [user.delete].
func TestWhatASenderSaysIsBounded(t *testing.T) {
	inOffice(t, func(r *rig) {
		long := strings.Repeat("x", 40_000)
		lock := core.Wish(core.LockDoor{Door: "front"})
		for _, a := range []core.Asked{
			{Origin: core.Origin{Kind: core.FromAPI, Request: long}, Wish: lock},
			{Origin: core.Origin{Kind: core.FromAPI, Who: long}, Wish: lock},
			{Origin: core.Origin{Kind: core.FromAPI, Who: "\x1b[31m"}, Wish: lock},
			{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.OpenDoor{Door: "Front", Why: long}},
			{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.SetDoorMode{Door: "Front", Mode: core.ModeLockdown, Why: long}},
		} {
			if got := r.Ask(context.Background(), a); got.Error == nil || got.Error.Code != core.CodeRequest {
				t.Errorf("%T: %+v", a.Wish, got.Error)
			}
		}
		r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI, Who: "desk of Ana Novak"}, Wish: core.AckAlert{Door: "front", Kind: core.AlertNotClosed}})
		r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI, Who: "desk of Ana Novak"}, Wish: core.OpenDoor{Door: "Front"}})
		synctest.Wait()
		kept, _ := json.Marshal(r.disk.entries)
		if !strings.Contains(string(kept), "desk of") || strings.Contains(string(kept), "Novak") {
			t.Error("who it was is not kept, or kept with a name")
		}
	})
}
