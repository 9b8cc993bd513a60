package core

import "time"

// Wishes about people, their keys and their groups. Each becomes edits (hub/people), and whether its
// asker may is asked of the rules. What names a person, a group, a door or a schedule takes an id, a
// name, or the beginning of a name that only one has.
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
		// Consent: the site's owner has agreed. Who acts for an admin says so; the owner and the box need not.
		Consent bool `json:",omitempty"`
	}
	// AddGuest adds a person with an end, and a PIN for them [guest]. Told.Shown is the PIN, Told.Text
	// what to send them.
	AddGuest struct {
		Is   PersonWords
		Host PersonID `json:",omitempty"` // "": the site's own guest
		Lang string   `json:",omitempty"` // of the text: "en" (also for ""), "de"
	}
	// RemoveGuest is RemovePerson for somebody who must be a guest.
	RemoveGuest struct{ Who PersonID }
	// TidyGuests removes the guests whose end has passed.
	TidyGuests struct{}

	// AssignTag gives a person a tag: the number as typed, or the next unknown tag that is shown at a
	// door's reader. The answer to the latter comes when one was shown, or when the time is over.
	AssignTag struct {
		Who    PersonID
		Number string        `json:",omitempty"`
		At     DoorID        `json:",omitempty"`
		For    time.Duration `json:",omitempty"` // MinAwait to MaxAwait; 0: DefaultAwait
		From   int64         `json:",omitempty"`
		Until  int64         `json:",omitempty"`
	}
	// NewPIN chooses a PIN for a person. It is shown in Told.Shown; Told.Report names the doors that
	// it will not open, for what their locks lack.
	NewPIN struct {
		Person PersonID
		Key    KeyID `json:",omitempty"` // in place of this one; "": one more
		From   int64 `json:",omitempty"` // ns UTC; 0: at once
		Until  int64 `json:",omitempty"` // ns UTC; 0: as the site's default says [pin.expiry]
	}
	// ReadPIN shows a PIN again, in Told.Shown [pin.secret]. That it was read is an event.
	ReadPIN struct{ Key KeyWords }
	// ChangeKey blocks one key alone, or says until when it is good.
	ChangeKey struct {
		Key   KeyWords
		State KeyState `json:",omitempty"` // KeyUnset: as it is
		From  *int64   `json:",omitempty"`
		Until *int64   `json:",omitempty"`
		Uses  *int     `json:",omitempty"`
	}
	// RemoveKey takes one key away; a tag can be given to somebody else then.
	RemoveKey struct{ Key KeyWords }

	// PutGroup adds a group, or changes what is named of one. Of is "" for a new one.
	PutGroup struct {
		Of       GroupID      `json:",omitempty"`
		Name     string       `json:",omitempty"`
		Open     []DoorID     `json:",omitempty"`
		Shut     []DoorID     `json:",omitempty"` // doors that it is to have no more
		Join     []PersonID   `json:",omitempty"`
		Leave    []PersonID   `json:",omitempty"`
		Schedule *ScheduleID  `json:",omitempty"` // "": at all times
		Clock    *ClockPolicy `json:",omitempty"`
	}
	RemoveGroup struct{ Group GroupID }
	// PutSchedule adds a schedule, or puts others in place of what is named of one. Windows,
	// exceptions and holidays are written as in a site file.
	PutSchedule struct {
		Of         ScheduleID `json:",omitempty"`
		Name       string     `json:",omitempty"`
		Windows    []string   `json:",omitempty"`
		Exceptions []string   `json:",omitempty"`
		Calendars  []string   `json:",omitempty"`
		Holiday    []string   `json:",omitempty"`
		Clear      []string   `json:",omitempty"` // of windows, exceptions, calendars, holiday: to be none
	}
	RemoveSchedule struct{ Schedule ScheduleID }
)

// PersonWords is what can be said of a person; nil leaves it as it is.
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

// KeyWords names a key: by its id, by a tag's number, or by the name of a person who has one of the
// kind and no other.
type KeyWords struct {
	Kind KeyKind
	Name string
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

var peopleWishes = []Wish{AddPerson{}, ChangePerson{}, RemovePerson{}, AddGuest{}, RemoveGuest{}, TidyGuests{},
	AssignTag{}, NewPIN{}, ReadPIN{}, ChangeKey{}, RemoveKey{}, PutGroup{}, RemoveGroup{}, PutSchedule{}, RemoveSchedule{},
	ListPeople{}, ShowPerson{}, ListKeys{}, ListGroups{}, ListSchedules{}}

func (AddPerson) wish()      {}
func (ChangePerson) wish()   {}
func (RemovePerson) wish()   {}
func (AddGuest) wish()       {}
func (RemoveGuest) wish()    {}
func (TidyGuests) wish()     {}
func (AssignTag) wish()      {}
func (NewPIN) wish()         {}
func (ReadPIN) wish()        {}
func (ChangeKey) wish()      {}
func (RemoveKey) wish()      {}
func (PutGroup) wish()       {}
func (RemoveGroup) wish()    {}
func (PutSchedule) wish()    {}
func (RemoveSchedule) wish() {}
