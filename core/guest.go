package core

// FirstGuest is the guest whose end is before all others'; nil: there is no guest.
func (c *Config) FirstGuest() *Person {
	if c.guest < 0 || int(c.guest) >= len(c.People) || !c.People[c.guest].Guest.Is() {
		return nil
	}
	return &c.People[c.guest]
}

func firstGuest(ps []Person) int32 {
	first := int32(-1)
	for i := range ps {
		if ps[i].Guest.Is() && (first < 0 || ps[i].Until < ps[first].Until) {
			first = int32(i)
		}
	}
	return first
}
