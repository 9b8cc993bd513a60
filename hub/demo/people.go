package demo

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"localiq/core"
)

// actor is somebody with a tag in hand.
type actor struct {
	tag string
	eom bool
}

var firstNames = []string{"Ana", "Ben", "Chiara", "David", "Elif", "Franz", "Greta", "Hugo", "Ines", "Jakob", "Katja", "Luca", "Maja", "Noah",
	"Olga", "Paul", "Rosa", "Samir", "Tereza", "Uwe", "Vera", "Wanda", "Xaver", "Yusuf", "Zoe", "Anton", "Bianca", "Carl", "Dora", "Emil",
	"Fatima", "Georg", "Hana", "Ivan", "Jana", "Karim", "Lena", "Marko", "Nina", "Oskar"}

var lastNames = []string{"Novak", "Huber", "Rossi", "Okafor", "Kaya", "Gruber", "Weber", "Silva", "Horvat", "Maier", "Kovac", "Bianchi", "Demir", "Jansen",
	"Petrov", "Schmid", "Costa", "Haddad", "Svoboda", "Lang", "Bauer", "Nowak", "Moser", "Aydin", "Keller", "Fischer", "Conti", "Berg", "Toth", "Wolf",
	"Ali", "Fuchs", "Sato", "Popov", "Brandt", "Nasser", "Vogel", "Babic", "Lindner", "Winter"}

// personName is another one for each of the first 1,600; then they are numbered.
func personName(i int) core.Name {
	n := len(firstNames)
	first, last := firstNames[i%n], lastNames[(i/n+7*(i%n))%n]
	if round := i / (n * n); round > 0 {
		last = fmt.Sprintf("%s %d", last, round+1)
	}
	return core.Name{First: first, Last: last}
}

// people: the first owns the site, the second runs it; one in four belongs to no shift.
func (t *Town) people(w Wanted, r *rand.Rand) {
	seen := map[string]bool{}
	for i := range w.People {
		p := core.Person{ID: core.PersonID(fmt.Sprintf("p-%012x", r.Uint64()>>16)), Groups: groupsOf(i, r)}
		switch {
		case i == 0:
			p.Role, p.Master, p.EOM, p.Remote, p.Groups = core.RoleOwner, true, true, true, nil
		case i == 1:
			p.Role, p.EOM, p.Remote = core.RoleAdmin, true, true
		case i%19 == 7:
			p.Blocked = true
		default:
			p.EOM = i%6 == 2
		}
		k := core.Key{ID: core.KeyID(fmt.Sprintf("k-%05d", i+1)), Person: p.ID, Kind: core.KeyTag, State: core.KeyActive}
		if i%23 == 5 {
			k.State = core.KeyLost
		}
		tag := tagNumber(r, 0x04)
		for seen[tag] {
			tag = tagNumber(r, 0x04)
		}
		seen[tag] = true
		t.person(w, p, k, tag, personName(i))
	}
}

func groupsOf(i int, r *rand.Rand) []core.GroupID {
	switch shift := r.IntN(8); {
	case i == 1 || shift == 0:
		return []core.GroupID{"g-it", "g-staff"}
	case shift < 4:
		return []core.GroupID{"g-staff"}
	case shift == 4:
		return []core.GroupID{"g-night"}
	case shift == 5:
		return []core.GroupID{"g-late"}
	}
	return []core.GroupID{"g-early"}
}

func (t *Town) person(w Wanted, p core.Person, k core.Key, tag string, name core.Name) {
	b, err := core.ParseTag(tag)
	if err != nil {
		panic(err) // made above, of 7 bytes
	}
	k.Digest = w.Digest(core.KeyTag, b)
	t.put(p)
	t.put(k)
	t.Private = append(t.Private, core.Private{Person: p.ID, Name: &name, Secrets: map[core.KeyID]core.Secret{k.ID: core.NewSecret(tag)}})
	t.cast = append(t.cast, actor{tag, p.EOM})
}

// tagNumber is 7 bytes; the first tells the known ones (04) from the strangers' (08).
func tagNumber(r *rand.Rand, first byte) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], r.Uint64())
	b[1] = first
	return core.TagText(b[1:])
}
