package core

// Wishes about people, their keys and their groups. Each becomes edits (hub/people), and whether its
// asker may is asked of the rules. What names a person, a group, a door or a key takes an id, a name,
// or the beginning of a name that only one has.
type (
	// AddPerson adds one person, whose name is needed.
	AddPerson struct{ Is PersonWords }
	// ChangePerson changes what is named and nothing else.
	ChangePerson struct {
		Who PersonID
		Is  PersonWords
		// Sure: also where something that uses this person's authority stops.
		Sure bool `json:",omitempty"`
	}
	// RemovePerson takes every key off every lock and destroys the name, for good [user.delete].
	RemovePerson struct {
		Who  PersonID
		Sure bool `json:",omitempty"` // as in ChangePerson
	}
	// NewPIN chooses a PIN for a person. It is shown in Told.Shown; Told.Report names the doors that
	// it will not open, for what their locks lack.
	NewPIN struct {
		Person PersonID
		Key    KeyID `json:",omitempty"` // in place of this one; "": one more
		From   int64 `json:",omitempty"` // ns UTC; 0: at once
		Until  int64 `json:",omitempty"` // ns UTC; 0: as the site's default says [pin.expiry]
	}
)

// PersonWords is what can be said of a person: nil and "" leave it as it is.
type PersonWords struct {
	First  *string   `json:",omitempty"`
	Last   *string   `json:",omitempty"`
	Email  *string   `json:",omitempty"`
	Role   *Role     `json:",omitempty"`
	Join   []GroupID `json:",omitempty"`
	Leave  []GroupID `json:",omitempty"`
	Give   []Right   `json:",omitempty"`
	Take   []Right   `json:",omitempty"`
	Block  *bool     `json:",omitempty"`
	From   *int64    `json:",omitempty"` // ns UTC; 0: always was
	Until  *int64    `json:",omitempty"` // ns UTC; 0: for ever
	Longer *int      `json:",omitempty"` // Person.ExtraTime
}

// GuestOf says whose guest a person is. Zero: no guest.
type GuestOf struct {
	Host PersonID `json:"host,omitempty"` // who answers for them; may be gone by now
	Pod  PodID    `json:"pod,omitempty"`  // as whose guest they count
	Site bool     `json:"site,omitempty"` // the site's own, where there is neither Host nor Pod
}

// Is is true for a guest.
func (g GuestOf) Is() bool { return g != GuestOf{} }

// PodID names a pod.
type PodID string

var peopleWishes = []Wish{AddPerson{}, ChangePerson{}, RemovePerson{}, NewPIN{}}

func (AddPerson) wish()    {}
func (ChangePerson) wish() {}
func (RemovePerson) wish() {}
func (NewPIN) wish()       {}
