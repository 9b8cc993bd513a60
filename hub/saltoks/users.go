package saltoks

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"localiq/core"
)

// users become people. Groups name them by the id of their account, or of their place on the site.
func (c *converter) users() {
	var names, mails []string
	for _, u := range c.in.Users {
		first, last := u.name()
		if first, last = c.shown(first), c.shown(last); first == "" {
			first = strings.TrimSpace("User " + c.shown(u.ID))
		}
		called := strings.TrimSpace(first + " " + last)
		if is := c.unique(called, &names); is != called {
			last, called = strings.TrimSpace(strings.TrimPrefix(is, first)), is
		}
		if mail := strings.ToLower(u.User.Email); mail != "" && slices.Contains(mails, mail) {
			c.say("%s has the e-mail address of another, and none here", called)
			u.User.Email = ""
		} else {
			mails = append(mails, mail)
		}
		row := []string{"  - first: " + quoted(first)}
		if last != "" {
			row = append(row, "    last: "+quoted(last))
		}
		if u.User.Email != "" {
			row = append(row, "    email: "+quoted(u.User.Email))
		}
		r, rights := c.role(&u, called)
		if r != "" {
			row = append(row, "    role: "+r)
		}
		row = append(row, list("    rights: ", rights)...)
		row = append(row, list("    groups: ", c.groupsOfUser(&u))...)
		if u.Blocked {
			row = append(row, "    blocked: true")
		}
		if s := u.Subscription; s != "" && s != "subscribed" {
			row = append(row, "    unsubscribed: true")
			c.say("%s is %s there, and opens nothing here: localiq subscription subscribe", called, s)
		}
		c.people = append(c.people, append(row, c.ends(&u, called)...)...)
	}
}

func (u *user) name() (first, last string) {
	if u.User.First != "" {
		return u.User.First, u.User.Last
	}
	first, last, _ = strings.Cut(strings.TrimSpace(or(u.Alias, or(u.User.Last, or(u.User.Email, "User "+u.ID)))), " ")
	return first, strings.TrimSpace(last)
}

// shown is a name without what no name here holds.
func (c *converter) shown(name string) string {
	is := strings.TrimSpace(strings.Map(func(r rune) rune {
		if core.Unshown(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	for len(is) > core.MaxName-10 {
		_, n := utf8.DecodeLastRuneInString(is)
		is = is[:len(is)-n]
	}
	if is != strings.TrimSpace(name) {
		c.say("a name there is %s here: it held what cannot be shown, or was too long", or(is, "none"))
	}
	return is
}

func (c *converter) groupsOfUser(u *user) (out []string) {
	for _, id := range []string{u.User.ID, u.ID} {
		for _, g := range c.groupNames[id] {
			out = append(out, quoted(g))
		}
		if u.User.ID == u.ID {
			break
		}
	}
	return out
}

// role is the nearest that there is here, and never a higher one. "": user.
func (c *converter) role(u *user, called string) (role string, rights []string) {
	manual := u.Manual
	for _, r := range u.Roles {
		switch r {
		case "site_owner":
			c.say("%s owns the site there, and is an admin here: localiq site release --owner, or site transfer", called)
			role = "admin"
		case "site_admin":
			role = "admin"
		case "site_user", "site_mobile_user", "site_guest":
		case "site_remote_office_mode_user":
			manual = true
		default:
			c.say("%s has the role %s there, which has no like here: a user", called, r)
		}
	}
	for _, has := range []struct {
		is   bool
		word string
	}{{u.Remote, "remote"}, {u.Easy, "eom"}, {manual, "mom"}, {u.Privacy, "override_privacy"}} {
		if has.is {
			rights = append(rights, has.word)
		}
	}
	return role, rights
}

// ends is when somebody's rights do. Whoever has an end that cannot be read is blocked.
func (c *converter) ends(u *user, called string) []string {
	if len(u.Expires) > 4 && u.Expires[:4] > "2199" && u.Expires[4] == '-' {
		c.say("%s ends in %s, and never here", called, u.Expires[:4])
		u.Expires = ""
	}
	if u.Expires == "" {
		for _, r := range u.Roles {
			if r == "site_guest" && !u.Blocked {
				c.say("%s is a guest without an end, and blocked here until you give one", called)
				return []string{"    blocked: true"}
			}
		}
		return nil
	}
	if t, err := time.Parse(time.RFC3339Nano, u.Expires); err == nil {
		return []string{"    until: " + quoted(t.Format(time.RFC3339Nano))}
	}
	if t, err := time.Parse("2006-01-02T15:04:05", u.Expires); err == nil {
		return []string{"    until: " + quoted(t.Format("2006-01-02T15:04"))}
	}
	c.say("%s ends at %q, which cannot be read: blocked here", called, u.Expires)
	if u.Blocked {
		return nil
	}
	return []string{"    blocked: true"}
}
