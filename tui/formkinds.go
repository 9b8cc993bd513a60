package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"localiq/core"
	"localiq/tui/internal/plain"
)

const (
	teachUntil  = "tomorrow 18:00, fri, 24 dec, 2026-12-24"
	teachGroups = "names with commas; the first letters are enough"
)

func (m *model) newGuest() tea.Cmd {
	return m.fill(form{Title: m.t("A guest: they get a PIN, and a text to send"), Verb: addGuestVerb, Wish: wishGuest, Fields: []field{
		{Label: "Name", Must: true, Teach: "first name, last name"},
		{Label: "Groups", Kind: namesField, Teach: teachGroups},
		{Label: "Until", Kind: untilField, Must: true, Teach: teachUntil},
		{Label: "From", Kind: fromField, Teach: "empty: from now on"},
		{Label: "Host", Teach: "whose guest: a name; of a pod's member: its doors. Empty: the site's own"},
	}})
}

func (m *model) newPerson() tea.Cmd {
	return m.fill(form{Title: m.t("A new person"), Verb: addPersonVerb, Wish: wishAdd, Fields: personFields(core.PersonRow{}, m.ui)})
}

func (m *model) changePerson() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	return m.fill(form{Title: m.t("Change %s", plain.Clean(personName(p))), Verb: changePersonVerb, Wish: wishChange, About: p, Fields: personFields(p, m.ui)})
}

// personFields are those of a person as they are.
func personFields(p core.PersonRow, u UI) []field {
	edge := func(at int64, end bool) string {
		if at == 0 {
			return ""
		}
		t := core.Instant{Wall: at}.In(u.Zone)
		if end && t.Hour() == 0 && t.Minute() == 0 {
			return t.AddDate(0, 0, -1).Format("2006-01-02")
		}
		return t.Format("2006-01-02 15:04")
	}
	fs := []field{
		{Label: "First name", Text: plain.Clean(p.First), Must: true},
		{Label: "Last name", Text: plain.Clean(p.Last)},
		{Label: "E-mail", Text: plain.Clean(p.Email), Teach: "empty: none"},
		{Label: "Groups", Text: plain.Clean(strings.Join(p.Groups, ", ")), Kind: namesField, Teach: teachGroups},
		{Label: "Role", Text: p.Role.String(), Kind: choiceField, Options: []string{"user", "admin", "installer", "integration"}},
		{Label: "From", Text: edge(p.From, false), Kind: fromField, Teach: "empty: no beginning"},
		{Label: "Until", Text: edge(p.Until, true), Kind: untilField, Teach: "empty: no end"},
	}
	if p.Role == core.RoleOwner { // passed on with: localiq site transfer
		fs[4].Options = []string{u.t("owner")}
	}
	if p.Guest {
		fs = slices.Delete(fs, 4, 5)
	}
	for i := range fs {
		fs[i].Was = fs[i].Text
	}
	return fs
}

func (m *model) newPIN() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	fs := []field{{Label: "Until", Kind: untilField, Teach: "empty: as the site's default says, or no end"}}
	if pins := m.cardKeys(core.KeyPIN); len(pins) == 1 {
		x := field{Label: "Old PIN", Kind: choiceField, Options: []string{m.t("ends now"), m.t("stays too")}, IDs: []string{string(pins[0].ID), ""}}
		x.Text, x.Was = x.Options[0], x.Options[0]
		fs = append([]field{x}, fs...)
	}
	return m.fill(form{Title: m.t("A new PIN for %s", plain.Clean(personName(p))), Verb: pinVerb, Wish: wishPIN, About: p, Fields: fs})
}

// newTag asks where the tag will be shown: at a door whose lock reads tags and asks the hub.
func (m *model) newTag() tea.Cmd {
	p, ok := m.personAt()
	if !ok {
		return nil
	}
	x := field{Label: "Door", Kind: choiceField}
	for _, c := range m.snap.Doors {
		if c.Lock != nil && !c.Lock.Lacks.Has(core.LackTags) && !c.Lock.Lacks.Has(core.LackRequests) {
			x.Options, x.IDs = append(x.Options, plain.Clean(c.Door.Name)), append(x.IDs, string(c.Door.ID))
		}
	}
	if len(x.Options) == 0 {
		m.tell(m.t("No lock of this site reads tags and tells the hub of them."), true)
		return nil
	}
	x.Text, x.Was = x.Options[0], x.Options[0]
	return m.fill(form{Title: m.t("A tag for %s: at which door will you show it?", plain.Clean(personName(p))), Verb: tagVerb, Wish: wishTag, About: p, Fields: []field{x}})
}

