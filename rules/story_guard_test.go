package rules

import (
	"strconv"
	"strings"

	"localiq/core"
)

// guard reads what a door asks for beyond a right: "card+pin pair first area inside passback hard".
func (st *story) guard(rest []string) (g core.Guard) {
	for i, w := range rest {
		switch w {
		case "card+pin":
			g.Factors = core.TagAndPIN
		case "pair":
			g.Pair = true
		case "first":
			g.First = true
		case "area":
			g.Area = core.AreaID(rest[i+1])
		case "passback":
			st.word(&g.Passback, rest[i+1])
		}
	}
	return g
}

// rightsOf reads the rights that have to do with it: "override-lockdown override-privacy first anywhere duress".
func rightsOf(p core.Person, rest []string) core.Person {
	p.OverrideLockdown, p.OverridePrivacy = contains(rest, "override-lockdown"), contains(rest, "override-privacy")
	p.MayBeFirst, p.Anywhere, p.Duress = contains(rest, "first"), contains(rest, "anywhere"), contains(rest, "duress")
	return p
}

// ofKey reads "uses=3", and gives a PIN its variant: "duress Ana front" types it.
func (st *story) ofKey(k core.Key, rest []string) core.Key {
	k.From, k.Until = st.dated("from", rest), st.dated("until", rest)
	k.Pass = st.dated("pass", rest) // until when a phone was signed
	for _, w := range rest {
		if n, ok := strings.CutPrefix(w, "uses="); ok {
			k.Uses, _ = strconv.Atoi(n)
		}
		if as, ok := strings.CutPrefix(w, "digits="); ok {
			k.Digest = digest(as)
		}
	}
	if k.Kind == core.KeyPIN {
		k.Duress = digest(string(k.ID) + " duress")
	}
	return k
}

// amnesty reads "amnesty 04:00".
func (st *story) amnesty(at string) core.Edit {
	set := st.s.Config.Settings
	st.word(&set.Amnesty, at)
	return core.Put(set)
}

// showCounts prints what moves with a person.
func (st *story) showCounts(id core.PersonID) {
	c := st.s.Counts.Of(id)
	if c == nil {
		st.printf("shows nothing of %s", id)
		return
	}
	said := string(id)
	if c.Area != "" {
		said += " went " + string(c.Area) + " at " + st.clock(c.Since)
	}
	for _, k := range c.Keys {
		if k.Uses > 0 {
			said += ", " + string(k.Key) + " used " + strconv.Itoa(k.Uses) + " times"
		}
		if n := len(k.Wrong.At); n > 0 {
			said += ", " + strconv.Itoa(n) + " wrong after " + string(k.Key)
		}
	}
	st.printf("shows %s", said)
}
