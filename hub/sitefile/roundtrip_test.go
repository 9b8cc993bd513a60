package sitefile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"localiq/core"
)

// left are the fields that no site file has, with the reason. A kind alone is all of its fields.
var left = map[string]string{
	"Settings.ZoneData":                 "follows from the zone",
	"Settings.Installing":               "who releases a site does so at its box",
	"Settings.InstallerUntil":           "so is time for installers given",
	"Settings.Subscription":             "is this box's, and not transferable: the file says so",
	"Person.IQPIN":                      "is for this IQ alone: everybody activates the next one",
	"Person.Invite":                     "so is an invitation",
	"Schedule.Exceptions.Windows.From":  "has no meaning: the exception has the dates",
	"Schedule.Exceptions.Windows.Until": "has none either",
	"Schedule.Holiday.From":             "has no meaning: calendars have the dates",
	"Schedule.Holiday.Until":            "has none either",
	"Key.Pass":                          "is what this site has signed for a phone",
	"Key.Digest":                        "is made of the tag or the PIN, under each site's own key",
	"Key.Duress":                        "so is its duress variant",
	"Door.Lock":                         "is paired with each box anew; the file names it where it is paired already",
	"lock":                              "is paired with each box anew",
	"repeater":                          "so is a repeater",
	"voucher":                           "counts once, on the site that redeemed it",
	"console key":                       "comes by no file: it is enrolled at each box, by whoever is there",
	"api key":                           "comes by no file either: it is made at each box",
}

const minute = int64(time.Minute)

// full has something in every field that a site file has.
func full(t *testing.T) *office {
	o := newOffice(t)
	at := func(hours int) int64 { return time.Date(2026, 12, 1, hours, 0, 0, 0, time.UTC).UnixNano() }
	z, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	key := []byte("0123456789abcdef0123456789abcdef")
	window := core.Window{Days: 1 << 1, Start: 60, End: 120, From: 20000, Until: 20100}
	guard := core.Guard{Factors: core.TagAndPIN, Pair: true, First: true, Area: "inside", Passback: core.PassbackHard}
	o.edit(z,
		core.Put(core.Settings{Name: "Full", Zone: "Europe/Vienna", ZoneData: "x", TagLease: 3600, PINLease: -1, KeepDays: 30, Amnesty: 90, PINDigits: 8, PINDays: 9, ShowPINOnce: true, GuestDays: 7, PassDays: 12}),
		core.Put(core.Calendar{ID: "c-1", Name: "Austria", Days: []core.Holiday{{Yearly: 1225, YearlyTo: 1226, Name: "Christmas"}, {From: 20500, To: 20502, Name: "Feast"}}}),
		core.Put(core.Schedule{ID: "s-1", Name: "Hours", Windows: []core.Window{window}, Calendars: []core.CalendarID{"c-1"}, Holiday: []core.Window{{Days: core.EveryDay, Start: 1, End: 2}},
			Exceptions: []core.Exception{{From: 20600, To: 20601, Windows: []core.Window{{Days: core.EveryDay, Start: 5, End: 6}}}}}),
		core.Put(core.Door{ID: "d-1", Name: "Front", OpenFor: 9, NotClosed: 50, Office: core.OfficeEasy, Schedule: "s-1", Table: core.TableFallback, Lease: true,
			OfficeLimits: core.OfficeLimits{Early: 10, ManualCap: 20, ManualEnds: true, TagAfterPowerLoss: true}, Guard: guard,
			Alerts: core.AlertPolicy{Off: core.AlertSet(0).With(core.AlertTamper), PreAlarm: 5, Debounce: 500, InOffice: 60, Offline: 90}}),
		core.Put(core.Pod{ID: "o-1", Name: "Acme", Doors: []core.DoorID{"d-1"}, Guests: 3}),
		core.Put(core.Group{ID: "g-1", Name: "Staff", Doors: []core.DoorID{"d-1"}, Schedule: "s-1", Clock: core.ClockTrusted, Pod: "o-1"}),
		core.Put(core.Person{ID: "p-1", Role: core.RoleAdmin, Groups: []core.GroupID{"g-1"}, Master: true, EOM: true, MOM: true, Remote: true, Blocked: true, From: at(1), Until: at(9), ExtraTime: 4,
			OverrideLockdown: true, OverridePrivacy: true, MayBeFirst: true, Anywhere: true, Duress: true, Pod: "o-1", Unsubscribed: true}),
		core.Put(core.Person{ID: "p-2", Until: at(9), Guest: core.GuestOf{Host: "p-1", Pod: "o-1"}}),
		core.Put(core.Person{ID: "p-3", Until: at(9), Guest: core.GuestOf{Site: true}}),
		core.Put(core.Booking{ID: "b-1", Person: "p-1", Door: "d-1", From: at(2), Until: at(3), Share: true}),
		core.Put(core.Dealer{ID: core.DealerOf(key), Name: "Dealer", PublicKey: key}))
	o.names = map[core.PersonID]core.Name{"p-1": {First: "Ana", Last: "Novak", Email: "ana@example.org"}, "p-2": {First: "Guest"}, "p-3": {First: "Other"}}
	o.gives("p-1", core.Key{ID: "k-1", Kind: core.KeyPIN, State: core.KeyLost, From: at(1), Until: at(2), Uses: 3}, "739214")
	o.gives("p-1", core.Key{ID: "k-2", Kind: core.KeyTag, State: core.KeyActive}, "04A1B2C3")
	o.keeps("p-1", core.NoteOf("b-1"), "with: the board")
	return o
}

