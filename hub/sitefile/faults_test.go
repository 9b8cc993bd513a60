package sitefile

import (
	"errors"
	"strings"
	"testing"

	"localiq/core"
)

// base is the smallest whole file; a fault is put in place of one of its parts.
const base = `version: 1
site: {name: S, zone: Europe/Vienna}
schedules:
  - name: Day
    windows: [Mon-Fri 08:00-18:00]
doors:
  - name: Front
groups:
  - name: Staff
    doors: [Front]
    schedule: Day
people:
  - first: Ana
    last: Novak
    groups: [Staff]
    keys:
      - tag: "04A1B2C3"
`

// A fault names its line and column, and what to write instead; nothing is changed, and no
// secret is repeated.
func TestFaultsSayWhereAndWhat(t *testing.T) {
	for _, c := range []struct{ what, old, new, want string }{
		{"no version", "version: 1\n", "", "1:1: this release reads version 1"},
		{"newer version", "version: 1", "version: 2", "1:10: this release reads version 1"},
		{"section missing", "people:", "persons:", "has no people: write `people: []`"},
		{"unknown section", "people:", "persons:", `12:1: the site file has no "persons"`},
		{"unknown field", "    last: Novak", "    lastname: Novak", `14:5: a person has no "lastname"; it has id, first, last`},
		{"secret in place of a field", "    last: Novak", "    123456: Novak", `14:5: a person has no such key`},
		{"twice", "    last: Novak", "    last: Novak\n    last: B", "15:5: a person: this key is already at line 14"},
		{"zone", "Europe/Vienna", "Wien", "2:23: no time zone of that name"},
		{"the box's zone", "Europe/Vienna", "Local", "2:23: no time zone of that name"},
		{"window", "Mon-Fri 08:00-18:00", "Monday 8-18", "5:15: not a window: write days and times, like Mon-Fri 08:00-18:00"},
		{"empty window", "08:00-18:00", "08:00-08:00", "5:15: this window is empty"},
		{"window at the day's end", "08:00-18:00", "24:00-08:00", "5:15: this window is empty"},
		{"window is no list", "[Mon-Fri 08:00-18:00]", "Mon-Fri 08:00-18:00", "5:14: a schedule: windows must be a list"},
		{"door without a name", "- name: Front", "- openFor: 6s", "7:5: a door has no name"},
		{"two doors", "  - name: Front\n", "  - name: Front\n  - name: Front\n", `8:5: door "Front" is already at line 7`},
		{"openFor", "  - name: Front\n", "  - name: Front\n    openFor: 6 minutes\n", "8:14: write whole seconds, 1s to 240s"},
		{"openFor range", "  - name: Front\n", "  - name: Front\n    openFor: 241s\n", "8:14: write whole seconds, 1s to 240s"},
		{"notClosed range", "  - name: Front\n", "  - name: Front\n    notClosed: 4s\n", "8:16: write whole seconds, 5s to 3600s"},
		{"table", "  - name: Front\n", "  - name: Front\n    table: always\n", "8:12: write one of first, fallback, none"},
		{"lease", "  - name: Front\n", "  - name: Front\n    lease: ten\n", "8:12: write true or false"},
		{"tag lease", "zone: Europe/Vienna}", "zone: Europe/Vienna, tagLease: 30}", "2:48: write days or hours, as 30d or 72h, or never"},
		{"office", "  - name: Front\n", "  - name: Front\n    office: always\n", "8:13: write one of off, manual, easy, auto, auto_first"},
		{"office without schedule", "  - name: Front\n", "  - name: Front\n    office: easy\n", "8:13: office mode easy needs a schedule"},
		{"door's schedule", "  - name: Front\n", "  - name: Front\n    schedule: Night\n", `8:15: the file has no schedule "Night": it has Day`},
		{"unknown lock", "  - name: Front\n", "  - name: Front\n    lock: LIQ-9\n", "8:11: no lock \"LIQ-9\" is paired with this hub: pair it with `localiq lock add`"},
		{"group's door", "doors: [Front]", "doors: [Frnot]", `10:13: the file has no door "Frnot": it has Front`},
		{"group", "groups: [Staff]", "groups: [staff]", `15:14: the file has no group "staff": it has Staff`},
		{"no first name", "  - first: Ana\n    last: Novak\n", "  - last: Novak\n", "13:5: a person has no first name"},
		{"role", "last: Novak", "role: boss", "14:11: write one of user, admin, owner"},
		{"right", "last: Novak", "rights: [root]", "14:14: no such right: write master, remote, eom"},
		{"blocked", "last: Novak", "blocked: maybe", "14:14: write true or false"},
		{"date", "last: Novak", "until: 31.12.2026", "14:12: not a date: write 2026-12-31"},
		{"date out of range", "last: Novak", "until: 9999-12-31", "14:12: not a date"},
		{"ends before it begins", "last: Novak", "from: 2026-12-31\n    until: 2026-12-01", "15:12: this ends before it begins"},
		{"short tag", `"04A1B2C3"`, `"04A1B2"`, "17:14: not a tag's number: write 4, 7 or 10 bytes in hex"},
		{"same tag twice", "      - tag: \"04A1B2C3\"\n", "      - tag: \"04A1B2C3\"\n      - tag: \"04:a1:b2:c3\"\n", "18:14: this tag is already at line 17: it can belong to one person only"},
		{"chosen PIN", `tag: "04A1B2C3"`, `pin: 739214`, "17:14: a PIN is chosen by the system and never by a person: write `pin: new`"},
		{"kept PIN", `tag: "04A1B2C3"`, "pin: kept\n        id: k-1", "17:14: there is no such PIN on this site to be kept: write `pin: new`"},
		{"digital", `tag: "04A1B2C3"`, `digital: new`, "17:18: a digital key is made by its phone"},
		{"two in one", `tag: "04A1B2C3"`, "tag: \"04A1B2C3\"\n        pin: new", "17:9: a key is one thing"},
		{"state", `tag: "04A1B2C3"`, "tag: \"04A1B2C3\"\n        state: gone", "18:16: write one of active, lost, stolen, blocked"},
		{"unset", `tag: "04A1B2C3"`, "tag: \"04A1B2C3\"\n        state: unset", "18:16: write one of active, lost, stolen, blocked"},
		{"two owners", "people:\n", "people:\n  - first: B\n    role: owner\n  - first: C\n    role: owner\n", "16:11: a site has one owner, and line 14 has it already"},
		{"control character", "Front\n", "\"Fro\\u001bnt\"\n", "7:11: the name of a door holds a character that cannot be shown"},
		{"anchor", "name: Front", "name: &a Front", "7:11: anchors, aliases and tags of YAML are not used here"},
		{"tag of YAML", "name: Front", "name: !!str Front", "7:11: anchors, aliases and tags of YAML are not used here"},
		{"not a mapping", "  - name: Front\n", "  - Front\n", "7:5: a door must be a list of `key: value` lines"},
		{"not YAML", "site: {name: S", "site: {name: S, [", "not YAML as it is read here"},
		{"empty", base, "# nothing\n", "1:1: the file is empty"},
		{"two documents", "version: 1\n", "a: 1\n---\nversion: 1\n", "a second document"},
		{"not text", "Ana", "\xff", "1:1: the file is not UTF-8 text"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if !strings.Contains(base, c.old) {
				t.Fatalf("%q is not in the base", c.old)
			}
			o := newOffice(t)
			p, err := o.plan(strings.Replace(base, c.old, c.new, 1))
			e, ok := errors.AsType[*core.Error](err)
			if !ok || !strings.Contains(e.Text, c.want) {
				t.Fatalf("want %q, got %v\nplan %q", c.want, err, p.Report)
			}
			if e.Code != core.CodeInvalid || e.Do == "" || len(p.Edits) > 0 {
				t.Errorf("code %d, do %q, %d edits", e.Code, e.Do, len(p.Edits))
			}
			if strings.Contains(e.Error(), "04A1B2") || strings.Contains(e.Error(), "739214") || strings.Contains(e.Error(), "123456") {
				t.Errorf("the error repeats a secret: %v", e)
			}
		})
	}
}

// All faults are told at once.
func TestFaultsComeTogether(t *testing.T) {
	y := strings.NewReplacer("Mon-Fri 08:00-18:00", "never", "[Front]", "[Back]", "04A1B2C3", "04").Replace(base)
	_, err := newOffice(t).plan(y)
	if err == nil || strings.Count(err.Error(), "\n") != 3 || !strings.Contains(err.Error(), "3 faults") {
		t.Errorf("%v", err)
	}
}

// The base itself has no fault; otherwise the table above proves nothing.
func TestBaseIsWhole(t *testing.T) { newOffice(t).load(base) }
