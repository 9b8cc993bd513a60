package hub

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// TestWhatIsSignedIsWhatIsKept [digital]: the passes are of the site that has the key already, one for each
// door that it opens, with the phone's own key in them; the text comes back, and nowhere else.
func TestWhatIsSignedIsWhatIsKept(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.put(core.Lock{ID: "l2", Family: "fake", Serial: "2"}, core.Door{ID: "lab", Name: "Lab", Lock: "l2"})
		var signed [][]core.Pass
		fault := error(nil)
		r.c.Sign = func(site string, passes []core.Pass) (string, error) {
			if site != "Office" || len(passes) > 0 && r.Site().Config.Key(passes[0].Table.Rows[0].Key) == nil {
				t.Errorf("signed for %q, of what is not kept", site)
			}
			signed = append(signed, passes)
			return "LIQK1-secret", fault
		}
		ask := func(w core.Wish) core.Told {
			told := r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
			synctest.Wait()
			return told
		}
		phone := strings.Repeat("ab", 32)
		got := ask(core.IssueDigital{Who: "ana", Phone: phone})
		if got.Error != nil || got.Text != "LIQK1-secret" || len(signed) != 1 || len(signed[0]) != 1 {
			t.Fatalf("%+v, signed %+v", got, signed)
		}
		row := signed[0][0].Table.Rows[0]
		if p := signed[0][0]; p.Door != "Front" || p.Lock.ID != "l1" || row.Person != "ana" || row.Credential.Reveal() != string(row.Key) || p.Until != r.Site().Config.Key(row.Key).Pass {
			t.Errorf("%+v", p)
		}
		// Near its end, over the hub: as long again, and of the rights of now.
		pass := signed[0][0].Until
		r.put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"front", "lab"}})
		renew := core.RenewDigital{Key: core.KeyWords{Name: phone}}
		if got := ask(renew); got.Error != nil || len(signed) != 2 || len(signed[1]) != 2 || signed[1][0].Until < pass {
			t.Errorf("renewed: %+v, %+v", got.Error, signed[1:])
		}
		// Whoever opens nothing is signed for nothing, and told so.
		r.put(core.Person{ID: "ana"})
		if got := ask(renew); got.Error != nil || len(signed[2]) != 0 || !strings.Contains(strings.Join(got.Report, "\n"), "opens no door") {
			t.Errorf("%+v, %+v", got, signed[2])
		}
		r.put(core.Person{ID: "ana", Blocked: true})
		if got := ask(renew); got.Error == nil || got.Text != "" || len(signed) != 3 {
			t.Errorf("blocked: %+v", got)
		}
		// Nobody signs, or it fails: the key is kept, and what is wrong is said.
		r.put(core.Person{ID: "ana", Groups: []core.GroupID{"staff"}})
		fault = errors.New("no entropy")
		if got := ask(renew); got.Error == nil || got.Text != "" {
			t.Errorf("failed: %+v", got)
		}
		r.c.Sign = nil
		if got := ask(core.IssueDigital{Who: "ana", Phone: strings.Repeat("cd", 32)}); got.Error == nil || !strings.Contains(got.Error.Error(), "the key is kept") || got.Text != "" {
			t.Errorf("unsigned: %+v", got)
		}
		if n := len(r.Site().Config.Keys); n != 3 {
			t.Errorf("%d keys are kept", n)
		}
	})
}
