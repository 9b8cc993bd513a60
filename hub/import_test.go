package hub

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/hub/sitefile/sealed"
)

// TestExportHoldsNobodysKeysAboveOnesLevel [roles] [pin.secret]: without --secrets no tag is in the file;
// with it an admin's has none of the owner's, and that keys left is told before. PINs leave sealed, or
// not at all.
func TestExportHoldsNobodysKeysAboveOnesLevel(t *testing.T) {
	inOffice(t, func(r *rig) {
		key := func(p core.PersonID, kind core.KeyKind, n byte) core.Key {
			return core.Key{ID: core.KeyID(string(p) + "." + kind.String()), Person: p, Kind: kind, State: core.KeyActive, Digest: core.Digest{9, n}}
		}
		r.put(core.Person{ID: "rich", Role: core.RoleOwner}, core.Person{ID: "adam", Role: core.RoleAdmin}, core.Person{ID: "poor"},
			key("rich", core.KeyTag, 1), key("rich", core.KeyPIN, 2), key("poor", core.KeyTag, 3))
		const phrase = "four blue doors sing"
		for _, c := range []struct {
			who             core.PersonID
			w               core.ExportSite
			owners, users   bool
			told            int
			wantsPassphrase bool
		}{
			{"rich", core.ExportSite{}, false, false, 0, false},
			{"adam", core.ExportSite{Secrets: true}, false, true, 1, false},
			{"rich", core.ExportSite{Secrets: true}, true, true, 2, false},
			{"adam", core.ExportSite{Passphrase: phrase}, false, true, 3, true},
			{"rich", core.ExportSite{Passphrase: phrase}, true, true, 4, true},
		} {
			got := r.as(c.who, c.w)
			if got.Error != nil {
				t.Fatal(got.Error)
			}
			y := string(got.YAML)
			if c.wantsPassphrase {
				plain, err := sealed.Open(got.YAML, core.NewSecret(phrase))
				if err != nil || strings.Contains(y, "04A1B2") || strings.Contains(y, "tag") {
					t.Fatalf("%v\n%s", err, y)
				}
				y = string(plain)
			}
			if strings.Contains(y, "04A1B2C3D4E5F6") != c.owners || strings.Contains(y, "04A1B2C3D4E5F7") != c.users {
				t.Errorf("%s with %+v:\n%s", c.who, c.w, y)
			}
			if pin := strings.Contains(y, "pin: \""); pin != (c.owners && c.wantsPassphrase) {
				t.Errorf("%s with %+v: a PIN is in it: %v\n%s", c.who, c.w, pin, y)
			}
			if n := len(r.told(core.SecretsLeft)); n != c.told {
				t.Errorf("%s: told %d times that keys left, want %d", c.who, n, c.told)
			}
		}
		if got := r.as("poor", core.ExportSite{Secrets: true}); got.Error == nil || len(got.YAML) > 0 {
			t.Error("a user has the site's keys")
		}
		if got := r.as("rich", core.ExportSite{Passphrase: "short"}); got.Error == nil || len(r.told(core.SecretsLeft)) != 4 {
			t.Errorf("a short passphrase: %+v", got.Error)
		}
	})
}

// TestImportIsOfTheSiteThatWasSeen: what changed since somebody looked is not undone by what they saw;
// and a sealed file without its passphrase changes nothing.
func TestImportIsOfTheSiteThatWasSeen(t *testing.T) {
	inOffice(t, func(r *rig) {
		file := r.asks(core.ExportSite{}).YAML
		ask := func(w core.ImportSite) core.Told {
			return r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
		}
		seen := ask(core.ImportSite{YAML: file, DryRun: true})
		if seen.Error != nil || !seen.Diff.Empty() {
			t.Fatalf("%+v %+v", seen.Error, seen.Diff)
		}
		r.put(core.Group{ID: "night", Name: "Night"})
		before := r.Site().Config
		if got := ask(core.ImportSite{YAML: file, Of: seen.Diff.Of}); got.Error == nil || got.Error.Code != core.CodeRefused || r.Site().Config != before {
			t.Errorf("it was done to another site: %+v", got.Error)
		}
		again := ask(core.ImportSite{YAML: file, DryRun: true})
		if again.Error != nil || len(again.Diff.Removed) != 1 || again.Diff.Of == seen.Diff.Of {
			t.Errorf("%+v %+v", again.Error, again.Diff)
		}
		text := r.asks(core.ExportSite{Passphrase: "four blue doors sing"}).YAML
		for _, phrase := range []string{"", "four blue doors sink"} {
			if got := ask(core.ImportSite{YAML: text, Passphrase: phrase}); got.Error == nil || got.Error.Code != core.CodeInvalid || r.Site().Config != before {
				t.Errorf("%q: %+v", phrase, got.Error)
			}
		}
		if got := ask(core.ImportSite{YAML: text, Passphrase: "four blue doors sing"}); got.Error != nil || len(got.Diff.Removed)+len(got.Diff.Changed) != 0 {
			t.Errorf("%+v %+v", got.Error, got.Diff)
		}
	})
}

// TestALongFileIsWaitedFor: the PINs that it brings are told once, so whoever asked hears what came of it,
// however long the disk takes for so much.
func TestALongFileIsWaitedFor(t *testing.T) {
	inOffice(t, func(r *rig) {
		file := string(r.asks(core.ExportSite{}).YAML)
		groups := "groups:\n"
		for i := range 200 {
			groups += fmt.Sprintf("  - name: G%d\n", i)
		}
		file = strings.Replace(file, "groups:\n", groups, 1)
		release := r.disk.hold()
		done := make(chan core.Told, 1)
		go func() {
			done <- r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.ImportSite{YAML: []byte(file), Sure: true}})
		}()
		time.Sleep(patience + 2*time.Second)
		release()
		if got := <-done; got.Error != nil || len(r.Site().Config.Groups) < 200 {
			t.Errorf("%+v, %d groups", got.Error, len(r.Site().Config.Groups))
		}
	})
}
