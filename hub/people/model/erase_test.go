package model

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
)

// TestRemovedPersonIsNowhere [user.delete]: once the command says so, the name, the e-mail, the PIN, the
// tag, the phone and what they are known by are in no byte of any file (the database, its copies, the hub's
// log), in no event, no list, no screen and no new export, with its keys or without, though other people wrote
// the name into reasons and notes. Before, the search finds them.
func TestRemovedPersonIsNowhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTown(t, 1)
		defer func() { c.stop() }()
		is := named("Zebedee", "Quillfeather", "zq@example.org")
		is.Join = []core.GroupID{"G1"}
		zeb := c.must(core.AddPerson{Is: is}).Person
		pin := c.must(core.NewPIN{Person: zeb}).Shown
		c.must(core.AssignTag{Who: zeb, Number: "04A1B2C3D4E5F7"})
		phone := strings.Repeat("5a", 32)
		c.ask(core.IssueDigital{Who: zeb, Phone: phone}) // kept; nobody signs here
		c.must(core.PairLock{Code: "code", Door: c.cfg().Doors[0].ID})
		synctest.Wait()
		from := c.now() / 60e9 * 60e9
		olga := named("Vera", "Visitor", "")
		until := from + int64(48*time.Hour)
		olga.Until = &until
		c.must(core.AddGuest{Is: olga, Host: zeb})
		c.must(core.Book{Person: zeb, Door: "D0", From: from, Until: from + 3600e9, Note: "Quillfeather's party"})
		c.ask(core.OpenDoor{Door: "D0", Why: "Zebedee lost a key"})
		c.ask(core.SetDoorMode{Door: "D0", Mode: core.ModeBlocked, Why: "for Zebedee Quillfeather, zq@example.org", For: time.Hour})
		synctest.Wait()
		c.must(core.ExportSite{}) // kept nowhere here
		keys := c.cfg().Keys
		traces := []string{"zebedee", "quillfeather", "zq@example.org", pin, "04a1b2c3d4e5f7", phone}
		for _, k := range keys {
			if k.Person == zeb {
				traces = append(traces, hex.EncodeToString(k.Digest[:]))
			}
		}
		before := c.everything(traces)
		for _, want := range []string{"export: zebedee", "events: quillfeather", "export with keys: 04a1b2c3d4e5f7", "site.db: " + traces[6]} {
			if !strings.Contains(before, want) {
				t.Fatalf("the search is at fault: no %q in\n%s", want, before)
			}
		}
		for _, never := range []string{"site.db: zebedee", "site.db: quillfeather", "site.db: " + pin, "site.copy.a: zebedee"} {
			if strings.Contains(before, never) {
				t.Errorf("in clear also before: %s", never)
			}
		}
		told := c.must(core.RemovePerson{Who: zeb})
		if !strings.Contains(strings.Join(told.Report, "\n"), "in any file of this box's site since") {
			t.Errorf("told %q", told.Report)
		}
		synctest.Wait()
		if after := c.everything(traces); after != "" {
			t.Error(after)
		}
		lines, err := c.hub.Box().Lines(context.Background(), 0, 1000)
		said := ""
		for _, l := range lines {
			said += l.Say(time.UTC) + "\n"
		}
		if err != nil || !strings.Contains(said, "for somebody, somebody") || !strings.Contains(said, "a person was removed") {
			t.Errorf("%v in\n%s", err, said)
		}
	})
}

// everything says in which file, answer or list each trace is, in small letters.
func (c *town) everything(traces []string) (found string) {
	look := func(where string, b []byte) {
		b = bytes.ToLower(b)
		for _, x := range traces {
			if bytes.Contains(b, []byte(x)) {
				found += filepath.Base(where) + ": " + x + "\n"
			}
		}
	}
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		look(path, b)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	look("export", c.must(core.ExportSite{}).YAML)
	look("export with keys", c.must(core.ExportSite{Secrets: true}).YAML)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	screen, _ := json.Marshal(<-c.hub.Box().Watch(ctx))
	look("screen", screen)
	for name, w := range map[string]core.Wish{"people": core.ListPeople{}, "bookings": core.ListBookings{}, "keys": core.ListKeys{}} {
		b, _ := json.Marshal(c.must(w))
		look(name, b)
	}
	lines, err := c.hub.Box().Lines(context.Background(), 0, 1000)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, l := range lines {
		look("events", []byte(l.Say(time.UTC)))
	}
	return found
}
