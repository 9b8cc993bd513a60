package people

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"localiq/core"
	"localiq/rules"
)

// town is a site under wishes: it keeps what a hub and a store would.
type town struct {
	t       testing.TB
	site    *core.Site
	names   map[core.PersonID]core.Name
	secrets map[core.PersonID]map[core.KeyID]core.Secret
	ids     int
	pins    []string // to be chosen next; empty: counted up
	now     core.Instant
}

func digest(k core.KeyKind, b []byte) core.Digest {
	return sha256.Sum256(append([]byte{byte(k)}, b...))
}

// newTown has two doors, of which the second's lock takes short PINs alone.
func newTown(t testing.TB) *town {
	c := &town{t: t, names: map[core.PersonID]core.Name{}, secrets: map[core.PersonID]map[core.KeyID]core.Secret{},
		now: core.Instant{Wall: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).UnixNano(), Boot: "b", Up: time.Hour, Trust: core.Trusted}}
	cfg, err := core.NewConfig().With(1, []core.Edit{
		core.Put(core.Settings{Name: "Office", Zone: "UTC"}),
		core.Put(core.Lock{ID: "l1", Family: "fake", Serial: "1"}),
		core.Put(core.Lock{ID: "l2", Family: "fake", Serial: "2", Lacks: core.LackLongPINs}),
		core.Put(core.Door{ID: "front", Name: "Front", Lock: "l1"}),
		core.Put(core.Door{ID: "shop", Name: "Shop", Lock: "l2"}),
		core.Put(core.Schedule{ID: "day", Name: "Day", Windows: []core.Window{{Days: core.EveryDay, End: core.EndOfDay}}}),
		core.Put(core.Group{ID: "staff", Name: "Staff", Doors: []core.DoorID{"front"}}),
		core.Put(core.Group{ID: "sales", Name: "Sales", Doors: []core.DoorID{"shop"}, Schedule: "day"}),
	}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	c.site = core.NewSite(core.HubState{}).Apply(1, c.now, []core.Change{core.ConfigBecame{Next: cfg}})
	return c
}

func (c *town) tools() Tools {
	return Tools{Now: c.now, Digest: digest,
		NewID:   func(p string) string { c.ids++; return fmt.Sprintf("%s-%04d", p, c.ids) },
		Secrets: func(p core.PersonID) (map[core.KeyID]core.Secret, error) { return c.secrets[p], nil },
		NewPIN:  c.newPIN}
}

func (c *town) newPIN(digits int, taken func(core.Digest) bool) (core.Secret, error) {
	for range 100000 {
		if len(c.pins) == 0 {
			c.ids += 7
			c.pins = []string{fmt.Sprintf("9%0*d", digits-1, c.ids)}
		}
		p := c.pins[0]
		c.pins = c.pins[1:]
		if len(p) == digits && !taken(digest(core.KeyPIN, []byte(p))) && !taken(digest(core.KeyPIN, []byte(core.NextPIN(p, 1)))) {
			return core.NewSecret(p), nil
		}
	}
	return core.Secret{}, errors.New("no PIN left")
}

// wish does it, as the hub and the store would.
func (c *town) wish(w core.Wish) (Planned, *core.Error) {
	p, err := Plan(c.site, c.names, c.tools(), w)
	if err != nil {
		return p, err
	}
	next, fault := c.site.Config.With(c.site.Seq+1, p.Edits, nil)
	if fault != nil {
		return p, core.AsError(fault)
	}
	c.site = c.site.Apply(c.site.Seq+1, c.now, []core.Change{core.ConfigBecame{Edits: p.Edits, Next: next}})
	for _, own := range p.Private {
		if own.Gone {
			delete(c.names, own.Person)
			delete(c.secrets, own.Person)
			continue
		}
		if own.Name != nil {
			c.names[own.Person] = *own.Name
		}
		for k, s := range own.Secrets {
			if c.secrets[own.Person] == nil {
				c.secrets[own.Person] = map[core.KeyID]core.Secret{}
			}
			c.secrets[own.Person][k] = s
		}
	}
	return p, nil
}

func (c *town) must(w core.Wish) Planned {
	c.t.Helper()
	p, err := c.wish(w)
	if err != nil {
		c.t.Fatalf("%+v: %v", w, err)
	}
	return p
}

func (c *town) refused(code core.Code, says string, w core.Wish) {
	c.t.Helper()
	before := c.site
	_, err := c.wish(w)
	if err == nil || err.Code != code || !strings.Contains(err.Error(), says) || c.site != before {
		c.t.Errorf("%+v: %v, want %d %s", w, err, code, says)
	}
}

