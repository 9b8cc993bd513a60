package core

// Guard is what a door asks for beyond a right to it (facts 4b, steps 11 and 12). The zero value
// asks for nothing more.
type Guard struct {
	Factors  Factors        `json:"factors,omitempty"`
	Pair     bool           `json:"pair,omitempty"`  // two people with a right, one within PairWithin of the other
	First    bool           `json:"first,omitempty"` // nobody before somebody with Person.First has come, on every local day
	Area     AreaID         `json:"area,omitempty"`  // where somebody is who came through; "": nobody asks
	Passback PassbackPolicy `json:"passback,omitempty"`
}

// IsZero leaves it out of JSON.
func (g Guard) IsZero() bool { return g == Guard{} }

// NeedsHub is true when no lock can judge by itself: it knows neither what was shown a moment ago
// nor where somebody is.
func (g Guard) NeedsHub() bool { return g.Factors != OneFactor || g.Pair || g.Passback == PassbackHard }

// AreaID is a part of the house, by its name: "inside". Outside is one too, where somebody asks.
type AreaID string

// Factors says how many proofs make one opening.
type Factors uint8

const (
	OneFactor Factors = iota // any key
	TagAndPIN                // a tag or a phone, then a PIN of the same person at the same reader
)

var factorNames = []string{"one", "tag+pin"}

func (f Factors) String() string                { return enumName(factorNames, f) }
func (f Factors) MarshalText() ([]byte, error)  { return []byte(f.String()), nil }
func (f *Factors) UnmarshalText(t []byte) error { return enumParse(factorNames, t, f) }

// PassbackPolicy says what becomes of somebody who goes where they are already.
type PassbackPolicy uint8

const (
	PassbackOff  PassbackPolicy = iota
	PassbackSoft                // they go, and it is told
	PassbackHard                // they do not
)

var passbackNames = []string{"off", "soft", "hard"}

func (p PassbackPolicy) String() string                { return enumName(passbackNames, p) }
func (p PassbackPolicy) MarshalText() ([]byte, error)  { return []byte(p.String()), nil }
func (p *PassbackPolicy) UnmarshalText(t []byte) error { return enumParse(passbackNames, t, p) }

// ClockPolicy says when a group's schedule may be read (step 10).
type ClockPolicy uint8

const (
	ClockHoldover ClockPolicy = iota // also while the clock runs on its own since it was told
	ClockTrusted                     // only while it is trusted
)

var clockPolicyNames = []string{"holdover", "trusted"}

func (c ClockPolicy) String() string                { return enumName(clockPolicyNames, c) }
func (c ClockPolicy) MarshalText() ([]byte, error)  { return []byte(c.String()), nil }
func (c *ClockPolicy) UnmarshalText(t []byte) error { return enumParse(clockPolicyNames, t, c) }

// Allows is true where a schedule may be read by a clock of that trust.
func (c ClockPolicy) Allows(t Trust) bool { return t == Trusted || t == Holdover && c == ClockHoldover }

const (
	MaxUses = 10_000 // of Key.Uses
	MaxArea = 64     // bytes of an AreaID
)

func (g Guard) check(of Ref) error {
	switch {
	case g.Passback != PassbackOff && g.Area == "":
		return Errorf(CodeInvalid, "%s: passback is %s, and no area says where the door leads", of, g.Passback)
	case len(g.Area) > MaxArea:
		return Errorf(CodeInvalid, "%s: the area's name is longer than %d bytes", of, MaxArea)
	}
	return nil
}