func lostForm(p core.PersonRow, tags []core.KeyRow, u UI) form {
	x := field{Label: "Tag", Kind: choiceField}
	for i, k := range tags {
		x.Options, x.IDs = append(x.Options, u.t("tag %s, %s%s", plain.Number(i+1), plain.Clean(string(k.ID)), plain.Span(u.Glyphs.Language, k.From, k.Until, u.Zone))), append(x.IDs, string(k.ID))
	}
	x.Text, x.Was = x.Options[0], x.Options[0]
	return form{Title: u.t("Which tag of %s is lost?", plain.Clean(personName(p))), Verb: lostVerb, Wish: wishLost, About: p, Fields: []field{x}}
}

// newBooking books for whoever has the name.
func (m *model) newBooking() tea.Cmd {
	doors := field{Label: "Door", Kind: choiceField}
	for _, c := range m.snap.Doors {
		doors.Options, doors.IDs = append(doors.Options, plain.Clean(c.Door.Name)), append(doors.IDs, string(c.Door.ID))
	}
	if len(doors.Options) == 0 {
		m.tell(m.t("There is no door to book yet."), false)
		return nil
	}
	doors.Text, doors.Was = doors.Options[0], doors.Options[0]
	return m.fill(form{Title: m.t("Book a room"), Verb: bookVerb, Wish: wishBook, Fields: []field{
		{Label: "Person", Must: true, Teach: "a name, or its beginning"}, doors,
		{Label: "From", Kind: fromField, Must: true, Teach: "tomorrow 9:00, now"},
		{Label: "Until", Kind: untilField, Must: true, Teach: "tomorrow 10:00"}}})
}

// errandOf is what a form wants, with its name for messages.
func (m *model) errandOf(f form) errand {
	e := errand{Verb: f.Verb, Person: f.About.ID, Name: plain.Clean(personName(f.About)), Form: f.ID}
	switch {
	case f.Name != "":
		e.Name = f.Name
	case f.About.ID == "":
		e.Name = f.text("Name") + f.text("Person") + strings.TrimSpace(f.text("First name")+" "+f.text("Last name"))
	}
	now := m.nowIn()
	from, until := f.when("From", now), f.when("Until", now)
	switch f.Wish {
	case wishGuest:
		first, last := split2(f.text("Name"))
		e.Wish = core.AddGuest{Is: core.PersonWords{First: &first, Last: &last, Join: ids[core.GroupID](f.listed("Groups")), From: &from, Until: &until}, Host: core.PersonID(f.text("Host"))}
	case wishAdd, wishChange:
		e.Wish = f.person(from, until)
	case wishPIN:
		e.Wish = core.NewPIN{Person: f.About.ID, Key: core.KeyID(f.id("Old PIN")), Until: until}
	case wishTag:
		e.Door = core.DoorID(f.id("Door"))
		e.Wish = core.AssignTag{Who: f.About.ID, At: e.Door, For: core.DefaultAwait * 2}
	case wishLost:
		e.Wish = lostWish(core.KeyID(f.id("Tag")))
	case wishBook:
		e.Wish = core.Book{Person: core.PersonID(f.text("Person")), Door: core.DoorID(f.id("Door")), From: from, Until: until}
	case wishGroup, wishRegroup:
		e.Wish, e.Group = f.groupWish(), core.GroupID(f.Of)
	case wishAddPod, wishChangePod:
		e.Wish = f.podWish()
	case wishSchedule:
		e.Wish = f.scheduleWish()
	case wishClaim:
		e.Wish = core.ShowClaim{Who: core.PersonID(f.text("Person"))}
	case wishEndSession:
		e.Wish = core.EndSession{Session: f.id("Session")}
	case wishRelease, wishTransfer, wishInstaller:
		e.Wish = f.siteWish()
	}
	return e
}

// person is what was changed, and nothing else.
func (f form) person(from, until int64) core.Wish {
	var w core.PersonWords
	for label, to := range map[string]**string{"First name": &w.First, "Last name": &w.Last, "E-mail": &w.Email} {
		if x := f.at(label); x != nil && x.Text != x.Was {
			text := strings.TrimSpace(x.Text)
			*to = &text
		}
	}
	if x := f.at("Role"); x != nil && x.Text != x.Was {
		var r core.Role
		if r.UnmarshalText([]byte(x.Text)) == nil {
			w.Role = &r
		}
	}
	if x := f.at("From"); x.Text != x.Was {
		w.From = &from
	}
	if x := f.at("Until"); x.Text != x.Was {
		w.Until = &until
	}
	join, leave := f.difference("Groups")
	w.Join, w.Leave = ids[core.GroupID](join), ids[core.GroupID](leave)
	if f.Wish == wishAdd {
		return core.AddPerson{Is: w}
	}
	return core.ChangePerson{Who: f.About.ID, Is: w}
}
