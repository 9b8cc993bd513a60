package core

// Shown is the key that a digest is of, and whose it is; variant: it is of the duress variant of that PIN,
// and whether that opens is its person's to say (Person.Duress). nil when no key of the site has it.
func (c *Config) Shown(d Digest) (k *Key, p *Person, variant bool) {
	i, ok := c.byDigest[d]
	if !ok {
		return nil, nil, false
	}
	if variant = i < 0; variant {
		i = ^i
	}
	return &c.Keys[i], &c.People[c.holders[i]], variant
}

// KeyOf finds a credential by its digest; nil when no key of the site has it.
func (c *Config) KeyOf(d Digest) *Key {
	if k, _, variant := c.Shown(d); !variant {
		return k
	}
	return nil
}

// Holders are where in People the person of each of Keys is. The caller changes nothing in it.
func (c *Config) Holders() []int32 { return c.holders }

// VariantOf finds the PIN whose duress variant has that digest; nil when none has.
func (c *Config) VariantOf(d Digest) *Key {
	if k, _, variant := c.Shown(d); variant {
		return k
	}
	return nil
}

// Taken is true for a digest that no other credential can have.
func (c *Config) Taken(d Digest) bool { _, taken := c.byDigest[d]; return taken }

// held indexes the keys, each of which has its person.
func (c *Config) held() {
	c.byDigest, c.holders = make(map[Digest]int32, len(c.Keys)), make([]int32, len(c.Keys))
	for i := range c.Keys {
		k := &c.Keys[i]
		c.byDigest[k.Digest] = int32(i)
		if !k.Duress.IsZero() {
			c.byDigest[k.Duress] = ^int32(i)
		}
		p, _ := place(c.People, k.Person, func(p *Person) PersonID { return p.ID })
		c.holders[i] = int32(p)
	}
}