func named(first, last, email string) core.PersonWords {
	return core.PersonWords{First: &first, Last: &last, Email: &email}
}

func (c *town) add(first, last string, groups ...core.GroupID) core.PersonID {
	c.t.Helper()
	is := named(first, last, "")
	is.Join = groups
	return c.must(core.AddPerson{Is: is}).Person
}

// TestOnlyWhatIsNamedChanges: a patch leaves the rest, and nobody else, as it was.
func TestOnlyWhatIsNamedChanges(t *testing.T) {
	c := newTown(t)
	ana, ben := c.add("Ana", "Novak", "staff"), c.add("Ben", "Huber", "staff")
	until, email := c.now.Wall+1, "ana@x.at"
	c.must(core.ChangePerson{Who: "ana", Is: core.PersonWords{Email: &email, Until: &until, Give: []core.Right{"remote"}, Join: []core.GroupID{"sal"}}})
	want := core.Person{ID: ana, Groups: []core.GroupID{"sales", "staff"}, Until: until, Remote: true}
	if got := *c.site.Config.Person(ana); got.Until != want.Until || !got.Remote || !slices.Equal(got.Groups, want.Groups) || got.Blocked {
		t.Errorf("%+v", got)
	}
	if c.names[ana] != (core.Name{First: "Ana", Last: "Novak", Email: email}) || len(c.site.Config.Person(ben).Groups) != 1 {
		t.Errorf("%+v %+v", c.names, c.site.Config.People)
	}
	none := int64(0)
	c.must(core.ChangePerson{Who: "ANA@x.at", Is: core.PersonWords{Until: &none, Take: []core.Right{"remote"}, Leave: []core.GroupID{"Staff"}}})
	if got := c.site.Config.Person(ana); got.Until != 0 || got.Remote || !slices.Equal(got.Groups, []core.GroupID{"sales"}) {
		t.Errorf("%+v", got)
	}
	bad := "nobody"
	c.refused(core.CodeInvalid, "e-mail", core.ChangePerson{Who: ana, Is: core.PersonWords{Email: &bad}})
	c.refused(core.CodeInvalid, "has this e-mail", core.ChangePerson{Who: ben, Is: core.PersonWords{Email: &email}})
	c.refused(core.CodeInvalid, "no right", core.ChangePerson{Who: ben, Is: core.PersonWords{Give: []core.Right{"fly"}}})
	c.refused(core.CodeNotFound, "groups are: Sales, Staff", core.ChangePerson{Who: ben, Is: core.PersonWords{Join: []core.GroupID{"IT"}}})
	empty := " "
	c.refused(core.CodeInvalid, "first name", core.AddPerson{Is: core.PersonWords{First: &empty}})
}

// TestWhoIsMeant: an id, a name, or the beginning of one that nobody else has; who else could be meant
// is named.
func TestWhoIsMeant(t *testing.T) {
	c := newTown(t)
	ana, _, anton := c.add("Ana", "Novak"), c.add("Ben", "Huber"), c.add("Anton", "Novak")
	for text, want := range map[core.PersonID]core.PersonID{ana: ana, "ana novak": ana, "Ana": ana, "anto": anton} {
		if p, err := FindPerson(c.site.Config, c.names, text); err != nil || p.ID != want {
			t.Errorf("%s is %v (%v)", text, p, err)
		}
	}
	for text, says := range map[core.PersonID]string{"an": "Ana Novak (" + string(ana) + "), Anton Novak (" + string(anton) + ")", "Novak": "2 people", "": "nobody", "x": "person list"} {
		if p, err := FindPerson(c.site.Config, c.names, text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %v (%v)", text, p, err)
		}
	}
	c.add("Ana", "Novak") // a full name that two have
	if _, err := FindPerson(c.site.Config, c.names, "Ana Novak"); err == nil || !strings.Contains(err.Error(), "write the id") {
		t.Error(err)
	}
}

