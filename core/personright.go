package core

import "slices"

// Right is the word for one of a person's own rights, as people write it.
type Right string

// Rights are all of them, in the order in which they are listed.
var Rights = []Right{"master", "remote", "eom", "mom", "override_lockdown", "override_privacy", "first", "anywhere", "duress"}

// Right is where a person has it; nil for a word that is none.
func (p *Person) Right(r Right) *bool {
	of := []*bool{&p.Master, &p.Remote, &p.EOM, &p.MOM, &p.OverrideLockdown, &p.OverridePrivacy, &p.MayBeFirst, &p.Anywhere, &p.Duress}
	if i := slices.Index(Rights, r); i >= 0 {
		return of[i]
	}
	return nil
}

// HasRights lists the words of those that a person has.
func (p Person) HasRights() (out []Right) {
	for _, r := range Rights {
		if *p.Right(r) {
			out = append(out, r)
		}
	}
	return out
}