// gives somebody a key that is made of what the vault has.
func (o *office) gives(p core.PersonID, k core.Key, text string) {
	o.t.Helper()
	b, err := core.ParseCredential(k.Kind, text)
	if err != nil {
		o.t.Fatal(err)
	}
	k.Person, k.Digest = p, o.tools().Digest(k.Kind, b)
	if k.Kind == core.KeyPIN {
		k.Duress = o.tools().Digest(k.Kind, []byte(core.NextPIN(text, 1)))
	}
	o.keeps(p, k.ID, text)
	o.edit(nil, core.Put(k))
}

func (o *office) keeps(p core.PersonID, id core.KeyID, text string) {
	if o.secrets[p] == nil {
		o.secrets[p] = map[core.KeyID]core.Secret{}
	}
	o.secrets[p][id] = core.NewSecret(text)
}

// whole is the file that moves a site: PINs too.
func (o *office) whole() string {
	o.t.Helper()
	v := o.vault()
	v.PINs = true
	b, err := Export(o.site, o.names, v)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// moved is a new box that the file was imported into.
func (o *office) moved() *office {
	o.t.Helper()
	box := newOffice(o.t)
	box.sealed, box.n = true, 9000
	box.edit(nil, core.Put(core.Settings{Installing: true}))
	box.load(o.whole())
	return box
}

// TestEveryFieldIsInTheFile: of each kind of item each field is in the file and comes out of it on
// another box as it was, or is in the list of those that are not, with a reason.
func TestEveryFieldIsInTheFile(t *testing.T) {
	o := full(t)
	seen := map[string]bool{}
	for _, it := range items(o.site.Config) {
		filled(reflect.ValueOf(it), reflect.TypeOf(it).Name(), seen)
	}
	for k := core.KindSettings; !strings.HasPrefix(k.String(), "#"); k++ {
		it, err := core.DecodeItem(k, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if left[k.String()] == "" {
			eachField(reflect.TypeOf(it), reflect.TypeOf(it).Name(), func(name string) {
				if !seen[name] && left[name] == "" {
					t.Errorf("%s is empty in the full site: give it something, or say in left why no file has it", name)
				}
			})
		}
	}
	box := o.moved()
	was, is := items(o.site.Config), items(box.site.Config)
	for i := range is {
		if set, ok := is[i].(core.Settings); ok {
			if !set.Installing {
				t.Error("an import has released the site")
			}
			set.Installing, set.ZoneData = false, "x"
			is[i] = set
		}
	}
	if !reflect.DeepEqual(was, is) {
		t.Errorf("another site came out of the file:\n%+v\n%+v", was, is)
	}
	if !reflect.DeepEqual(o.names, box.names) || !reflect.DeepEqual(o.secrets, box.secrets) {
		t.Error("names, keys or notes are others")
	}
}

// items are all of a configuration's that a file has, by reference.
func items(c *core.Config) (out []core.Item) {
	out = append(out, c.Settings)
	for _, rows := range []any{c.People, c.Keys, c.Groups, c.Schedules, c.Doors, c.Calendars, c.Dealers, c.Pods, c.Bookings} {
		v := reflect.ValueOf(rows)
		for i := range v.Len() {
			out = append(out, v.Index(i).Interface().(core.Item))
		}
	}
	slices.SortFunc(out, func(a, b core.Item) int { return strings.Compare(a.Ref().String(), b.Ref().String()) })
	return out
}

func eachField(ty reflect.Type, under string, f func(string)) {
	for i := range ty.NumField() {
		field := ty.Field(i)
		name := under + "." + field.Name
		switch {
		case field.Anonymous:
			eachField(field.Type, under, f)
		case field.Type.Kind() == reflect.Struct && left[name] == "":
			eachField(field.Type, name, f)
		case field.Type.Kind() == reflect.Slice && field.Type.Elem().Kind() == reflect.Struct:
			eachField(field.Type.Elem(), name, f)
		default:
			f(name)
		}
	}
}

// filled notes the fields that are not empty.
func filled(v reflect.Value, under string, seen map[string]bool) {
	for i := range v.NumField() {
		field, name := v.Type().Field(i), under+"."+v.Type().Field(i).Name
		switch x := v.Field(i); {
		case field.Anonymous:
			filled(x, under, seen)
		case x.Kind() == reflect.Struct:
			filled(x, name, seen)
		case x.Kind() == reflect.Slice && x.Type().Elem().Kind() == reflect.Struct:
			for j := range x.Len() {
				filled(x.Index(j), name, seen)
			}
		case !x.IsZero():
			seen[name] = true
		}
	}
}

// TestAFileMovesAnySite: export, import into a new box, export: the same bytes. A second import changes
// nothing.
func TestAFileMovesAnySite(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := random(t, r)
		box := o.moved()
		first, second := o.whole(), box.whole()
		if first != second {
			r.Fatalf("%s\nbecame\n%s", first, second)
		}
		if p := box.mustPlan(second); len(p.Edits)+len(p.Private)+len(p.Shown) > 0 || !p.Diff.Empty() {
			r.Fatalf("the second import: %q", p.Report)
		}
	})
}

