package core

import (
	"encoding/json"
	"slices"
	"time"
)

// Wish is what a face (console, command line, API) asks of the hub. The list is closed; see
// allWishes. Some become events; some are answered from the newest Site in the caller's own
// goroutine.
type Wish interface{ wish() }

type (
	// OpenDoor opens for a moment. The answer waits for the lock's own confirmation.
	OpenDoor struct {
		Door DoorID `json:"door"`
		Why  string `json:"why,omitempty"`
		// IQPIN is what whoever opens in their own name typed [iq.pin]; never kept.
		IQPIN string `json:"iqPIN,omitempty"`
	}
	LockDoor  struct{ Door DoorID }
	SetOffice struct {
		Door DoorID
		On   bool
	}
	AckAlert struct {
		Door DoorID
		Kind AlertKind
	}
	// PairLock adds the lock that a setup code names and fits it to a new door of that name, or
	// to the door with that id.
	PairLock struct {
		Code     string
		DoorName string `json:",omitempty"`
		Door     DoorID `json:",omitempty"`
	}
	ForgetLock struct{ Lock LockID }
	// ImportSite makes the site what the file says. With DryRun it only tells what would change.
	ImportSite struct {
		YAML   []byte
		From   string `json:",omitempty"` // what YAML is: "" a site file; FromSaltoKS
		DryRun bool   `json:",omitempty"`
		Sure   bool   `json:",omitempty"` // as in SiteEdited
		// Consent as in RemovePerson, for those whom the file drops.
		Consent bool `json:",omitempty"`
		// Of is the configuration that somebody has seen the difference to: another has come since is a
		// refusal. 0: whichever it is.
		Of         Seq    `json:",omitempty"`
		Passphrase string `json:",omitempty"` // of a sealed file; never kept
	}
	// ExportSite writes the site as a file, as it is or as it was: without what keys are made of. With
	// Secrets it has the numbers of tags; with a Passphrase also the PINs, and is sealed.
	ExportSite struct {
		At         Moment `json:",omitzero"`
		Secrets    bool   `json:",omitempty"`
		Passphrase string `json:",omitempty"` // never kept
	}
	// IdentifyLock has a lock show itself for some seconds; 0: 10.
	IdentifyLock struct {
		Lock    LockID
		Seconds int `json:",omitempty"`
	}
	// UpdateFirmware transports a signed image; whether it is taken is the lock's to say.
	UpdateFirmware struct {
		Lock  LockID
		Image []byte
	}
	// AddRepeater trusts the radio of another box, by the code that it shows.
	AddRepeater struct {
		Address string
		Code    string
		Name    string
		Via     RepeaterID `json:",omitempty"`
	}
	ForgetRepeater struct{ Repeater RepeaterID }
	// SetLockPIN gives the admin PIN that a lock wants for its management. It is sealed at once,
	// and tried in the next talk.
	SetLockPIN struct {
		Lock LockID
		PIN  string
	}
	// SetDoorMode sets a mode above office mode, or with ModeNormal releases the strongest that stands
	// (OM-8). Told.Report has a line for each door that is not as one would think.
	SetDoorMode struct {
		Door DoorID        `json:",omitempty"` // "": every door of the site
		Mode DoorMode      `json:",omitempty"`
		For  time.Duration `json:",omitempty"` // 0: until it is released
		Why  string        `json:",omitempty"`
	}
	// SyncTables has every lock compare its table again now.
	SyncTables struct{}
	// Explain says whether a person, or a key as it is presented, can open a door, and why. With Event it
	// says that of the decision which that input was, by what was true right before it; Door then picks
	// among several, and the rest stays empty.
	Explain struct {
		Event  Seq `json:",omitempty"`
		Door   DoorID
		Person PersonID `json:",omitempty"`
		Kind   KeyKind  `json:",omitempty"`
		Key    string   `json:",omitempty"` // a tag's number or a PIN, as typed; never kept
		At     int64    `json:",omitempty"` // ns UTC; 0: now. In the past the rights of then count, in the future those of now
	}
	// WhoOpens lists everybody who can open a door, or what a person can do at every door: exactly one
	// of the two is named. At counts as in Explain.
	WhoOpens struct {
		Door   DoorID   `json:",omitempty"`
		Person PersonID `json:",omitempty"`
		At     int64    `json:",omitempty"`
	}
	// PreviewSchedule tells what a schedule, or a door's office mode, opens in the next two weeks; with
	// a site file also as it would be with that, and what becomes different at any door.
	PreviewSchedule struct {
		Name string
		YAML []byte `json:",omitempty"`
	}
	// ReplayPast decides the recorded inputs again, from the first after From (an instant) or From itself (a
	// number) up to To; zero: as far as there are any. With YAML under that configuration instead of
	// the one of then.
	ReplayPast struct {
		From Moment `json:",omitzero"`
		To   Moment `json:",omitzero"`
		YAML []byte `json:",omitempty"`
	}
)

var allWishes = words[Wish]{}.of(slices.Concat(hubWishes, peopleWishes, subscriptionWishes, authorityWishes, podWishes, digitalWishes, consoleWishes, apiWishes)...)

// FromSaltoKS: answers of the Salto KS API, as one JSON object (hub/saltoks).
const FromSaltoKS = "salto-ks"

