package rules

import (
	"strings"
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
tag Oda
tag Ben
tag Ana
door shop manual

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
		{core.Origin{Kind: core.FromAPI}, nil, []core.Wish{read, lock, door, owners, boxes}, core.CodeUnauthorized},
		{core.Origin{Kind: core.FromSSH}, nil, []core.Wish{read, lock, door, owners, boxes}, core.CodeUnauthorized},
		{core.Origin{}, nil, []core.Wish{read, lock, door, owners, boxes}, core.CodeUnauthorized},
		{core.Origin{Kind: core.FromSSH, As: "Oda"}, []core.Wish{read, lock, door, owners}, []core.Wish{boxes, core.TrustDealer{}}, core.CodeRefused},
		{core.Origin{Kind: core.FromAPI, As: "Hall"}, []core.Wish{read, lock, door}, []core.Wish{owners, boxes}, core.CodeRefused},
		{console("Ana"), []core.Wish{door, read}, []core.Wish{lock, owners, boxes, core.ExportSite{}, core.ListGroups{}, core.ReplayPast{}}, core.CodeRefused},
		{console("Ivo"), []core.Wish{lock, door}, []core.Wish{read, owners, boxes}, core.CodeRefused},
		{console("Bea"), nil, []core.Wish{read, lock, door}, core.CodeRefused},
		{console("Nobody"), nil, []core.Wish{read, lock, door}, core.CodeUnauthorized},
		{core.Origin{Kind: core.FromAir}, nil, []core.Wish{read, boxes}, core.CodeUnauthorized}, // no wish is the loop's own
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

// [pod] [guest]: guests are added by admins and by the pod's own people.
func TestWhoMayAskForGuests(t *testing.T) {
	s := tellStory(t, "site Europe/Amsterdam 2026-11-23 09:00:00\ndoor front\ngroup staff front\nperson Ben admin\nperson Ana staff\nperson Pia staff\n\n09:00:00 start\n").s
	pia := *s.Config.Person("Pia")
	pia.Pod = "pod"
	edits := []core.Edit{core.Put(core.Pod{ID: "pod", Name: "Pod"}), core.Put(pia)}
	next, err := s.Config.With(s.Seq+1, edits, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(s.Seq+1, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: next}})
	for as, may := range map[core.Origin]bool{console(""): true, console("Ben"): true, console("Pia"): true, console("Ana"): false} {
		for _, w := range []core.Wish{core.AddGuest{}, core.RemoveGuest{}} {
			if err := MayAsk(s, as, s.At, w); (err == nil) != may {
				t.Errorf("%+v asks %T: %v", as, w, err)
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
		{core.Origin{Kind: core.FromSSH, As: "Ben"}, []core.PersonID{"Ana"}, []core.PersonID{"Oda"}},
		{core.Origin{Kind: core.FromAPI}, nil, []core.PersonID{"Ana", "Oda"}}, {core.Origin{}, nil, []core.PersonID{"Ana"}},
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

// [roles] [iq.pin] [site.release]: item by item, who changes what.
func TestWhoChangesWhat(t *testing.T) {
	s := staffed(t)
	person := func(id core.PersonID, change func(*core.Person)) core.Edit {
		p := *s.Config.Person(id)
		change(&p)
		return core.Put(p)
	}
	key := func(id core.KeyID, change func(*core.Key)) core.Edit {
		k := *s.Config.Key(id)
		change(&k)
		return core.Put(k)
	}
	door := func(id core.DoorID, change func(*core.Door)) core.Edit {
		d := *s.Config.Door(id)
		change(&d)
		return core.Put(d)
	}
	settings := func(change func(*core.Settings)) core.Edit {
		set := s.Config.Settings
		change(&set)
		return core.Put(set)
	}
	block := func(p *core.Person) { p.Blocked = true }
	lost := func(k *core.Key) { k.State = core.KeyLost }
	newTag := func(who core.PersonID) core.Edit {
		return core.Put(core.Key{ID: "new", Person: who, Kind: core.KeyTag, Digest: digest("new"), State: core.KeyActive})
	}
	for name, c := range map[string]struct {
		edit core.Edit
		sure bool
		may  string // who may, of the box, Oda, Ben, Ana and Ivo
	}{
		"blocks a user":                       {person("Ana", block), false, "box Oda Ben"},
		"blocks an admin":                     {person("Bea", func(p *core.Person) { p.MOM = true }), false, "box Oda Ben"},
		"changes the owner":                   {person("Oda", func(p *core.Person) { p.MOM = true }), false, "box Oda"},
		"makes an owner":                      {person("Ana", func(p *core.Person) { p.Role = core.RoleOwner }), false, "box Oda"},
		"blocks an integration":               {person("Hall", block), false, ""},
		"blocks an integration, and is sure":  {person("Hall", block), true, "box Oda Ben"},
		"ends an integration":                 {person("Hall", func(p *core.Person) { p.Until = 1 }), false, ""},
		"takes an integration away":           {core.Drop(core.Ref{Kind: core.KindPerson, ID: "Hall"}), false, ""},
		"names an integration's group":        {person("Hall", func(p *core.Person) { p.Groups = []core.GroupID{"staff"} }), false, "box Oda Ben"},
		"makes a person":                      {core.Put(core.Person{ID: "New"}), false, "box Oda Ben"},
		"makes a person with a PIN":           {core.Put(core.Person{ID: "New", IQPIN: digest("1")}), false, ""},
		"chooses somebody's PIN":              {person("Ana", func(p *core.Person) { p.IQPIN = digest("1") }), false, ""},
		"takes somebody's PIN":                {person("Ana", func(p *core.Person) { p.IQPIN = core.Digest{} }), false, "box Oda Ben"},
		"loses a user's tag":                  {key("Ana.tag", lost), false, "box Oda Ben"},
		"loses an admin's tag":                {key("Ben.tag", lost), false, "box Oda Ben"},
		"loses the owner's tag":               {key("Oda.tag", lost), false, "box Oda"},
		"takes the owner's tag away":          {core.Drop(core.Ref{Kind: core.KindKey, ID: "Oda.tag"}), false, "box Oda"},
		"gives the owner's tag to a user":     {key("Oda.tag", func(k *core.Key) { k.Person = "Ana" }), false, "box Oda"},
		"gives a user's tag to the owner":     {key("Ana.tag", func(k *core.Key) { k.Person = "Oda" }), false, "box Oda"},
		"gives the owner a tag":               {newTag("Oda"), false, "box Oda"},
		"gives a user a tag":                  {newTag("Ana"), false, "box Oda Ben"},
		"has a door stay unlocked for longer": {door("shop", func(d *core.Door) { d.OpenFor = 20 }), false, "box Oda Ben Ivo"},
		"has a door alert sooner":             {door("shop", func(d *core.Door) { d.NotClosed = 20 }), false, "box Oda Ben Ivo"},
		"fits a new door":                     {core.Put(core.Door{ID: "new", Name: "New"}), false, "box Oda Ben Ivo"},
		"fits a new door with office mode":    {core.Put(core.Door{ID: "new", Name: "New", Office: core.OfficeManual}), false, "box Oda Ben"},
		"sets what a door does":               {door("shop", func(d *core.Door) { d.Office = core.OfficeOff }), false, "box Oda Ben"},
		"takes a door away":                   {core.Drop(core.Ref{Kind: core.KindDoor, ID: "shop"}), false, "box Oda Ben"},
		"changes a lock":                      {core.Put(*s.Config.Lock("shop.lock")), false, "box Oda Ben Ivo"},
		"gives installers time":               {settings(func(set *core.Settings) { set.InstallerUntil++ }), false, "box Oda Ben"},
		"takes the release back":              {settings(func(set *core.Settings) { set.Installing = true }), false, ""},
		"gives the site another name":         {settings(func(set *core.Settings) { set.Name = "another" }), false, "box Oda Ben"},
		"sells to the site":                   {settings(func(set *core.Settings) { set.Subscription.Until = 1 }), false, ""},
		"writes a voucher":                    {core.Put(core.Voucher{ID: "v"}), false, ""},
		"says whose vouchers count":           {core.Put(dealer("Acme")), false, "box"},
		"makes a group":                       {core.Put(core.Group{ID: "g", Name: "g"}), false, "box Oda Ben"},
	} {
		for _, who := range []string{"box", "Oda", "Ben", "Ana", "Ivo"} {
			in := core.Input{At: s.At, Origin: console(core.PersonID(who)), Event: core.SiteEdited{Edits: []core.Edit{c.edit}, Sure: c.sure}}
			if who == "box" {
				in.Origin = console("")
			}
			if err := May(s, in); (err == nil) != strings.Contains(c.may, who) {
				t.Errorf("%s %s: %v, but %q may", who, name, err, c.may)
			}
		}
	}
}

// [roles]: an admin removes a person for good with the owner's consent alone; a guest, and on a site that is
// not released anybody, without.
func TestWhoRemovesPeople(t *testing.T) {
	s := staffed(t)
	gil := core.Person{ID: "Gil", Until: s.At.Wall + 1, Guest: core.GuestOf{Site: true}}
	with := func(edits ...core.Edit) *core.Site {
		next, err := s.Config.With(s.Seq+1, edits, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Apply(s.Seq+1, s.At, []core.Change{core.ConfigBecame{Edits: edits, Next: next}})
	}
	s = with(core.Put(gil))
	set := s.Config.Settings
	set.Installing = true
	early := with(core.Put(set))
	for name, c := range map[string]struct {
		s       *core.Site
		id      string
		consent bool
		may     string
	}{
		"a user": {s, "Cas", false, "box Oda"}, "a user, with consent": {s, "Cas", true, "box Oda Ben"}, "a guest": {s, "Gil", false, "box Oda Ben"},
		"nobody": {s, "Zoe", false, "box Oda Ben"}, "a user before the release": {early, "Cas", false, "box Ivo"},
	} {
		for _, who := range []string{"box", "Oda", "Ben", "Ana", "Ivo"} {
			in := core.Input{At: s.At, Origin: console(core.PersonID(who)), Event: core.SiteEdited{Edits: []core.Edit{core.Drop(core.Ref{Kind: core.KindPerson, ID: c.id})}, Consent: c.consent}}
			if who == "box" {
				in.Origin = console("")
			}
			if err := May(c.s, in); (err == nil) != strings.Contains(c.may, who) {
				t.Errorf("%s removes %s: %v, but %q may", who, name, err, c.may)
			}
		}
	}
}

// [roles] [console]: a key for the console goes with its person, and with nobody else; whoever may change
// somebody takes their keys and ends their sessions.
func TestConsoleKeysGoWithTheirPerson(t *testing.T) {
	s := staffed(t)
	var edits []core.Edit
	for _, p := range []core.PersonID{"Oda", "Ben", "Bea"} {
		edits = append(edits, core.Put(core.ConsoleKey{ID: core.ConsoleKeyID("console-" + p), Person: p, Added: 1, Digest: digest("console-" + string(p))}))
	}
	decide := func(s *core.Site, as core.Origin, edits ...core.Edit) *core.Site {
		d := Decide(s, core.Input{ID: s.Seq + 1, At: s.At, Origin: as, Event: core.SiteEdited{Edits: edits, Sure: true, Consent: true}})
		if d.Answer.Error != nil {
			t.Fatal(d.Answer.Error)
		}
		return s.Apply(s.Seq+1, s.At, d.Changes)
	}
	s = decide(s, console(""), edits...)
	bea := *s.Config.Person("Bea")
	bea.MOM = true
	ben, tag, key := core.Ref{Kind: core.KindPerson, ID: "Ben"}, core.Ref{Kind: core.KindKey, ID: "Ben.tag"}, core.ConsoleKey{ID: "console-Ben"}.Ref()
	for _, with := range [][]core.Edit{{core.Drop(ben), core.Drop(tag), core.Put(bea)}, {core.Drop(ben), core.Drop(tag), core.Drop(key), core.Put(bea)}} {
		after := decide(s, console(""), with...).Config
		if len(after.ConsoleKeys) != 2 || after.ConsoleKey("console-Bea") == nil || after.ConsoleKey("console-Oda") == nil {
			t.Errorf("after %v: %+v", with, after.ConsoleKeys)
		}
	}
	for who, may := range map[core.PersonID]string{"": "Oda Ben Bea Ana Zoe", "Oda": "Oda Ben Bea Ana Zoe", "Ben": "Ben Bea Ana Zoe", "Ana": "", "Bea": "", "Nobody": ""} {
		for _, of := range []core.PersonID{"Oda", "Ben", "Bea", "Ana", "Zoe"} {
			want := strings.Contains(may, string(of))
			if err := MayEnd(s, console(who), s.At, of); (err == nil) != want {
				t.Errorf("%q ends a session of %s: %v", who, of, err)
			}
			drop := core.SiteEdited{Edits: []core.Edit{core.Drop(core.ConsoleKey{ID: core.ConsoleKeyID("console-" + of)}.Ref())}}
			if err := May(s, core.Input{At: s.At, Origin: console(who), Event: drop}); (err == nil) != want {
				t.Errorf("%q takes a key of %s: %v", who, of, err)
			}
		}
	}
}

// A name alone is no part of the configuration, and is kept; what changes nothing at all is not.
func TestNameAloneIsKept(t *testing.T) {
	s := staffed(t)
	in := core.Input{ID: s.Seq + 1, At: s.At, Origin: console(""), Event: core.SiteEdited{Edits: []core.Edit{core.Put(*s.Config.Person("Ana"))}}}
	if d := Decide(s, in); !d.Empty() {
		t.Errorf("the same again: %+v", d)
	}
	in.Event = core.SiteEdited{Of: s.Config.Version + 1}
	if d := Decide(s, in); d.Answer.Error == nil {
		t.Error("an edit of a site that is another by now")
	}
	in.Event = core.SiteEdited{Of: s.Config.Version, Edits: []core.Edit{core.Put(*s.Config.Person("Ana"))}}
	in.Private = make([]core.Private, 1)
	if d := Decide(s, in); len(d.Notices) != 1 || d.Notices[0].What != core.ConfigChanged {
		t.Errorf("another name: %+v", d.Notices)
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

// TestNoInstallerHoldsADoorOpen [site.release]: in their time, with the master key and the right to office
// mode, they end it and begin none.
func TestNoInstallerHoldsADoorOpen(t *testing.T) {
	s := staffed(t)
	ivo := *s.Config.Person("Ivo")
	ivo.Master, ivo.MOM, ivo.Remote, ivo.Anywhere = true, true, true, true
	next, err := s.Config.With(s.Seq+1, []core.Edit{core.Put(ivo)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = s.Apply(s.Seq+1, s.At, []core.Change{core.ConfigBecame{Next: next}})
	may := func(e core.Event) bool {
		return May(s, core.Input{ID: s.Seq + 1, At: s.At, Origin: core.Origin{Kind: core.FromAPI, As: "Ivo"}, Event: e}) == nil
	}
	if may(core.OfficeAsked{Door: "shop", On: true}) || may(core.OpenAsked{Door: "shop"}) || may(core.DoorModeAsked{Door: "shop", Mode: core.ModeFireOpen}) {
		t.Error("an installer opens a door of a released site")
	}
	if !may(core.OfficeAsked{Door: "shop"}) || !may(core.LockAsked{Door: "shop"}) || !may(core.IdentifyAsked{}) {
		t.Error("an installer may not close it either, or not work on it")
	}
}