// random is a site that nobody has thought of. Names may be alike, and are never kind to YAML.
func random(t *testing.T, r *rapid.T) *office {
	o := newOffice(t)
	name := rapid.SampledFrom([]string{"Front", "true", "007", "a: b", "- x", "[a]", "d-1", "Zoë ß", "# no", "'", "p-1"})
	some := func(what string, most int) int { return rapid.IntRange(0, most).Draw(r, what) }
	yes := func(what string) bool { return rapid.Bool().Draw(r, what) }
	o.edit(time.UTC, core.Put(core.Settings{Name: name.Draw(r, "site"), Zone: "UTC", PINDays: some("days", 30), ShowPINOnce: yes("once")}))
	var doors []core.DoorID
	for i := range some("doors", 4) + 1 {
		d := core.Door{ID: core.DoorID(fmt.Sprint("d-", i)), Name: fmt.Sprint(name.Draw(r, "door"), i), OpenFor: some("openFor", 240), Lease: yes("lease")}
		doors = append(doors, d.ID)
		o.edit(nil, core.Put(d))
	}
	for i := range some("schedules", 3) {
		start := core.Minute(some("start", 1000))
		o.edit(nil, core.Put(core.Schedule{ID: core.ScheduleID(fmt.Sprint("s-", i)), Name: fmt.Sprint(name.Draw(r, "schedule"), i),
			Windows: []core.Window{{Days: core.Days(some("on", 126) + 1), Start: start, End: start + core.Minute(some("long", 400)) + 1}}}))
	}
	var groups []core.GroupID
	for i := range some("groups", 4) {
		g := core.Group{ID: core.GroupID(fmt.Sprint("g-", i)), Name: fmt.Sprint(name.Draw(r, "group"), i), Doors: doors[:some("of", len(doors))]}
		if n := len(o.site.Config.Schedules); n > 0 && yes("by hours") {
			g.Schedule = o.site.Config.Schedules[some("hours", n-1)].ID
		}
		groups = append(groups, g.ID)
		o.edit(nil, core.Put(g))
	}
	for i := range some("people", 5) {
		o.somebody(r, i, groups[:some("in", len(groups))], doors)
	}
	return o
}

