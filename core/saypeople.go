package core

// sayPeople is what concerns one key of somebody's.
func (l Line) sayPeople() string {
	who := l.who()
	if who == "" {
		who = "somebody"
	}
	switch l.What {
	case SecretsLeft:
		return countOf(l.Count, "key") + " went into a file of the site, " + l.Detail
	case TagIsAwaited:
		return l.door() + ": the next unknown tag that is shown becomes " + whose(who) + "own"
	case TagIsNot:
		return l.door() + ": no unknown tag was shown for " + who
	}
	return whose(who) + "PIN was shown again"
}
