package sitefile

import (
	"localiq/core"
)

// keys plans one person's keys. Each is known by its id, a tag also by its number; what is
// written as `new` or `kept` without an id means the one that the person has.
func (p *planner) keys(m core.Person, name core.Name, fs []key) {
	left := p.keysOf[m.ID]
	mine := make([]*core.Key, len(fs))
	for _, find := range []func(key, core.Key) bool{sameID, p.sameTag, sameKind} {
		for i, f := range fs {
			if mine[i] != nil {
				continue
			}
			for j, k := range left {
				if k.Kind == f.kind() && find(f, k) {
					mine[i] = &left[j]
					left = append(left[:j:j], left[j+1:]...)
					break
				}
			}
		}
	}
	for i, f := range fs {
		p.key(m, name, f, mine[i])
	}
}

func (f key) kind() core.KeyKind {
	switch {
	case f.tag.set:
		return core.KeyTag
	case f.pin.set:
		return core.KeyPIN
	}
	return core.KeyDigital
}

// what is the value that says which credential it is.
func (f key) what() text {
	switch {
	case f.tag.set:
		return f.tag
	case f.pin.set:
		return f.pin
	}
	return f.digital
}

func sameID(f key, k core.Key) bool { return f.id.set && f.id.s == string(k.ID) }

func (p *planner) sameTag(f key, k core.Key) bool {
	b, err := core.ParseTag(f.tag.s)
	return f.tag.set && err == nil && p.tools.Digest(core.KeyTag, b) == k.Digest
}

// sameKind: a person who is to have a PIN and has one keeps it.
func sameKind(f key, _ core.Key) bool {
	s := f.what().s
	return !f.id.set && (s == "new" || s == "kept")
}

func (p *planner) key(m core.Person, name core.Name, f key, was *core.Key) {
	is := core.Key{Person: m.ID, Kind: f.kind(), State: core.KeyActive}
	if was != nil {
		is.ID, is.Digest, is.Duress, is.Pass = was.ID, was.Digest, was.Duress, was.Pass
	}
	p.choice(f.state, &is.State, "active, lost, stolen, blocked")
	if is.State == core.KeyUnset {
		p.fault(f.state.at, "write one of active, lost, stolen, blocked")
	}
	is.From, is.Until = p.span(f.from, f.until)
	is.Uses = p.uses(f.uses)
	if p.stays(f, name, was) {
		return
	}
	secret, line := p.credential(&is, name, f, was)
	if is.Digest.IsZero() {
		return // a fault has been told
	}
	if first, twice := p.digests[is.Digest]; twice {
		p.fault(f.what().at, "this %s is already at line %d: it can belong to one person only", keyWord(is.Kind), first.line)
		return
	}
	p.digests[is.Digest] = f.what().at
	if first, twice := p.digests[is.Duress]; twice && !is.Duress.IsZero() {
		p.fault(f.what().at, "this %s is too near to the one at line %d: its duress variant is that", keyWord(is.Kind), first.line)
		return
	}
	if !is.Duress.IsZero() {
		p.digests[is.Duress] = f.what().at
	}
	if is.ID == "" {
		is.ID = core.KeyID(p.idOf(f.id, "k"))
	}
	p.put(is, f.at, was == nil, keyWord(is.Kind)+" of "+name.String(), p.keyDiff(was, is))
	if secret != nil {
		p.secret(m.ID, is.ID, *secret)
	}
	if line != "" {
		p.plan.Shown = append(p.plan.Shown, line)
	}
}

// credential gives is its digest. secret is what the vault is to keep, when it is not there
// yet; line is what a person must be told once.
func (p *planner) credential(is *core.Key, name core.Name, f key, was *core.Key) (secret *core.Secret, line string) {
	switch v := f.what(); {
	case v.s == "kept":
		if was == nil {
			p.fault(v.at, "there is no such %s on this site to be kept: %s", keyWord(is.Kind), instead(is.Kind))
		}
	case is.Kind == core.KeyDigital:
		p.fault(v.at, "a digital key is made by its phone, not by a file: write `digital: kept` for one that is there")
	case is.Kind == core.KeyTag:
		return p.tag(is, v), ""
	case v.s != "new" && p.tools.Sealed:
		return p.movedPIN(is, v), ""
	case v.s != "new":
		p.fault(v.at, "a PIN is chosen by the system and never by a person: write `pin: new`")
	case was != nil && !f.id.set:
		// has one; to change it, its id must be written
	default:
		return p.newPIN(is, name)
	}
	return nil, ""
}

func keyWord(k core.KeyKind) string {
	switch k {
	case core.KeyPIN:
		return "PIN"
	case core.KeyDigital:
		return "digital key"
	}
	return k.String()
}

func instead(k core.KeyKind) string {
	switch k {
	case core.KeyPIN:
		return "write `pin: new`"
	case core.KeyTag:
		return "write its number"
	}
	return "take it out"
}

func (p *planner) tag(is *core.Key, v text) *core.Secret {
	b, err := core.ParseTag(v.s)
	if err != nil {
		p.fault(v.at, "not a tag's number: write 4, 7 or 10 bytes in hex, like \"04AABBCCDDEEFF\"")
		return nil
	}
	d := p.tools.Digest(core.KeyTag, b)
	if d == is.Digest {
		return nil
	}
	is.Digest = d
	s := core.NewSecret(core.TagText(b))
	return &s
}

// newPIN draws digits that neither the site nor this plan has.
func (p *planner) newPIN(is *core.Key, name core.Name) (*core.Secret, string) {
	s := p.tools.NewPIN(p.digitsFor(is.Person), func(d core.Digest) bool {
		_, planned := p.digests[d]
		return planned || p.old.Taken(d)
	})
	is.Digest = p.tools.Digest(core.KeyPIN, []byte(s.Reveal()))
	is.Duress = p.tools.Digest(core.KeyPIN, []byte(core.NextPIN(s.Reveal(), 1)))
	return &s, "PIN of " + name.String() + ": " + s.Reveal() + ", shown only now"
}

func (p *planner) keyDiff(was *core.Key, is core.Key) (d diff) {
	if was == nil {
		return nil
	}
	if was.Digest != is.Digest {
		d = append(d, "another "+keyWord(is.Kind)+" in its place")
	}
	of(&d, "state", was.State, is.State)
	of(&d, "uses", usesWord(was.Uses), usesWord(is.Uses))
	of(&d, "from", p.momentWord(was.From, false), p.momentWord(is.From, false))
	of(&d, "until", p.momentWord(was.Until, true), p.momentWord(is.Until, true))
	return d
}

func (p *planner) secret(m core.PersonID, k core.KeyID, s core.Secret) {
	q := p.private(m)
	if q.Secrets == nil {
		q.Secrets = map[core.KeyID]core.Secret{}
	}
	q.Secrets[k] = s
}
