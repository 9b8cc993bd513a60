package core

// Level orders roles: nobody edits, makes or removes anybody above their own. An installer's word
// is for hardware and reaches nobody.
func (r Role) Level() int {
	switch r {
	case RoleOwner:
		return 4
	case RoleAdmin, RoleIntegration:
		return 3
	case RoleUser:
		return 1
	}
	return 0
}

// Owner finds who the site belongs to; nil: nobody. An older release may have let there be two: then
// it is the first.
func (c *Config) Owner() *Person {
	for i := range c.People {
		if c.People[i].Role == RoleOwner {
			return &c.People[i]
		}
	}
	return nil
}

// Of authority.
type (
	// Activated: somebody showed an activation code and chose a PIN for this IQ. Both are digests
	// (ForInvite, ForIQ).
	Activated struct{ Code, PIN Digest }
	// AttemptMade: somebody wished for what is answered before the loop hears of it, and may not have it.
	AttemptMade struct{ What string }
)

func (Activated) event()   {}
func (AttemptMade) event() {}