var hubWishes = []Wish{OpenDoor{}, LockDoor{}, SetOffice{}, AckAlert{}, PairLock{}, ForgetLock{}, ImportSite{},
	ExportSite{}, Explain{}, IdentifyLock{}, UpdateFirmware{}, AddRepeater{}, ForgetRepeater{}, SyncTables{},
	SetLockPIN{}, WhoOpens{}, ReplayPast{}, ConfirmClock{}, SetDoorMode{},
	PreviewSchedule{}, ForgivePassback{}}

func (OpenDoor) wish()   {}
func (LockDoor) wish()   {}
func (SetOffice) wish()  {}
func (AckAlert) wish()   {}
func (PairLock) wish()   {}
func (ForgetLock) wish() {}
func (ImportSite) wish() {}
func (ExportSite) wish() {}
func (Explain) wish()    {}

func (IdentifyLock) wish()    {}
func (UpdateFirmware) wish()  {}
func (AddRepeater) wish()     {}
func (ForgetRepeater) wish()  {}
func (SyncTables) wish()      {}
func (SetLockPIN) wish()      {}
func (SetDoorMode) wish()     {}
func (WhoOpens) wish()        {}
func (PreviewSchedule) wish() {}
func (ReplayPast) wish()      {}

// Asked is a wish with its sender, as it travels.
type Asked struct {
	Origin Origin `json:"origin"`
	Wish   Wish   `json:"wish"`
	DryRun bool   `json:"dryRun,omitempty"` // of a change to people and what is theirs: only tell what would become of it
}

// Told is the answer to a wish: an Error, or what was done. Result is the lock's own word
// where the wish moves a bolt.
type Told struct {
	Error    *Error       `json:"error,omitempty"`
	Seq      Seq          `json:"seq,omitempty"`
	Result   Result       `json:"result,omitempty"`
	Lock     *Lock        `json:"lock,omitempty"`     // PairLock
	Door     *Door        `json:"door,omitempty"`     // PairLock
	Repeater *Repeater    `json:"repeater,omitempty"` // AddRepeater
	Report   []string     `json:"report,omitempty"`   // what changed, or what is to be known of it, a line each
	Shown    string       `json:"shown,omitempty"`    // a PIN's digits, this once, or a text with them; for eyes, never for a log
	YAML     []byte       `json:"yaml,omitempty"`     // ExportSite
	Explain  *Explanation `json:"explain,omitempty"`  // Explain
	Openers  *Openers     `json:"openers,omitempty"`  // WhoOpens
	Preview  *Previewed   `json:"preview,omitempty"`  // PreviewSchedule
	Replayed *Replayed    `json:"replayed,omitempty"` // ReplayPast
	// Unsubscribed are the names of people who have no slot now, because the subscription is full:
	// whatever was asked has been done, and they open nothing [sub.slots].
	Unsubscribed []string     `json:"unsubscribed,omitempty"`
	Subscribed   *Subscribed  `json:"subscribed,omitempty"` // ShowSubscription, Redeem
	Pods         []PodRow     `json:"pods,omitempty"`       // ListPods
	Bookings     []BookingRow `json:"bookings,omitempty"`   // ListBookings
	Used         *RoomUse     `json:"used,omitempty"`       // ReportBookings
	Listed       *Listed      `json:"listed,omitempty"`     // of every list
	Card         *PersonCard  `json:"card,omitempty"`       // ShowPerson
	Person       PersonID     `json:"person,omitempty"`     // who was added
	Text         string       `json:"text,omitempty"`       // AddGuest: what to send them; it has the PIN, and is for no log
	Diff         *Diff        `json:"diff,omitempty"`       // ImportSite
	Pending      []string     `json:"pending,omitempty"`    // doors whose locks have not heard of it yet
	Consoles     *Consoles    `json:"consoles,omitempty"`   // ListConsoles
	APIKeys      []APIKeyRow  `json:"apiKeys,omitempty"`    // ListAPIKeys
	LAN          *LANNow      `json:"lan,omitempty"`        // ListAPIKeys
}

// Explanation is a verdict with the words for it.
type Explanation struct {
	Verdict Verdict  `json:"verdict"`
	At      Instant  `json:"at"`
	Door    string   `json:"door"`
	Person  string   `json:"person,omitempty"`
	Because string   `json:"because"`
	Steps   []string `json:"steps"`
	Fix     string   `json:"fix,omitempty"` // what would make it work
	But     string   `json:"but,omitempty"` // granted, and yet no key of theirs opens there: what the lock lacks
}

func (a Asked) MarshalJSON() ([]byte, error) {
	w, err := allWishes.encode(a.Wish)
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Origin Origin          `json:"origin"`
		Wish   json.RawMessage `json:"wish"`
		DryRun bool            `json:"dryRun,omitempty"`
	}{a.Origin, w, a.DryRun})
}

func (a *Asked) UnmarshalJSON(b []byte) error {
	var raw struct {
		Origin Origin          `json:"origin"`
		Wish   json.RawMessage `json:"wish"`
		DryRun bool            `json:"dryRun"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	w, err := allWishes.decode(raw.Wish)
	*a = Asked{raw.Origin, w, raw.DryRun}
	return err
}