// TestATagIsOnOnePerson [tag]: and whose it is is not said to whoever tries it on another.
func TestATagIsOnOnePerson(t *testing.T) {
	c := newTown(t)
	c.add("Ana", "Novak", "staff")
	c.add("Ben", "Huber", "staff")
	c.must(core.AssignTag{Who: "Ana", Number: "04:aa:bb:cc"})
	_, err := c.wish(core.AssignTag{Who: "Ben", Number: "04AABBCC"})
	if err == nil || err.Code != core.CodeInvalid || strings.Contains(err.Error(), "Ana") || strings.Contains(strings.ToUpper(err.Error()), "AABBCC") {
		t.Fatal(err)
	}
	c.refused(core.CodeInvalid, "has this tag already", core.AssignTag{Who: "Ana", Number: "04AABBCC"})
	c.refused(core.CodeInvalid, "4, 7 or 10", core.AssignTag{Who: "Ana", Number: "04"})
	c.refused(core.CodeRequest, "which tag", core.AssignTag{Who: "Ana"})
	c.must(core.ChangeKey{Key: core.KeyWords{Kind: core.KeyTag, Name: "04AABBCC"}, State: core.KeyLost})
	if k := c.site.Config.KeyOf(digest(core.KeyTag, []byte{4, 0xaa, 0xbb, 0xcc})); k.State != core.KeyLost || c.site.Config.Person(k.Person).Blocked {
		t.Errorf("%+v", k)
	}
	c.must(core.RemoveKey{Key: core.KeyWords{Kind: core.KeyTag, Name: "Ana"}})
	c.must(core.AssignTag{Who: "Ben", Number: "04AABBCC"})
	c.refused(core.CodeNotFound, "no tag", core.RemoveKey{Key: core.KeyWords{Kind: core.KeyTag, Name: "Ana"}})
}

// TestPINsEnd [pin.expiry]: as asked, else as the site says, and a guest's with the guest; nobody's is
// reckoned on a clock that nobody believes.
func TestPINsEnd(t *testing.T) {
	c := newTown(t)
	set := c.site.Config.Settings
	set.PINDays, set.PINDigits = 10, 8
	c.edit(core.Put(set))
	ana := c.add("Ana", "Novak", "staff")
	p := c.must(core.NewPIN{Person: "Ana"})
	k := c.keys(ana)[0]
	if len(p.Shown) != 8 || k.Until != c.now.Wall+10*24*3600e9 || c.secrets[ana][k.ID].Reveal() != p.Shown {
		t.Errorf("%+v, %s", k, p.Shown)
	}
	c.must(core.NewPIN{Person: "Ana", Key: k.ID, Until: c.now.Wall + 5})
	if again := c.keys(ana); len(again) != 1 || again[0].ID != k.ID || again[0].Digest == k.Digest || again[0].Until != c.now.Wall+5 {
		t.Errorf("%+v", again)
	}
	c.now.Trust = core.Untrusted
	c.refused(core.CodeRefused, "nobody knows what day", core.NewPIN{Person: "Ana"})
}

// TestALockThatTakesNoSuchPINGetsAnother: whoever comes to reach it is given one that all of their
// locks take, and is told.
func TestALockThatTakesNoSuchPINGetsAnother(t *testing.T) {
	c := newTown(t)
	set := c.site.Config.Settings
	set.PINDigits = 8
	c.edit(core.Put(set))
	ana, ben := c.add("Ana", "Novak", "staff"), c.add("Ben", "Huber", "staff")
	c.must(core.NewPIN{Person: "Ana"})
	c.must(core.NewPIN{Person: "Ben"})
	his := c.keys(ben)[0]
	p := c.must(core.ChangePerson{Who: "Ana", Is: core.PersonWords{Join: []core.GroupID{"Sales"}}})
	pin := c.secrets[ana][c.keys(ana)[0].ID].Reveal()
	if len(pin) != 6 || !strings.Contains(p.Shown, "Ana Novak: "+pin) || len(p.Report) != 1 || strings.Contains(p.Report[0], pin) {
		t.Errorf("%s: %+v", pin, p)
	}
	if c.keys(ben)[0] != his {
		t.Error("Ben, who cannot open it, got another one as well")
	}
	q := c.must(core.PutGroup{Of: "staff", Open: []core.DoorID{"shop"}})
	if pin := c.secrets[ben][c.keys(ben)[0].ID].Reveal(); len(pin) != 6 || !strings.Contains(q.Shown, pin) || len(q.Report) != 1 {
		t.Errorf("%s: %+v", pin, q)
	}
}

