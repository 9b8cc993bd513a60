package driver_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"localiq/ble/driver"
	"localiq/ble/phone"
	"localiq/ble/profile"
	"localiq/ble/virtual"
	"localiq/core"
)

var passKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))

// TestCertificateIsTheRow: what is signed says what the row of the table says, rounded as that is, and
// ends when it has to be renewed; a key for ever is never signed.
func TestCertificateIsTheRow(t *testing.T) {
	ms := int64(time.Millisecond)
	lock := core.Lock{ID: "l", Family: "localiq", Serial: "00C0FFEE"}
	row := core.Row{Key: "k-1", Kind: core.KeyDigital, From: 5*ms + 1, Until: 99*ms + 1, Lease: time.Hour, Schedules: []uint8{1},
		Credential: core.NewSecret(fmt.Sprintf("%064x", 1))}
	table := core.Table{Version: 42, OpenFor: 6 * time.Second, Rows: []core.Row{row},
		Schedules: []core.Schedule{{ID: "a"}, {ID: "b", Windows: []core.Window{{Days: core.EveryDay, Start: 60, End: 120}}}},
		Zone:      []core.ZoneOffset{{East: 3600}, {From: 50 * ms, East: 7200}, {From: 200 * ms, East: 3600}}}
	site := passKey.Public().(ed25519.PublicKey)
	for until, want := range map[int64]int64{200 * ms: 99, 60*ms + 7: 60} {
		p, err := driver.Certificate(passKey, core.Pass{Lock: lock, Table: table, Until: until})
		if err != nil {
			t.Fatal(err)
		}
		c, err := p.Open(site)
		if err != nil || c.From != 6 || c.Until != want || c.Of != 42 || c.OpenFor != 6000 || c.Lease != 3600000 || string(c.Ref) != "k-1" || c.Holder[31] != 1 {
			t.Errorf("%+v, %v", c, err)
		}
		if len(c.Schedules) != 1 || len(c.Schedules[0].Windows) != 1 || c.Schedules[0].Windows[0].Start != 60 || len(c.Zone) != 2 {
			t.Errorf("%+v", c)
		}
	}
	other := lock
	other.Family = "nuki"
	none := table
	none.Rows = []core.Row{{Key: "k-1", Kind: core.KeyDigital}}
	for name, p := range map[string]core.Pass{"another make": {Lock: other, Table: table, Until: 60 * ms}, "no phone": {Lock: lock, Table: none, Until: 60 * ms},
		"over before it begins": {Lock: lock, Table: table, Until: 3 * ms}} {
		if _, err := driver.Certificate(passKey, p); err == nil {
			t.Errorf("%s: it is signed", name)
		}
	}
}

// TestPhoneAtALock: the hub gives the lock the site's key by itself. A certificate that is newer than the
// lock's table opens; after a table of the same keys that is as new it does not: the version alone says
// that the key was issued and taken away meanwhile, and so the driver brings it.
func TestPhoneAtALock(t *testing.T) {
	word := bytes.Repeat([]byte{8}, 32)
	inSetup(t, setup{family: func(f *driver.LocalIQ) { f.Site = driver.SiteOf(passKey, word) }}, func(s *site) {
		d := s.tended(virtual.Config{})
		d.wants(tableOf(7, 3))
		d.holds(7)
		p, err := phone.New()
		if err != nil {
			s.t.Fatal(err)
		}
		now := s.clock.Now().Wall
		row := core.Row{Key: "k-phone", Kind: core.KeyDigital, Credential: core.NewSecret(p.Public().String())}
		table := tableOf(8, 0)
		table.Rows = []core.Row{row}
		cert, err := driver.Certificate(passKey, core.Pass{Lock: d.core, Table: table, Until: now + int64(time.Hour)})
		if err != nil {
			s.t.Fatal(err)
		}
		p.Wallet = &phone.Wallet{Word: word, Doors: []phone.Door{{Name: "Front", Lock: profile.PublicKey(d.core.PublicKey), Present: cert}}}
		opens := func() phone.Outcome {
			done := make(chan phone.Outcome, 1)
			go func() {
				o, err := p.Open(s.t.Context(), s.air, d.Addr(d.addr))
				if err != nil {
					s.t.Error(err)
				}
				done <- o
			}()
			s.quiet(4 * time.Second) // nobody answers for the hub
			return <-done
		}
		if o := opens(); !o.Granted || o.Door != "Front" {
			s.t.Errorf("newer than the table: %+v", o)
		}
		d.wants(tableOf(9, 3))
		d.holds(9)
		if o := opens(); o.Granted || o.Reason != core.NotAnswered {
			s.t.Errorf("revoked: %+v", o)
		}
		table.Version, table.Rows = 10, append(tableOf(10, 3).Rows, row)
		d.wants(table)
		d.holds(10)
		if o := opens(); !o.Granted {
			s.t.Errorf("its row is there: %+v", o)
		}
	})
}
