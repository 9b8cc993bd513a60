// Package people turns a wish about people, and about what is theirs, into edits of the site.
//
// A plan is made of the newest kept site, outside the hub's loop: no I/O, no clock, nothing is
// changed by making one. What must hold whatever the way is in core's check of a configuration;
// who may wish it is the rules' to say, when the edits reach the loop; what depends on names and
// addresses is refused here, because nobody behind this knows any.
//
// Reading order: people.go (the frame), find.go (whom a text means), then a file for each noun.
package people

import (
	"localiq/core"
)

// Tools are what a plan needs of others.
type Tools struct {
	Now    core.Instant
	Digest func(core.KeyKind, []byte) core.Digest
	NewID  func(prefix string) string // random
	// NewInvite chooses an activation code.
	NewInvite func() core.Secret
	// NewAPIKey chooses a key of the API.
	NewAPIKey func() core.Secret
	// NewPIN chooses digits whose digest, and whose neighbours' digests, are not taken.
	NewPIN func(digits int, taken func(core.Digest) bool) (core.Secret, error)
	// Secrets opens tag numbers and PINs of a person, by key.
	Secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)
}

// Planned is what a wish comes to. Without Edits and Private there is nothing to do.
type Planned struct {
	Why     string // for the ledger: it names no person
	Edits   []core.Edit
	Of      core.Seq // of core.SiteEdited
	Sure    bool     // of core.SiteEdited
	Consent bool     // of core.SiteEdited
	Private []core.Private
	Shown   string        // what is told once, after it is kept: a PIN's digits, or lines with them
	Text    string        // what a guest is to be sent; it has the PIN
	Person  core.PersonID // who was added
	Report  []string      // a line each, without secrets
	// Keys are those of which it is to be told where they do not open.
	Keys []core.KeyID
	// Phone is the digital key that is to be signed once this is kept.
	Phone core.KeyID
}

// Event is what the plan asks of the loop.
func (p *Planned) Event() core.SiteEdited {
	return core.SiteEdited{Why: p.Why, Edits: p.Edits, Of: p.Of, Sure: p.Sure, Consent: p.Consent}
}

// Plan says what makes the site as somebody wishes it, or why it cannot be. A wish that is none of
// ours is refused.
func Plan(site *core.Site, names map[core.PersonID]core.Name, tools Tools, wish core.Wish) (Planned, *core.Error) {
	p := &planner{site: site, cfg: site.Config, names: names, tools: tools}
	err := p.plan(wish)
	if err == nil && p.fault != nil {
		err = p.fault
	}
	if err == nil {
		err = p.reachesMore()
	}
	if err == nil {
		err = p.stillReachable()
	}
	if err != nil {
		return Planned{}, InNames(names, p.out.Private, err)
	}
	p.out.Of = p.cfg.Version
	return p.out, nil
}

// plan has one line for each wish.
func (p *planner) plan(wish core.Wish) *core.Error {
	switch w := wish.(type) {
	case core.AddPerson:
		return p.addPerson(w)
	case core.ChangePerson:
		return p.changePerson(w)
	case core.RemovePerson:
		return p.removePerson(w)
	case core.AddGuest:
		return p.addGuest(w)
	case core.RemoveGuest:
		return p.removeGuest(w)
	case core.TidyGuests:
		return p.tidyGuests()
	}
	return p.planThings(wish)
}

// planThings is plan for what people have.
func (p *planner) planThings(wish core.Wish) *core.Error {
	switch w := wish.(type) {
	case core.NewPIN:
		return p.newPIN(w)
	case core.AssignTag:
		return p.assignTag(w)
	case core.ChangeKey:
		return p.changeKey(w)
	case core.RemoveKey:
		return p.removeKey(w)
	case core.IssueDigital:
		return p.issueDigital(w)
	case core.RenewDigital:
		return p.renewDigital(w)
	case core.PutGroup:
		return p.putGroup(w)
	case core.RemoveGroup:
		return p.removeGroup(w)
	case core.PutSchedule:
		return p.putSchedule(w)
	case core.RemoveSchedule:
		return p.removeSchedule(w)
	}
	return p.planAuthority(wish)
}

// planAuthority is plan for who may do what.
func (p *planner) planAuthority(wish core.Wish) *core.Error {
	switch w := wish.(type) {
	case core.ReleaseSite:
		return p.releaseSite(w)
	case core.TransferOwner:
		return p.transferOwner(w)
	case core.AllowInstaller:
		return p.allowInstaller(w)
	case core.InvitePerson:
		return p.invitePerson(w)
	case core.ResetIQPIN:
		return p.resetIQPIN(w)
	case core.ResetIQ:
		p.resetIQ()
		return nil
	case core.AddConsoleKey:
		return p.addConsoleKey(w)
	case core.DropConsoleKey:
		return p.dropConsoleKey(w)
	case core.DisplayConsoleKey:
		return p.displayConsoleKey(w)
	case core.AddAPIKey:
		return p.addAPIKey(w)
	case core.DropAPIKey:
		return p.dropAPIKey(w)
	case core.Subscribe:
		return p.subscribe(w)
	case core.TrustDealer:
		return p.trustDealer(w)
	case core.DistrustDealer:
		return p.distrustDealer(w)
	}
	return p.planPods(wish)
}

// planner gathers a plan.
type planner struct {
	site  *core.Site
	cfg   *core.Config
	names map[core.PersonID]core.Name
	tools Tools
	out   Planned
	fault *core.Error // the first thing that could not be found
	zone  core.Zone   // of edits that set another; nil: they do not
}

func (p *planner) put(it core.Item)  { p.out.Edits = append(p.out.Edits, core.Put(it)) }
func (p *planner) drop(it core.Item) { p.out.Edits = append(p.out.Edits, core.Drop(it.Ref())) }
func (p *planner) say(line string)   { p.out.Report = append(p.out.Report, line) }

// private is the one Private of a person in the plan.
func (p *planner) private(id core.PersonID) *core.Private {
	for i := range p.out.Private {
		if p.out.Private[i].Person == id {
			return &p.out.Private[i]
		}
	}
	p.out.Private = append(p.out.Private, core.Private{Person: id})
	return &p.out.Private[len(p.out.Private)-1]
}

// called is how a person is named in an answer.
func (p *planner) called(id core.PersonID) string { return Called(p.names, id) }
