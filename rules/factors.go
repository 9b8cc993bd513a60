package rules

import (
	"time"

	"localiq/core"
)

// Step 11: where a door asks for two factors, the first is a tag or a phone, and the second a PIN of
// the same person at the same reader, soon after. The first alone opens nothing and is no refusal
// that anybody need hear of.

// factorsGood is how long a first factor waits for its PIN, half-open.
const factorsGood = 20 * time.Second

// secondFactor takes a PIN for the second of two: key and person are then those of the first.
func (i *inquiry) secondFactor() bool {
	if i.half == nil {
		return false
	}
	i.key = i.half
	k, _, duress := shownKey(i.s.Config, core.KeyPIN, i.q.Digest)
	if k != nil && k.Person == i.key.Person {
		i.pin, i.v.Duress = k, duress
	}
	return true
}

// firstFactor is the key that waits for the PIN of this request; nil where none does.
func (i *inquiry) firstFactor() *core.Key {
	if i.door == nil || i.door.Guard.Factors != core.TagAndPIN || i.q.Kind != core.KeyPIN || i.q.Digest.IsZero() {
		return nil
	}
	if h := &i.state.Reader.Half; waits(i.s.Config, h, i.q.At, factorsGood) {
		return i.s.Config.Key(h.Key)
	}
	return nil
}

func (i *inquiry) factors() {
	r := core.ReasonNone
	switch {
	case !i.asks() || i.door.Guard.Factors == core.OneFactor || i.q.Kind == core.KeyOperator || !i.presented():
	case i.pin != nil:
		r = core.Granted
	case i.half != nil:
		r = core.PINWrong
	default:
		r = core.FactorMissing
	}
	i.note(core.CheckFactors, r)
}

// waits is true while somebody who has shown a key waits: for so long, half-open, and not after
// anything was set anew, because that may have been a right of theirs.
func waits(c *core.Config, one *core.Waiting, at core.Instant, good time.Duration) bool {
	return one.Person != "" && one.Config == c.Version && soon(one.At, at, good)
}

// halved keeps the first of two factors.
func (w *doorway) halved(v core.Verdict) {
	w.Reader.Half = core.Waiting{Person: v.Person, Key: v.Key, At: w.in.At, Config: w.cfg.Version}
}
