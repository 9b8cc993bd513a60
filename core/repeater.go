package core

// Repeater is a radio on another box, that this hub reaches over the network [Words: Repeater].
// PublicKey is the box's own; ours is in the vault.
type Repeater struct {
	ID        RepeaterID `json:"id"`
	Name      string     `json:"name"`
	Address   string     `json:"address"` // host:port
	PublicKey []byte     `json:"publicKey"`
	Via       RepeaterID `json:"via,omitempty"` // reached through this one; "": directly
}

// RepeaterID is also the name under which its radio rises and falls (RadioState.Adapter).
type RepeaterID string

const (
	MaxRepeaters = 6 // per IQ, spec: limits
	MaxLayers    = 3 // of repeaters in a row
)

func (r Repeater) Ref() Ref { return Ref{KindRepeater, string(r.ID)} }

// Layer is how many repeaters stand in a row up to this one: 1 is reached directly. 0: there is
// no such repeater, or its row never ends.
func (c *Config) Layer(id RepeaterID) (n int) {
	for r := c.Repeater(id); r != nil; r = c.Repeater(r.Via) {
		if n++; n > MaxRepeaters {
			return 0
		}
		if r.Via == "" {
			return n
		}
	}
	return 0
}

func (c *Config) checkRepeaters() error {
	if n := len(c.Repeaters); n > MaxRepeaters {
		return Errorf(CodeTree, "this would be repeater %d: one IQ serves at most %d", n, MaxRepeaters)
	}
	for _, r := range c.Repeaters {
		switch n := c.Layer(r.ID); {
		case r.Address == "":
			return Errorf(CodeInvalid, "%s has no address", r.Ref())
		case len(r.PublicKey) == 0:
			return Errorf(CodeInvalid, "%s has no key", r.Ref())
		case r.Via != "" && c.Repeater(r.Via) == nil:
			return KindRepeater.missing(string(r.Via), r.Ref())
		case n == 0:
			return Errorf(CodeInvalid, "%s is reached through itself", r.Ref())
		case n > MaxLayers:
			return Errorf(CodeTree, "%s would be in layer %d: at most %d repeaters stand in a row", r.Ref(), n, MaxLayers)
		}
	}
	return nil
}
