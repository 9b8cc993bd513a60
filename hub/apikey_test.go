package hub

import (
	"context"
	"strings"
	"testing"

	"localiq/core"
)

// TestRevokedKeyIsNobodys [api]: a key is shown once and kept as a digest; it opens what its scope says;
// revoked, its streams end, and it is 1500 like any other text.
func TestRevokedKeyIsNobodys(t *testing.T) {
	inOffice(t, func(r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		made := r.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.AddAPIKey{Name: "Panel", Scope: core.ScopeRead}})
		if made.Error != nil || !strings.HasPrefix(made.Shown, core.APIKeyPrefix) || len(made.Shown) < 60 {
			t.Fatalf("%+v", made)
		}
		seat, id, err := r.KeySeat(core.NewSecret(made.Shown))
		if err != nil || id == "" {
			t.Fatal(err)
		}
		if again, other, err := r.KeySeat(core.NewSecret(made.Shown[:12])); err == nil || other != "" || again.h != nil {
			t.Error("part of a key is taken for one")
		}
		if told := seat.Ask(ctx, core.Asked{Wish: core.LockDoor{Door: "front"}}); told.Error == nil || told.Error.Code != core.CodeRefused {
			t.Errorf("a key that reads locks: %+v", told)
		}
		if told := seat.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI, As: "ana", Key: ""}, Wish: core.AddAPIKey{Name: "Mine", Scope: core.ScopeAdmin}}); told.Error == nil {
			t.Error("what a wish says of its origin widens it")
		}
		rows := r.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.ListAPIKeys{}}).APIKeys
		if len(rows) != 1 || rows[0].ID != id || rows[0].Scope != core.ScopeRead || rows[0].Role != core.RoleIntegration {
			t.Errorf("%+v", rows)
		}
		watch := seat.Watch(ctx)
		if s := <-watch; len(s.Doors) == 0 {
			t.Error("a key that reads sees no door")
		}
		if told := r.Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.DropAPIKey{Key: string(id)}}); told.Error != nil {
			t.Fatal(told.Error)
		}
		for range watch { // ends
		}
		if _, err := seat.Lines(ctx, 0, 1); core.AsError(err).Code != core.CodeUnauthorized {
			t.Error(err)
		}
		if _, _, err := r.KeySeat(core.NewSecret(made.Shown)); err == nil || err.Code != core.CodeUnauthorized {
			t.Error(err)
		}
	})
}
