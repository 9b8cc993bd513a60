package core

// Lists of people and of what is theirs, answered from the newest site.
type (
	// ListPeople finds people by any part of a name or an e-mail, or by a group's name; in the order of
	// their last names.
	ListPeople struct {
		Filter string `json:",omitempty"`
		Only   string `json:",omitempty"` // "master", "guest", "expired" (guests whose end has passed), "blocked"; "": all
		// Near has the page begin half of Top before this person, where the list has them.
		Near PersonID `json:",omitempty"`
		Page
	}
	ShowPerson struct{ Who PersonID }
	// ListKeys lists keys of a kind, with the locks that hold them.
	ListKeys struct {
		Kind   KeyKind `json:",omitempty"`
		Filter string  `json:",omitempty"` // of the person
		Page
	}
	ListGroups    struct{ Filter string }
	ListSchedules struct{ Filter string }
)

// Page is which part of a list; Top 0: all of it.
type Page struct {
	Skip int `json:",omitempty"`
	Top  int `json:",omitempty"`
}

// Has is true where the n-th of the whole list, from 0 on, is on the page.
func (p Page) Has(n int) bool { return n >= p.Skip && (p.Top <= 0 || n < p.Skip+p.Top) }

// Listed is one part of a list, and how many there are in all.
type Listed struct {
	Of        int           `json:"of"`
	Skip      int           `json:"skip,omitempty"` // of the whole list, before People
	People    []PersonRow   `json:"people,omitempty"`
	Keys      []KeyRow      `json:"keys,omitempty"`
	Groups    []GroupRow    `json:"groups,omitempty"`
	Schedules []ScheduleRow `json:"schedules,omitempty"`
}

// PersonRow is a person as people know them.
type PersonRow struct {
	ID     PersonID `json:"id"`
	First  string   `json:"first,omitempty"`
	Last   string   `json:"last,omitempty"`
	Email  string   `json:"email,omitempty"`
	Role   Role     `json:"role"`
	State  string   `json:"state"` // "active", "blocked", "not yet", "expired"
	Guest  bool     `json:"guest,omitempty"`
	From   int64    `json:"from,omitempty"`
	Until  int64    `json:"until,omitempty"`
	Rights []Right  `json:"rights,omitempty"`
	Groups []string `json:"groups,omitempty"` // names, sorted
	Tags   int      `json:"tags,omitempty"`
	PINs   int      `json:"pins,omitempty"`
	Phones int      `json:"phones,omitempty"`
	// Unsubscribed is somebody without a slot [sub.slots].
	Unsubscribed bool `json:"unsubscribed,omitempty"`
	// Pending is how many of their keys a lock has still to hear of, or to let go of.
	Pending int `json:"pending,omitempty"`
}

// PersonCard is all of one person.
type PersonCard struct {
	PersonRow
	Host  string   `json:"host,omitempty"` // whose guest
	Keys  []KeyRow `json:"keys,omitempty"`
	Doors []Opener `json:"doors,omitempty"` // every door, and why not
	// Pending are doors whose locks may still open for a key that was taken from them.
	Pending []string `json:"pending,omitempty"`
}

// KeyRow is one key. What it is made of is in it nowhere.
type KeyRow struct {
	ID         KeyID    `json:"id"`
	Kind       KeyKind  `json:"kind"`
	Person     PersonID `json:"person"`
	PersonName string   `json:"personName,omitempty"`
	State      KeyState `json:"state"`
	From       int64    `json:"from,omitempty"`
	Until      int64    `json:"until,omitempty"`
	Uses       int      `json:"uses,omitempty"`
	Pass       int64    `json:"pass,omitempty"` // as in Key
	Doors      []KeyAt  `json:"doors,omitempty"`
}

// KeyAt is a key at a door, by what its lock has proved [lock.sync].
type KeyAt struct {
	Door  DoorID `json:"door"`
	Name  string `json:"name"`
	Is    KeyIs  `json:"is"`
	Until int64  `json:"until,omitempty"` // KeyLingers: when it ends there by itself, ns UTC; 0: never
}

// KeyIs is how a key stands at a lock.
type KeyIs uint8

const (
	KeyNowhere KeyIs = iota // it opens nothing there
	KeyHeld                 // the lock has said that it holds it
	KeyComing               // it is on its way there
	KeyByHub                // it opens there by the hub's word alone
	KeyUnfit                // the lock cannot hold it, and does not ask
	KeyLingers              // it was taken away, and the lock has not said that it let go
)

var keyIsNames = []string{"nowhere", "held", "on its way", "by the hub", "cannot be held", "still there"}

func (k KeyIs) String() string                { return enumName(keyIsNames, k) }
func (k KeyIs) MarshalText() ([]byte, error)  { return []byte(k.String()), nil }
func (k *KeyIs) UnmarshalText(t []byte) error { return enumParse(keyIsNames, t, k) }

// GroupRow is an access group with the names behind it.
type GroupRow struct {
	ID       GroupID     `json:"id"`
	Name     string      `json:"name"`
	Doors    []string    `json:"doors,omitempty"`
	Schedule string      `json:"schedule,omitempty"`
	Clock    ClockPolicy `json:"clock,omitempty"`
	People   int         `json:"people"`
}

// ScheduleRow is a schedule and what follows it. Its windows are shown by PreviewSchedule.
type ScheduleRow struct {
	ID      ScheduleID `json:"id"`
	Name    string     `json:"name"`
	Windows []string   `json:"windows,omitempty"` // as in a site file
	Groups  []string   `json:"groups,omitempty"`
	Doors   []string   `json:"doors,omitempty"` // whose office mode follows it
	// Weekly is Windows to draw; the others are as in a site file.
	Weekly     []Window `json:"weekly,omitempty"`
	Exceptions []string `json:"exceptions,omitempty"`
	Calendars  []string `json:"calendars,omitempty"` // their names
	Holiday    []string `json:"holiday,omitempty"`
}

func (ListPeople) wish()    {}
func (ShowPerson) wish()    {}
func (ListKeys) wish()      {}
func (ListGroups) wish()    {}
func (ListSchedules) wish() {}