// TestWhoeverComesToReachItGetsAPINForIt: by a pod and by the master key as by a group; a booking alone
// is told of.
func TestWhoeverComesToReachItGetsAPINForIt(t *testing.T) {
	c := newTown(t)
	set := c.site.Config.Settings
	set.PINDigits = 8
	c.edit(core.Put(set))
	mail := "cid@example.org"
	for _, by := range []struct {
		who  string
		wish core.Wish
	}{
		{"Cid", core.AddPod{Name: "Acme", Doors: []core.DoorID{"shop"}, Members: []core.PersonID{"Cid"}}},
		{"Dee", core.ChangePerson{Who: "Dee", Is: core.PersonWords{Give: []core.Right{"master"}}}},
		{"Eva", core.ChangePod{Pod: "Acme", Join: []core.PersonID{"Eva"}}},
	} {
		id := c.add(by.who, "Novak")
		c.must(core.ChangePerson{Who: "Cid", Is: core.PersonWords{Email: &mail}})
		c.must(core.NewPIN{Person: id})
		p := c.must(by.wish)
		if pin := c.secrets[id][c.keys(id)[0].ID].Reveal(); len(pin) != 6 || !strings.Contains(p.Shown, pin) || len(p.Report) == 0 {
			t.Errorf("%s by %T has %d digits: %q", by.who, by.wish, len(pin), p.Report)
		}
	}
	fay := c.add("Fay", "Huber")
	c.must(core.NewPIN{Person: fay})
	p := c.must(core.Book{Person: fay, Door: "shop", From: c.now.Wall/60e9*60e9 + 60e9, Until: c.now.Wall/60e9*60e9 + 120e9})
	if !strings.Contains(strings.Join(p.Report, "\n"), "does not take a PIN") || len(c.secrets[fay][c.keys(fay)[0].ID].Reveal()) != 8 {
		t.Errorf("%q", p.Report)
	}
	c.must(core.NewPIN{Person: fay, Key: c.keys(fay)[0].ID}) // as the report says
	if pin := c.secrets[fay][c.keys(fay)[0].ID].Reveal(); len(pin) != 6 {
		t.Errorf("for the room that she booked she was given %d digits", len(pin))
	}
	c.now.Wall += 3600e9
	c.must(core.NewPIN{Person: fay, Key: c.keys(fay)[0].ID})
	if pin := c.secrets[fay][c.keys(fay)[0].ID].Reveal(); len(pin) != 8 {
		t.Errorf("for a booking that is over she was given %d digits", len(pin))
	}
}

// TestALockThatComesToABookedDoorGivesAnotherPIN: who has booked the door is among those who reach it.
func TestALockThatComesToABookedDoorGivesAnotherPIN(t *testing.T) {
	c := newTown(t)
	set, shop := c.site.Config.Settings, *c.site.Config.Door("shop")
	set.PINDigits = 8
	tight := shop.Lock
	shop.Lock = ""
	c.edit(core.Put(set), core.Put(shop))
	fay := c.add("Fay", "Huber")
	c.must(core.NewPIN{Person: fay})
	c.must(core.Book{Person: fay, Door: "shop", From: c.now.Wall/60e9*60e9 + 60e9, Until: c.now.Wall/60e9*60e9 + 120e9})
	shop.Lock = tight
	for _, over := range []bool{false, true} {
		if over {
			c.now.Wall += 3600e9
		}
		p, err := Refit(c.site, c.names, c.tools(), []core.Edit{core.Put(shop)}, nil)
		if err != nil || (len(p.Keys) == 0) != over {
			t.Errorf("booking over %v: %+v, %v", over, p, err)
		}
	}
}

// TestAPodsGroupHasANameOfItsOwn [pod]: or nobody could be put into the group that has the name, and after
// the pod got another, its members' group would not be known any more.
func TestAPodsGroupHasANameOfItsOwn(t *testing.T) {
	c := newTown(t)
	mail := "ana@example.org"
	c.add("Ana", "Novak", "staff")
	c.must(core.ChangePerson{Who: "Ana", Is: core.PersonWords{Email: &mail}})
	c.must(core.AddPod{Name: "staff", Doors: []core.DoorID{"Front"}, Members: []core.PersonID{"Ana"}})
	c.must(core.ChangePerson{Who: "Ana", Is: core.PersonWords{Leave: []core.GroupID{"Staff"}}})
	name := "Acme"
	c.must(core.ChangePod{Pod: "staff", Name: &name})
	c.must(core.PutGroup{Of: "Acme", Shut: []core.DoorID{"Front"}})
}

