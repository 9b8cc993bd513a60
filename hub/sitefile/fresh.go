package sitefile

import (
	"regexp"
	"strings"

	"localiq/core"
)

// isNew is true for a box that is being installed and has nobody and nothing yet. It takes over the
// ids of the file: it has no past that they could lead to. Elsewhere an id that the site does not have
// is never taken over.
func isNew(c *core.Config) bool {
	return c.Settings.Installing &&
		len(c.People)+len(c.Keys)+len(c.Groups)+len(c.Doors)+len(c.Schedules)+len(c.Calendars)+len(c.Pods)+len(c.Bookings) == 0
}

// asID is what ids look like, ours and those of older releases.
var asID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

func (p *planner) takes(id text) bool { return p.fresh && id.set && asID.MatchString(id.s) }

func (p *planner) idOf(written text, prefix string) string {
	if p.takes(written) {
		return written.s
	}
	return p.newID(prefix)
}

// stays is true for a key that cannot come along to a new box: what it is made of is not in the file.
func (p *planner) stays(f key, name core.Name, was *core.Key) bool {
	if was != nil || !p.fresh || f.what().s != "kept" {
		return false
	}
	do := "localiq tag assign"
	switch f.kind() {
	case core.KeyPIN:
		do = "localiq pin new"
	case core.KeyDigital:
		do = "their phone has to ask for another"
	}
	p.say("a %s of %s did not come with the file: %s", keyWord(f.kind()), name, do)
	return true
}

// movedPIN is a PIN that another box has chosen. Only what was sealed there is believed to be one.
func (p *planner) movedPIN(is *core.Key, v text) *core.Secret {
	b, err := core.ParsePIN(v.s)
	if err != nil || !core.ChosenWell(v.s) {
		p.fault(v.at, "no box has chosen these digits as a PIN: write `pin: new`")
		return nil
	}
	d := p.tools.Digest(core.KeyPIN, b)
	if d == is.Digest {
		return nil
	}
	s := core.NewSecret(v.s)
	is.Digest, is.Duress = d, p.tools.Digest(core.KeyPIN, []byte(core.NextPIN(v.s, 1)))
	return &s
}

// rises: who may do more than before, beyond what a group gives.
func (p *planner) rises(was *core.Person, is core.Person, name core.Name) {
	if p.fresh {
		return
	}
	before := core.Person{}
	if was != nil {
		before = *was
	}
	if is.Role != before.Role && (is.Role != core.RoleUser || before.Role.Level() > is.Role.Level()) {
		p.careful("%s becomes %s", name, is.Role)
	}
	for _, r := range is.HasRights() {
		if word := string(r); !*before.Right(r) && (word == "master" || word == "anywhere" || strings.HasPrefix(word, "override")) {
			p.careful("%s gets the right %s", name, word)
		}
	}
	if was != nil && was.Role == core.RoleIntegration && !was.Blocked && (is.Blocked || is.Role != was.Role) {
		p.careful("everything that works through integration %s stops", name)
	}
}

// placed says where in the file something is that the whole site refuses.
func (p *planner) placed(err error) error {
	e := core.AsError(err)
	for ref, at := range p.places {
		if ref.Kind != core.KindSettings && containsWord(e.Text, ref.String()) {
			told := *e
			told.Text = at.String() + ": " + e.Text
			return &told
		}
	}
	return err
}

func containsWord(text, word string) bool {
	i := strings.Index(text, word)
	return i >= 0 && (i+len(word) == len(text) || !asID.MatchString(text[i+len(word):i+len(word)+1]) && text[i+len(word)] != '-')
}
