package hub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"localiq/core"
)

// TestDuressIsOnNoScreen L-2: the variant of a PIN opens, is told in the ledger, and no snapshot, no
// list and no explanation differs from what the PIN itself would have left.
func TestDuressIsOnNoScreen(t *testing.T) {
	inOffice(t, func(r *rig) {
		ana := *r.Site().Config.Person("ana")
		ana.Duress = true
		r.says(core.SiteEdited{Why: "a PIN", Edits: []core.Edit{core.Put(ana), core.Put(core.Key{ID: "anas-pin", Person: "ana", Kind: core.KeyPIN, State: core.KeyActive,
			Digest: names{}.Digest(core.KeyPIN, []byte("739214")), Duress: names{}.Digest(core.KeyPIN, []byte(core.NextPIN("739214", 1)))})}})
		r.says(core.AccessRequested{Lock: "l1", Request: "d1", Kind: core.KeyPIN, Digest: names{}.Digest(core.KeyPIN, []byte("739215"))})
		synctest.Wait()
		answers := of[core.Answer](r.air)
		if len(answers) == 0 || !answers[len(answers)-1].Op.(core.Answer).Granted {
			t.Fatalf("the variant did not open: %+v", answers)
		}
		entries, _ := r.disk.Last(100)
		kept, _ := json.Marshal(entries)
		if !strings.Contains(string(kept), `"alert":"duress"`) || r.Site().Door("front").Alert(core.AlertDuress) == nil {
			t.Fatal("nobody was told")
		}
		snapshot, _ := json.Marshal(r.seen().Doors)
		lines, err := r.Lines(context.Background(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		list, _ := json.Marshal(lines)
		explained := r.asks(core.Explain{Door: "front", Kind: core.KeyPIN, Key: "739215"})
		answer, _ := json.Marshal(explained)
		if explained.Error != nil || !explained.Explain.Verdict.Granted {
			t.Errorf("%s", answer)
		}
		for name, out := range map[string][]byte{"snapshot": snapshot, "list": list, "explanation": answer} {
			if strings.Contains(strings.ToLower(string(out)), "duress") {
				t.Errorf("the %s has it: %s", name, out)
			}
		}
	})
}
