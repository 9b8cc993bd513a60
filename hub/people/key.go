package people

import (
	"fmt"
	"slices"
	"strings"

	"localiq/core"
)

// FindKey takes a key's id, a tag's number, or a person who has one key of the kind and no other.
func FindKey(cfg *core.Config, names map[core.PersonID]core.Name, digest func(core.KeyKind, []byte) core.Digest, w core.KeyWords) (*core.Key, *core.Error) {
	if k := cfg.Key(core.KeyID(w.Name)); k != nil && (w.Kind == core.KeyNone || k.Kind == w.Kind) {
		return k, nil
	}
	if b, err := core.ParseTag(w.Name); err == nil && (w.Kind == core.KeyTag || w.Kind == core.KeyNone) {
		if k := cfg.KeyOf(digest(core.KeyTag, b)); k != nil && k.Kind == core.KeyTag {
			return k, nil
		}
		return nil, core.Errorf(core.CodeNotFound, "no tag of this site has that number").Advise("see: localiq tag list")
	}
	p, err := FindPerson(cfg, names, core.PersonID(w.Name))
	if err != nil {
		return nil, err
	}
	var found []string
	var one *core.Key
	for i := range cfg.Keys {
		if k := &cfg.Keys[i]; k.Person == p.ID && (w.Kind == core.KeyNone || k.Kind == w.Kind) {
			one, found = k, append(found, string(k.ID))
		}
	}
	switch word := wordOf(w.Kind); len(found) {
	case 1:
		return one, nil
	case 0:
		return nil, core.Errorf(core.CodeNotFound, "%s has no %s", Called(names, p.ID), word)
	default:
		return nil, core.Errorf(core.CodeInvalid, "%s has %d of %s", Called(names, p.ID), len(found), word).Advise("write the id: " + strings.Join(found, " or "))
	}
}

func wordOf(k core.KeyKind) string {
	switch k {
	case core.KeyNone:
		return "key"
	case core.KeyPIN:
		return "PIN"
	case core.KeyDigital:
		return "phone"
	}
	return k.String()
}

func (p *planner) key(w core.KeyWords) (core.Key, *core.Error) {
	k, err := FindKey(p.cfg, p.names, p.tools.Digest, w)
	if err != nil {
		return core.Key{}, err
	}
	return *k, nil
}

// changeKey touches the one key and no other: a lost tag is blocked alone [tag].
func (p *planner) changeKey(w core.ChangeKey) *core.Error {
	k, err := p.key(w.Key)
	if err != nil {
		return err
	}
	if w.State != core.KeyUnset {
		k.State = w.State
	}
	set(&k.From, w.From)
	set(&k.Until, w.Until)
	set(&k.Uses, w.Uses)
	p.out.Why = "a key was changed"
	p.put(k)
	p.out.Keys = append(p.out.Keys, k.ID)
	p.say(fmt.Sprintf("%s of %s: %s", wordOf(k.Kind), p.called(k.Person), k.State))
	return nil
}

func (p *planner) removeKey(w core.RemoveKey) *core.Error {
	k, err := p.key(w.Key)
	if err != nil {
		return err
	}
	p.out.Why = "a key was taken away"
	p.drop(k)
	p.say(fmt.Sprintf("%s of %s: taken away", wordOf(k.Kind), p.called(k.Person)))
	return nil
}

// assignTag gives a typed tag. Whose it is already is not said.
func (p *planner) assignTag(w core.AssignTag) *core.Error {
	is := p.person(w.Who)
	if p.fault != nil {
		return p.fault
	}
	if w.Number == "" {
		return core.Errorf(core.CodeRequest, "which tag?").Advise("write its number, or the door at whose reader it will be shown")
	}
	b, perr := core.ParseTag(w.Number)
	if perr != nil {
		return core.AsError(perr)
	}
	d := p.tools.Digest(core.KeyTag, b)
	switch k := p.cfg.KeyOf(d); {
	case k != nil && k.Person == is.ID:
		return core.Errorf(core.CodeInvalid, "%s has this tag already", p.called(is.ID))
	case p.cfg.Taken(d):
		return core.Errorf(core.CodeInvalid, "this tag is on somebody already").Advise("a tag belongs to one person; take it from them first: localiq tag return NUMBER")
	}
	k := core.Key{ID: core.KeyID(p.tools.NewID("k")), Person: is.ID, Kind: core.KeyTag, State: core.KeyActive, Digest: d, From: w.From, Until: w.Until}
	p.out.Why = "a tag was given"
	p.put(k)
	p.secret(k, core.NewSecret(core.TagText(b)))
	p.out.Keys = append(p.out.Keys, k.ID)
	return nil
}

func (p *planner) secret(k core.Key, s core.Secret) {
	own := p.private(k.Person)
	if own.Secrets == nil {
		own.Secrets = map[core.KeyID]core.Secret{}
	}
	own.Secrets[k.ID] = s
}

// keysOf are a person's, in the order of their ids.
func keysOf(cfg *core.Config, id core.PersonID) []core.Key {
	var out []core.Key
	for _, k := range cfg.Keys {
		if k.Person == id {
			out = append(out, k)
		}
	}
	return slices.Clip(out)
}