// TestGuests [guest]: one step makes a person, a PIN and a text; one removes all of it; who has an end
// to come stays.
func TestGuests(t *testing.T) {
	c := newTown(t)
	c.add("Ana", "Novak", "staff")
	is := named("Eva", "Berg", "")
	is.Join = []core.GroupID{"Staff"}
	c.refused(core.CodeInvalid, "needs an end", core.AddGuest{Is: is})
	past, until := c.now.Wall-1, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	is.Until = &past
	c.refused(core.CodeInvalid, "passed", core.AddGuest{Is: is})
	is.Until = &until
	admin := core.RoleAdmin
	is.Role = &admin
	c.refused(core.CodeInvalid, "a user", core.AddGuest{Is: is})
	is.Role = nil
	c.refused(core.CodeInvalid, "no text", core.AddGuest{Is: is, Lang: "fr"})
	c.pins = []string{"748159"}
	p := c.must(core.AddGuest{Is: is, Host: "Ana", Lang: "en"})
	const want = "Hello Eva Berg,\nyou can open at Office: Front.\nUntil the end of Monday 30 November 2026.\nYour PIN: 748159\nType it at the door's keypad. It is yours alone: please do not pass it on."
	if p.Shown != "748159" || p.Text != want || strings.Contains(fmt.Sprint(p.Report, p.Why), "748159") {
		t.Errorf("%s\n%s", p.Shown, p.Text)
	}
	c.refused(core.CodeInvalid, "no guest", core.RemoveGuest{Who: "Ana"})
	c.must(core.TidyGuests{})
	if c.site.Config.Person(p.Person) == nil {
		t.Fatal("a guest whose end is to come was tidied away")
	}
	c.now.Wall = until
	c.must(core.TidyGuests{})
	if c.site.Config.Person(p.Person) != nil || len(c.names) != 1 || len(c.site.Config.Keys) != 0 || c.secrets[p.Person] != nil {
		t.Errorf("left: %+v %+v", c.names, c.site.Config.Keys)
	}
}

// TestGroupsAndSchedules: put in parts, found by name, and a schedule that something follows stays.
func TestGroupsAndSchedules(t *testing.T) {
	c := newTown(t)
	ana := c.add("Ana", "Novak")
	c.must(core.PutSchedule{Name: "Hours", Windows: []string{"Mon-Fri 08:00-18:00", "Sat 09:00-12:00"}, Exceptions: []string{"2026-12-25 closed"}})
	hours := core.ScheduleID("Hours")
	c.must(core.PutGroup{Name: "Visitors", Open: []core.DoorID{"Front", "Shop"}, Join: []core.PersonID{"Ana"}, Schedule: &hours})
	g := c.site.Config.Groups[slices.IndexFunc(c.site.Config.Groups, func(g core.Group) bool { return g.Name == "Visitors" })]
	s := c.site.Config.Schedule(g.Schedule)
	if len(g.Doors) != 2 || s.Name != "Hours" || len(s.Windows) != 2 || len(s.Exceptions) != 1 || !slices.Contains(c.site.Config.Person(ana).Groups, g.ID) {
		t.Errorf("%+v %+v", g, s)
	}
	c.refused(core.CodeInvalid, "already", core.PutGroup{Name: "visitors"})
	c.refused(core.CodeInvalid, "already", core.PutSchedule{Name: "HOURS", Windows: []string{"Mon 08:00-09:00"}})
	c.refused(core.CodeInvalid, "not a window", core.PutSchedule{Of: "Hours", Windows: []string{"Monday all day"}})
	c.refused(core.CodeRefused, "Visitors", core.RemoveSchedule{Schedule: "Hours"})
	never := core.ScheduleID("")
	c.must(core.PutGroup{Of: "Vis", Name: "Guests", Shut: []core.DoorID{"Shop"}, Schedule: &never})
	c.must(core.RemoveSchedule{Schedule: "Hours"})
	c.must(core.RemoveGroup{Group: "Guests"})
	if p := c.site.Config.Person(ana); p == nil || len(p.Groups) != 0 || c.site.Config.Group(g.ID) != nil {
		t.Errorf("%+v", p)
	}
}