func (o *office) somebody(r *rapid.T, i int, groups []core.GroupID, doors []core.DoorID) {
	some := func(what string, most int) int { return rapid.IntRange(0, most).Draw(r, what) }
	p := core.Person{ID: core.PersonID(fmt.Sprint("p-", i)), Groups: groups, Role: core.RoleUser, Blocked: rapid.Bool().Draw(r, "blocked"), ExtraTime: some("extra", 9)}
	if rapid.Bool().Draw(r, "guest") {
		p.Until, p.Guest = minute*29_500_000, core.GuestOf{Site: true}
		if rapid.Bool().Draw(r, "host") {
			p.Guest = core.GuestOf{Host: core.PersonID(fmt.Sprint("p-", some("whose", 7)))} // who may be gone
		}
	}
	for _, right := range core.Rights {
		*p.Right(right) = rapid.Bool().Draw(r, string(right))
	}
	o.names[p.ID] = core.Name{First: rapid.SampledFrom([]string{"Ana", "true", "p-2", "é: #"}).Draw(r, "first"), Last: fmt.Sprint(i % 2)}
	if o.names[p.ID].First == "Ana" {
		o.names[p.ID] = core.Name{First: "Ana", Last: fmt.Sprint(i)}
	}
	o.edit(nil, core.Put(p))
	for k := range some("keys", 3) {
		id := core.KeyID(fmt.Sprintf("k-%d-%d", i, k))
		if rapid.Bool().Draw(r, "pin") {
			o.gives(p.ID, core.Key{ID: id, Kind: core.KeyPIN, State: core.KeyActive, Uses: some("uses", 5)}, fmt.Sprintf("7391%d%d", 3*i+1, 3*k+1))
		} else {
			o.gives(p.ID, core.Key{ID: id, Kind: core.KeyTag, State: core.KeyState(1 + some("state", 3))}, fmt.Sprintf("04A1B2%02X", 16*i+k))
		}
	}
	for k := range some("bookings", 2) {
		from := minute * int64(29_000_000+10_000*i+1000*k)
		b := core.Booking{ID: core.BookingID(fmt.Sprintf("b-%d-%d", i, k)), Person: p.ID, Door: doors[0], From: from, Until: from + 30*minute, Share: rapid.Bool().Draw(r, "share")}
		o.edit(nil, core.Put(b))
		if rapid.Bool().Draw(r, "note") {
			o.keeps(p.ID, core.NoteOf(b.ID), "note: # of it")
		}
	}
}

// TestANewBoxIsToldWhatDidNotCome: a file without what keys are made of imports, and names each key that is not
// there; on a site with a past the same is a fault.
func TestANewBoxIsToldWhatDidNotCome(t *testing.T) {
	o := full(t)
	o.edit(nil, core.Put(core.Key{ID: "k-3", Person: "p-1", Kind: core.KeyDigital, Digest: core.Digest{7}, State: core.KeyActive}))
	y, err := Export(o.site, o.names, Vault{Secrets: o.vault().Secrets})
	if err != nil || strings.Contains(string(y), "04A1B2C3") || strings.Contains(string(y), "739214") {
		t.Fatalf("%v\n%s", err, y)
	}
	box := newOffice(t)
	box.edit(nil, core.Put(core.Settings{Installing: true}))
	p := box.load(string(y))
	if n := len(p.Diff.Notes); n != 3 || len(box.site.Config.Keys) != 0 || len(box.site.Config.People) != 3 {
		t.Errorf("%q, %d keys", p.Diff.Notes, len(box.site.Config.Keys))
	}
	if _, err := newOffice(t).plan(string(y)); err == nil || !strings.Contains(err.Error(), "to be kept") {
		t.Errorf("a site with a past took it: %v", err)
	}
}

// TestOnlyASealedFileBringsPINs [pin.generated]: digits that a person wrote are no PIN; nor are those in a
// sealed file that no box chooses.
func TestOnlyASealedFileBringsPINs(t *testing.T) {
	o := full(t)
	y := o.whole()
	box := newOffice(t)
	box.edit(nil, core.Put(core.Settings{Installing: true}))
	if _, err := box.plan(y); err == nil || !strings.Contains(err.Error(), "chosen by the system") || strings.Contains(err.Error(), "739214") {
		t.Errorf("%v", err)
	}
	box.sealed = true
	for _, bad := range []string{"111111", "12345", "123456", "abcdef"} {
		if _, err := box.plan(strings.Replace(y, "739214", bad, 1)); err == nil || !strings.Contains(err.Error(), "no box has chosen") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	box.load(y)
	if box.site.Config.KeyOf(box.tools().Digest(core.KeyPIN, []byte("739214"))) == nil {
		t.Error("the PIN opens nothing there")
	}
}

// TestWhatTheSiteRefusesHasItsPlace: also what only the whole site can know is at a line of the file.
func TestWhatTheSiteRefusesHasItsPlace(t *testing.T) {
	_, err := newOffice(t).plan(strings.Replace(base, "    last: Novak\n", "    last: Novak\n    guest: true\n", 1))
	if err == nil || !strings.HasPrefix(core.AsError(err).Text, "13:5: ") {
		t.Errorf("%v", err)
	}
}
