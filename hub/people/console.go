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

// dropConsoleKey takes a key away.
func (p *planner) dropConsoleKey(w core.DropConsoleKey) *core.Error {
	found, err := p.consoleKey(w.Key)
	if err != nil {
		return err
	}
	p.out.Why = "a key for the console was taken away"
	p.drop(core.ConsoleKey{ID: found.ID})
	p.say("The key of " + p.called(found.Person) + " lets nobody in any more, and its sessions have ended.")
	return nil
}

// displayConsoleKey says how a key's console draws.
func (p *planner) displayConsoleKey(w core.DisplayConsoleKey) *core.Error {
	found, err := p.consoleKey(w.Key)
	if err != nil {
		return err
	}
	k := *p.cfg.ConsoleKey(found.ID)
	if w.Language != nil {
		k.Language = *w.Language
	}
	if w.Signs != nil {
		k.Signs = *w.Signs
	}
	if err := k.Display.Check(); err != nil {
		return err
	}
	p.out.Why = "a key for the console was told how to draw"
	p.put(k)
	return nil
}

// consoleKey finds a key by its id, its fingerprint or its name.
func (p *planner) consoleKey(name string) (core.ConsoleKeyRow, *core.Error) {
	var found []core.ConsoleKeyRow
	for _, r := range ConsoleKeys(p.site, p.names, p.tools.Secrets) {
		if name == string(r.ID) || name == r.Fingerprint || name != "" && strings.EqualFold(name, r.Name) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return core.ConsoleKeyRow{}, core.Errorf(core.CodeNotFound, "there is no key %q for the console", sshkey.Clean(name, 80)).Advise("see: localiq console key list")
	case 1:
		return found[0], nil
	}
	return core.ConsoleKeyRow{}, core.Errorf(core.CodeInvalid, "%d keys are called %q", len(found), sshkey.Clean(name, 80)).Advise("use the id: localiq console key list")
}

// ConsoleKeys lists the keys with what is private of them.
func ConsoleKeys(site *core.Site, names map[core.PersonID]core.Name, secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)) []core.ConsoleKeyRow {
	rows := []core.ConsoleKeyRow{}
	for _, k := range site.Config.ConsoleKeys {
		r := core.ConsoleKeyRow{ID: k.ID, Type: k.Type, Person: k.Person, PersonName: Called(names, k.Person), Added: k.Added, Claimed: k.Claimed, Display: k.Display}
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