func (c *town) edit(es ...core.Edit) {
	c.t.Helper()
	next, err := c.site.Config.With(c.site.Seq+1, es, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.site = c.site.Apply(c.site.Seq+1, c.now, []core.Change{core.ConfigBecame{Edits: es, Next: next}})
}

func (c *town) keys(p core.PersonID) []core.Key { return keysOf(c.site.Config, p) }

// TestALockThatTakesSixDigitsGetsThem [pin.generated]: whoever could open its door already, with a PIN that
// it does not take, gets another; nobody else does, and what is not known is left alone.
func TestALockThatTakesSixDigitsGetsThem(t *testing.T) {
	c := newTown(t)
	set := c.site.Config.Settings
	set.PINDigits = 8
	next, err := c.site.Config.With(2, []core.Edit{core.Put(set)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.site = c.site.Apply(2, c.now, []core.Change{core.ConfigBecame{Next: next}})
	ana, ben := c.add("Ana", "Novak", "staff"), c.add("Ben", "Huber")
	c.must(core.NewPIN{Person: ana})
	c.must(core.NewPIN{Person: ben})
	old, _ := FindKey(c.site.Config, c.names, digest, core.KeyWords{Kind: core.KeyPIN, Name: "Ana"})
	door := *c.site.Config.Door("front")
	door.Lock = "l3"
	edits := []core.Edit{core.Put(core.Lock{ID: "l3", Family: "fake", Serial: "3", Lacks: core.LackLongPINs}), core.Put(door)}
	fit, ferr := Refit(c.site, c.names, c.tools(), edits, nil)
	if ferr != nil || len(fit.Edits) != 1 || fit.Edits[0].ID != string(old.ID) || len(fit.Private) != 1 || !strings.Contains(fit.Shown, "PIN of Ana Novak: ") ||
		len(fit.Report) != 1 || len(fit.Private[0].Secrets[old.ID].Reveal()) != core.PINDigits || fit.Edits[0].Item.(core.Key).Digest == old.Digest {
		t.Fatalf("%+v, %v", fit, ferr)
	}
	for _, digits := range fit.Report {
		if strings.Contains(digits, fit.Private[0].Secrets[old.ID].Reveal()) {
			t.Error("the digits are in the report")
		}
	}
	c.secrets = nil
	if fit, err := Refit(c.site, c.names, c.tools(), edits, nil); err != nil || len(fit.Edits) != 0 {
		t.Errorf("%+v, %v", fit, err)
	}
}

// TestPageNearAPerson: a page is found by a person whose place in the list nobody knows, and says where
// it begins; whoever the list does not have leaves it where it was asked for.
func TestPageNearAPerson(t *testing.T) {
	site, names := crowd(t)
	r := RegisterOf(site.Config, names, nil)
	ask := func(w core.ListPeople) *core.Listed {
		return List(site, r, core.Instant{Wall: 1, Trust: core.Trusted}, rules.Sight{All: true, Level: 9}, w).Listed
	}
	whole := ask(core.ListPeople{})
	place := 7000
	near := ask(core.ListPeople{Near: whole.People[place].ID, Page: core.Page{Top: 20}})
	if near.Skip != place-10 || near.People[10].ID != whole.People[place].ID || len(near.People) != 20 || near.Of != 10000 {
		t.Errorf("the page begins at %d and has %d of %d", near.Skip, len(near.People), near.Of)
	}
	if p := ask(core.ListPeople{Near: "nobody", Page: core.Page{Skip: 9990, Top: 20}}); p.Skip != 9990 || len(p.People) != 10 {
		t.Errorf("%d from %d on", len(p.People), p.Skip)
	}
	if p := ask(core.ListPeople{Page: core.Page{Skip: 20000, Top: 20}}); len(p.People) != 0 || p.Of != 10000 {
		t.Errorf("%d people behind the end of %d", len(p.People), p.Of)
	}
}

// TestADealersSecretKeyIsNotKept [sub.voucher]: it has as many digits as the public one.
func TestADealersSecretKeyIsNotKept(t *testing.T) {
	p := &planner{cfg: core.NewConfig()}
	key := strings.Repeat("5a", 32)
	if err := p.trustDealer(core.TrustDealer{Name: "Acme", Key: []byte("# the SECRET key\n" + key + "\n")}); err == nil || len(p.out.Edits) > 0 || strings.Contains(err.Error(), key) {
		t.Errorf("%v, and %d edits", err, len(p.out.Edits))
	}
}

// TestNoInstallerOwnsASite [site.release, owner.transfer]: who installed it keeps the hardware alone, and
// a program owns nothing, whichever way it is handed over.
func TestNoInstallerOwnsASite(t *testing.T) {
	for _, role := range []core.Role{core.RoleInstaller, core.RoleIntegration} {
		c, err := core.NewConfig().With(1, []core.Edit{core.Put(core.Settings{Name: "S", Zone: "UTC", Installing: true}), core.Put(core.Person{ID: "ivo", Role: role})}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		p := &planner{cfg: c}
		if err := p.releaseSite(core.ReleaseSite{Owner: "ivo"}); err == nil || len(p.out.Edits) > 0 {
			t.Errorf("the site was released to an %s", role)
		}
	}
}
