// Package saltoks makes a site file of what the Salto KS API tells of a site: users, access groups with
// their time schedules, locks with their easy office mode (facts: seam 10). What such an answer does not
// hold (PINs, tags), and what has no like here, is said in a report; nothing is ever wider here than it
// was there.
package saltoks

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"localiq/core"
)

// Convert reads one JSON object with the answers of the API under "site", "users", "access_groups" and
// "locks": each a list, or an object with "items". zone is for a site that names none. The report has a
// line for each thing that was not carried over as it was. Errors are *core.Error.
func Convert(b []byte, zone string) (yaml []byte, report []string, err error) {
	var in export
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\uFEFF")), &in); err != nil {
		return nil, nil, core.Errorf(core.CodeInvalid, "this is no export of Salto KS: %s", wrong(err)).
			Advise("give a folder with site.json, users.json, access_groups.json and locks.json, or one file with all four")
	}
	if len(in.Users)+len(in.Groups)+len(in.Locks) == 0 {
		return nil, nil, core.Errorf(core.CodeInvalid, "there are no users, access groups or locks in this").
			Advise("give a folder with site.json, users.json, access_groups.json and locks.json, or one file with all four")
	}
	if in.Site.TimeZone == "" {
		in.Site.TimeZone = zone
	}
	c := &converter{in: in}
	c.file("version: 1", "site:", "  name: "+quoted(or(in.Site.Name, "Salto KS site")), "  zone: "+quoted(in.Site.TimeZone))
	c.keeps()
	c.locks()
	c.groups()
	c.users()
	c.put()
	return c.out, c.report, nil
}

// keeps is for how many days events are kept.
func (c *converter) keeps() {
	days, rest, _ := strings.Cut(c.in.Site.Keeps, ".")
	switch n, err := strconv.Atoi(days); {
	case c.in.Site.Keeps == "":
	case err == nil && rest == "00:00:00" && n >= 1 && n <= core.MaxKeepDays:
		c.file(fmt.Sprintf("  keep: %dd", n))
	default:
		c.say("events are kept for %q there, and for %d days here", c.in.Site.Keeps, core.DefaultKeepDays)
	}
}

// wrong says where, without the names of our types.
func wrong(err error) string {
	if e, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return fmt.Sprintf("%q is there, at byte %d, where something else is expected (%s)", e.Value, e.Offset, cmp.Or(e.Field, "the whole"))
	}
	return err.Error()
}

type converter struct {
	in                                 export
	schedules, doors, groupsOf, people []string // of the file
	lockNames                          map[string]string
	groupNames                         map[string][]string // by user
	hours                              map[string]string   // the name of a schedule, by its windows
	out                                []byte
	report                             []string
}

func (c *converter) file(lines ...string) {
	for _, l := range lines {
		c.out = append(append(c.out, l...), '\n')
	}
}

func (c *converter) say(format string, args ...any) {
	c.report = append(c.report, "Salto KS: "+fmt.Sprintf(format, args...))
}

func (c *converter) put() {
	for _, s := range []struct {
		name string
		rows []string
	}{{"schedules", c.schedules}, {"doors", c.doors}, {"groups", c.groupsOf}, {"people", c.people}} {
		if len(s.rows) == 0 {
			c.file(s.name + ": []")
			continue
		}
		c.file(s.name + ":")
		c.file(s.rows...)
	}
	if len(c.in.Users) > 0 {
		c.say("PINs, tags and phones are in no export: give everybody new ones (localiq pin new, localiq tag assign)")
	}
}

// locks become doors; which lock hangs on them is paired here.
func (c *converter) locks() {
	c.lockNames = map[string]string{}
	var taken []string
	for _, l := range c.in.Locks {
		name := c.unique(or(l.Name, "Lock "+l.ID), &taken)
		c.lockNames[l.ID] = name
		c.doors = append(c.doors, "  - name: "+quoted(name))
		if e := l.EasyOffice; e != nil {
			if hours := c.schedule("office mode of "+name, []hours{*e}); hours != "" {
				office := "easy"
				if e.AutoStart {
					office = "auto_first"
					c.say("%s: office mode that starts by itself there starts here with the first who may (office: auto_first)", name)
				}
				c.doors = append(c.doors, "    office: "+office, "    schedule: "+quoted(hours))
			}
		}
	}
}

func (c *converter) unique(name string, taken *[]string) string {
	name = or(c.shown(name), "unnamed")
	is := name
	for n := 2; slices.Contains(*taken, is); n++ {
		is = fmt.Sprintf("%s (%d)", name, n)
	}
	if is != name {
		c.say("there are several called %s: one is %s here", name, is)
	}
	*taken = append(*taken, is)
	return is
}

// groups: one without a time schedule opens nothing there, and here it is closed at all times.
func (c *converter) groups() {
	c.groupNames = map[string][]string{}
	var taken []string
	for _, g := range c.in.Groups {
		name := c.unique(or(g.Name, "Group "+g.ID), &taken)
		row := []string{"  - name: " + quoted(name)}
		var doors []string
		for _, l := range g.Locks {
			if door, ok := c.lockNames[l.of()]; ok && !slices.Contains(doors, quoted(door)) {
				doors = append(doors, quoted(door))
			} else if !ok {
				c.say("%s: its lock %s is not in the export", name, l.of())
			}
		}
		row = append(row, list("    doors: ", doors)...)
		if hours := c.schedule(name, g.Schedules); hours != "" {
			row = append(row, "    schedule: "+quoted(hours))
		}
		c.groupsOf = append(c.groupsOf, row...)
		for _, u := range g.Users {
			if !c.knows(u.of()) {
				c.say("%s: its user %s is not in the export", name, u.of())
				continue
			}
			c.groupNames[u.of()] = append(c.groupNames[u.of()], name)
		}
	}
}

// knows is true for a user of the export, by the id of the account or of the place on the site.
func (c *converter) knows(id string) bool {
	return slices.ContainsFunc(c.in.Users, func(u user) bool { return id == u.ID || id == u.User.ID })
}
