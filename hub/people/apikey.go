package people

import (
	"strings"

	"localiq/core"
	"localiq/core/sshkey"
)

// addAPIKey makes a key for a program: the integration of a name, or a person who is there already.
func (p *planner) addAPIKey(w core.AddAPIKey) *core.Error {
	who, called, err := p.programs(w)
	if err != nil {
		return err
	}
	if w.Scope == core.ScopeNone {
		return core.Errorf(core.CodeRequest, "what may the key do?").Advise("say its scope: read, operate, people or admin")
	}
	key := p.tools.NewAPIKey()
	k := core.APIKey{ID: core.APIKeyID(p.tools.NewID("a")), Person: who, Scope: w.Scope, Added: p.tools.Now.Wall,
		Digest: p.tools.Digest(core.KeyOperator, core.ForAPI(key))}
	p.out.Why, p.out.Shown = "an API key was made, scope "+w.Scope.String(), key.Reveal()
	p.put(k)
	p.say("Key " + string(k.ID) + " of " + called + ", scope " + w.Scope.String() + ". It is shown this once.")
	return nil
}

// programs finds whose the key is to be, or makes the integration.
func (p *planner) programs(w core.AddAPIKey) (core.PersonID, string, *core.Error) {
	if w.Who != "" {
		is := p.person(w.Who)
		return is.ID, p.called(is.ID), p.fault
	}
	name := strings.TrimSpace(w.Name)
	if name == "" {
		return "", "", core.Errorf(core.CodeRequest, "for which program is the key?").Advise("name it, as in --name \"Home Assistant\"; or name a person with --who")
	}
	for i := range p.cfg.People {
		is := &p.cfg.People[i]
		if !strings.EqualFold(p.names[is.ID].String(), name) {
			continue
		}
		if is.Role != core.RoleIntegration {
			return "", "", core.Errorf(core.CodeInvalid, "%s is a person of this site, and no program", p.called(is.ID)).Advise("call the program otherwise, or make a key for the person with --who")
		}
		return is.ID, name, nil
	}
	role := core.RoleIntegration
	if err := p.addPerson(core.AddPerson{Is: core.PersonWords{First: &name, Role: &role}}); err != nil {
		return "", "", err
	}
	return p.out.Person, name, nil
}

// dropAPIKey finds a key by its id, or by whose it is.
func (p *planner) dropAPIKey(w core.DropAPIKey) *core.Error {
	var found []core.APIKeyRow
	for _, r := range APIKeys(p.site, p.names) {
		if w.Key == string(r.ID) || w.Key != "" && strings.EqualFold(w.Key, r.Name) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return core.Errorf(core.CodeNotFound, "there is no API key %q", sshkey.Clean(w.Key, 80)).Advise("see: localiq apikey list")
	case 1:
		p.out.Why = "an API key was taken away"
		p.drop(core.APIKey{ID: found[0].ID})
		p.say("Key " + string(found[0].ID) + " of " + found[0].Name + " does nothing any more, and its streams have ended.")
		return nil
	}
	return core.Errorf(core.CodeInvalid, "%s has %d API keys", found[0].Name, len(found)).Advise("use the id: localiq apikey list")
}

// APIKeys lists the keys with whose they are.
func APIKeys(site *core.Site, names map[core.PersonID]core.Name) []core.APIKeyRow {
	rows := []core.APIKeyRow{}
	for _, k := range site.Config.APIKeys {
		r := core.APIKeyRow{ID: k.ID, Person: k.Person, Name: Called(names, k.Person), Scope: k.Scope, Added: k.Added}
		if p := site.Config.Person(k.Person); p != nil {
			r.Role = p.Role
		}
		for _, u := range site.Hub.APIUses {
			if u.Key == k.ID {
				r.Used, r.From = u.At.Wall, u.From
			}
		}
		rows = append(rows, r)
	}
	return rows
}
