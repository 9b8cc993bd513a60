package rules

import (
	"testing"

	"localiq/core"
)

// staffed is a released site with somebody of each kind. Ivo's time as an installer is over.
func staffed(t *testing.T) *core.Site {
	return tellStory(t, `site Europe/Amsterdam 2026-11-23 09:00:00
door front
group staff front
person Oda owner
person Ben admin
person Bea admin blocked
person Hall integration
person Ana staff remote
person Cas staff remote
person Ivo installer
pin Ana

09:00:00 start
09:00:01 allow-installer 24h by=desk
`).s
}

func console(as core.PersonID) core.Origin { return core.Origin{Kind: core.FromConsole, As: as} }

// [roles]: what is answered before the loop hears of it asks the same of whoever asks.
func TestWhoMayAsk(t *testing.T) {
	s := staffed(t)
	read, lock, door := core.ListPeople{}, core.IdentifyLock{}, core.OpenDoor{}
	owners, boxes := core.TransferOwner{}, core.ReleaseSite{}
	for _, c := range []struct {
		as   core.Origin
		may  []core.Wish
		not  []core.Wish
		code core.Code
	}{
		{console(""), []core.Wish{read, lock, door, owners, boxes, core.TrustDealer{}}, nil, 0},
		{console("Oda"), []core.Wish{read, lock, door, owners}, []core.Wish{boxes, core.TrustDealer{}}, core.CodeRefused},
		{console("Ben"), []core.Wish{read, lock, door}, []core.Wish{owners, boxes, core.DistrustDealer{}}, core.CodeRefused},
		{core.Origin{Kind: core.FromAPI}, []core.Wish{read, lock, door}, []core.Wish{owners, boxes}, core.CodeRefused},
		{core.Origin{Kind: core.FromAPI, As: "Hall"}, []core.Wish{read, lock, door}, []core.Wish{owners, boxes}, core.CodeRefused},
		{console("Ana"), []core.Wish{door}, []core.Wish{read, lock, owners, boxes}, core.CodeRefused},
		{console("Ivo"), []core.Wish{lock, door}, []core.Wish{read, owners, boxes}, core.CodeRefused},
		{console("Bea"), nil, []core.Wish{read, lock, door}, core.CodeRefused},
		{console("Nobody"), nil, []core.Wish{read, lock, door}, core.CodeUnauthorized},
		{core.Origin{Kind: core.FromAir, As: "Nobody"}, []core.Wish{read, boxes}, nil, 0}, // of the loop's own
	} {
		for _, w := range c.may {
			if err := MayAsk(s, c.as, s.At, w); err != nil {
				t.Errorf("%+v may not ask %T: %v", c.as, w, err)
			}
		}
		for _, w := range c.not {
			if err := MayAsk(s, c.as, s.At, w); err == nil || err.Code != c.code {
				t.Errorf("%+v asks %T: %v, want %d", c.as, w, err, c.code)
			}
		}
	}
}

// [pin.secret]: a PIN is read back by those who may change it, and by nobody else.
func TestWhoMayReadPINs(t *testing.T) {
	s := staffed(t)
	for _, c := range []struct {
		as  core.Origin
		may []core.PersonID
		not []core.PersonID
	}{
		{console(""), []core.PersonID{"Oda", "Ben", "Ana"}, nil},
		{console("Oda"), []core.PersonID{"Oda", "Ben", "Ana"}, nil},
		{console("Ben"), []core.PersonID{"Ben", "Bea", "Ana"}, []core.PersonID{"Oda"}},
		{console("Ana"), nil, []core.PersonID{"Ana", "Cas", "Oda"}},
		{console("Ivo"), nil, []core.PersonID{"Ana", "Ivo"}},
		{console("Bea"), nil, []core.PersonID{"Ana"}},
		{core.Origin{Kind: core.FromAir, As: "Nobody"}, []core.PersonID{"Oda"}, nil}, // of the loop's own
	} {
		for _, id := range c.may {
			if err := MayRead(s, c.as, s.At, s.Config.Person(id)); err != nil {
				t.Errorf("%+v may not read what is %s's: %v", c.as, id, err)
			}
		}
		for _, id := range c.not {
			if MayRead(s, c.as, s.At, s.Config.Person(id)) == nil {
				t.Errorf("%+v reads what is %s's", c.as, id)
			}
		}
	}
}

// [roles]: people open from afar in their own name; the box and an integration in nobody's.
func TestNobodyOpensInAnothersName(t *testing.T) {
	s := staffed(t)
	for _, c := range []struct {
		as  core.Origin
		who core.PersonID
		may bool
	}{
		{console("Ana"), "Ana", true}, {console("Ana"), "Cas", false}, {console("Ana"), "", false}, {console("Ben"), "Ana", false},
		{console(""), "", true}, {console(""), "Ana", false},
		{core.Origin{Kind: core.FromAPI, As: "Hall"}, "", true}, {core.Origin{Kind: core.FromAPI, As: "Hall"}, "Ana", false},
		{console("Ivo"), "", false}, {console("Ivo"), "Ivo", false},
	} {
		if err := May(s, core.Input{At: s.At, Origin: c.as, Event: core.OpenAsked{Door: "front", Person: c.who}}); (err == nil) != c.may {
			t.Errorf("%+v opens as %q: %v", c.as, c.who, err)
		}
	}
}

// [lock.sync]: the zone, and how long keys live in locks, are in every table.
func TestSettingsReachTheLocks(t *testing.T) {
	for name, change := range map[string]func(*core.Settings){
		"zone":          func(set *core.Settings) { set.Zone = "Europe/London" },
		"lease of tags": func(set *core.Settings) { set.TagLease = 3600 },
		"lease of PINs": func(set *core.Settings) { set.PINLease = 3600 },
	} {
		s := staffed(t)
		set := s.Config.Settings
		change(&set)
		d := Decide(s, core.Input{ID: s.Seq + 1, At: s.At, Origin: console(""), Event: core.SiteEdited{Edits: []core.Edit{core.Put(set)}, Zone: mustZone(t, set.Zone)}})
		synced := false
		for _, c := range d.Commands {
			_, table := c.Op.(core.SyncTable)
			synced = synced || table
		}
		if !synced || d.Answer.Error != nil {
			t.Errorf("%s: no lock was brought a table: %v", name, d.Answer.Error)
		}
	}
}
