package people

import (
	"strings"

	"localiq/core"
	"localiq/core/sshkey"
)

// addConsoleKey enrols a public key as a person's.
func (p *planner) addConsoleKey(w core.AddConsoleKey) *core.Error {
	is := p.person(w.Who)
	if p.fault != nil {
		return p.fault
	}
	wire, _, err := sshkey.Parse(w.Public)
	if err != nil {
		return err
	}
	k, private := NewConsoleKey(p.tools, wire, w.Name)
	if was := p.cfg.ConsoleKeyOf(k.Digest); was != nil {
		return core.Errorf(core.CodeInvalid, "this key is %s's already", p.called(was.Person)).Advise("take it away first: localiq console key revoke " + string(was.ID))
	}
	k.Person, k.Added = is.ID, p.tools.Now.Wall
	p.out.Why = "a key for the console was enrolled"
	p.put(k)
	p.private(is.ID).Secrets = map[core.KeyID]core.Secret{k.Secret(): private}
	p.say(p.called(is.ID) + " (" + is.Role.String() + ") uses the console with " + sshkey.Fingerprint(wire) + ", key " + string(k.ID) + ".")
	return nil
}

// NewConsoleKey is a key that nobody has yet, and what is private of it: its fingerprint, and what
// people call it.
func NewConsoleKey(tools Tools, wire []byte, name string) (core.ConsoleKey, core.Secret) {
	k := core.ConsoleKey{ID: core.ConsoleKeyID(tools.NewID("c")), Type: sshkey.Type(wire), Digest: tools.Digest(core.KeyOperator, core.ForConsole(wire))}
	return k, core.NewSecret(sshkey.Fingerprint(wire) + " " + sshkey.Clean(name, 64))
}

// dropConsoleKey finds a key by its id, its fingerprint or its name.
func (p *planner) dropConsoleKey(w core.DropConsoleKey) *core.Error {
	var found []core.ConsoleKeyRow
	for _, r := range ConsoleKeys(p.site, p.names, p.tools.Secrets) {
		if w.Key == string(r.ID) || w.Key == r.Fingerprint || w.Key != "" && strings.EqualFold(w.Key, r.Name) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return core.Errorf(core.CodeNotFound, "there is no key %q for the console", sshkey.Clean(w.Key, 80)).Advise("see: localiq console key list")
	case 1:
		p.out.Why = "a key for the console was taken away"
		p.drop(core.ConsoleKey{ID: found[0].ID})
		p.say("The key of " + p.called(found[0].Person) + " lets nobody in any more, and its sessions have ended.")
		return nil
	}
	return core.Errorf(core.CodeInvalid, "%d keys are called %q", len(found), sshkey.Clean(w.Key, 80)).Advise("use the id: localiq console key list")
}

// ConsoleKeys lists the keys with what is private of them.
func ConsoleKeys(site *core.Site, names map[core.PersonID]core.Name, secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)) []core.ConsoleKeyRow {
	rows := []core.ConsoleKeyRow{}
	for _, k := range site.Config.ConsoleKeys {
		r := core.ConsoleKeyRow{ID: k.ID, Type: k.Type, Person: k.Person, PersonName: Called(names, k.Person), Added: k.Added, Claimed: k.Claimed}
		if p := site.Config.Person(k.Person); p != nil {
			r.Role = p.Role
		}
		if s, err := secrets(k.Person); err == nil {
			r.Fingerprint, r.Name, _ = strings.Cut(s[k.Secret()].Reveal(), " ")
		}
		for _, u := range site.Hub.Uses {
			if u.Key == k.ID {
				r.Used, r.From = u.At.Wall, u.From
			}
		}
		rows = append(rows, r)
	}
	return rows
}
