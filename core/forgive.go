package core

import "strconv"

// PlacesForgiven: it no longer counts where somebody went (passback). Person "": where anybody did.
type PlacesForgiven struct {
	Person PersonID `json:",omitempty"`
}

// ForgivePassback forgets where one person is, or with All where everybody is: exactly one of the two.
// Who takes an id, a name, or the beginning of a name that only one has.
type ForgivePassback struct {
	Who PersonID `json:",omitempty"`
	All bool     `json:",omitempty"`
}

func (PlacesForgiven) event() {}
func (ForgivePassback) wish() {}

// sayForgiven is of one person, or of so many.
func (l Line) sayForgiven() string {
	who := l.who()
	switch {
	case l.Person != "":
		return "passback: it is forgotten that " + who + " was " + l.Detail
	case l.Count == 1:
		return "passback: it is forgotten where one person was"
	}
	return "passback: it is forgotten where " + strconv.Itoa(l.Count) + " people were"
}
