package core

import (
	"cmp"
	"encoding/json"
	"slices"
)

// Count is what moves with one person: where they are, and what their keys have used up. It is
// never changed in place.
type Count struct {
	Person PersonID   `json:"person"`
	Area   AreaID     `json:"area,omitempty"` // where they went last; "": nobody knows
	Since  Instant    `json:"since,omitzero"` // when
	Keys   []KeyCount `json:"keys,omitempty"` // by key; only those with something to count
	IQ     Tries      `json:"iq,omitzero"`    // wrong PINs for this IQ [iq.pin]
	// Above is when it was last told that they tried what is above them; zero: never.
	Above Instant `json:"above,omitzero"`
}

// KeyCount is what moves with one key.
type KeyCount struct {
	Key   KeyID `json:"key"`
	Uses  int   `json:"uses,omitempty"` // openings that were taken
	Wrong Tries `json:"wrong,omitzero"` // wrong PINs after it (L-1)
}

// IsZero is true when there is nothing to remember.
func (c Count) IsZero() bool {
	return c.Area == "" && c.Since.IsZero() && len(c.Keys) == 0 && c.IQ.IsZero() && c.Above.IsZero()
}

// Key is what a key has used up; the zero KeyCount for one of which nothing is remembered.
func (c *Count) Key(id KeyID) KeyCount {
	if c != nil {
		for i := range c.Keys { // a person has few
			if c.Keys[i].Key == id {
				return c.Keys[i]
			}
		}
	}
	return KeyCount{Key: id}
}

// WithKey is c with another KeyCount; one that says nothing is dropped.
func (c Count) WithKey(k KeyCount) Count {
	i, has := slices.BinarySearchFunc(c.Keys, k.Key, func(a KeyCount, id KeyID) int { return cmp.Compare(a.Key, id) })
	c.Keys = slices.Clone(c.Keys)
	switch empty := k.Uses == 0 && k.Wrong.IsZero(); {
	case has && empty:
		c.Keys = slices.Delete(c.Keys, i, i+1)
	case has:
		c.Keys[i] = k
	case !empty:
		c.Keys = slices.Insert(c.Keys, i, k)
	}
	if len(c.Keys) == 0 {
		c.Keys = nil
	}
	return c
}

// Counts are those of everybody who has one. Nil is none. With shares all but one shelf of it, so
// that an event at 10,000 people copies some hundred of them.
type Counts struct{ shelves [64][]Count } // each sorted by person

func shelfOf(p PersonID) uint32 {
	h := uint32(2166136261) // FNV-1a
	for i := range len(p) {
		h = (h ^ uint32(p[i])) * 16777619
	}
	return h % 64
}

// Of is nil for somebody who has none.
func (c *Counts) Of(p PersonID) *Count {
	if c == nil {
		return nil
	}
	return row(c.shelves[shelfOf(p)], p, func(n *Count) PersonID { return n.Person })
}

// With puts one in place of the person's; one that says nothing is dropped.
func (c *Counts) With(n Count) *Counts {
	next := new(Counts)
	if c != nil {
		*next = *c
	}
	shelf := &next.shelves[shelfOf(n.Person)]
	i, has := slices.BinarySearchFunc(*shelf, n.Person, func(a Count, p PersonID) int { return cmp.Compare(a.Person, p) })
	switch rows := slices.Clone(*shelf); {
	case has && n.IsZero():
		*shelf = slices.Delete(rows, i, i+1)
	case has:
		rows[i] = n
		*shelf = rows
	case !n.IsZero():
		*shelf = slices.Insert(rows, i, n)
	}
	return next
}

// All lists them by person.
func (c *Counts) All() (out []Count) {
	if c == nil {
		return nil
	}
	out = slices.Concat(c.shelves[:]...)
	slices.SortFunc(out, func(a, b Count) int { return cmp.Compare(a.Person, b.Person) })
	return out
}

// CountsOf is the inverse of All.
func CountsOf(rows []Count) (c *Counts) {
	for _, n := range rows {
		c = c.With(n)
	}
	return c
}

func (c *Counts) MarshalJSON() ([]byte, error) { return json.Marshal(c.All()) }

func (c *Counts) UnmarshalJSON(b []byte) error {
	var rows []Count
	if err := json.Unmarshal(b, &rows); err != nil {
		return err
	}
	*c = Counts{}
	for _, n := range rows {
		*c = *c.With(n)
	}
	return nil
}
