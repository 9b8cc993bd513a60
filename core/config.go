package core

import (
	"encoding/json"
	"fmt"
)

// Kind names a sort of configuration item; it is also its bucket in the store.
type Kind uint8

const (
	KindNone Kind = iota
	KindSettings
	KindPerson
	KindKey
	KindGroup
	KindSchedule
	KindDoor
	KindLock
	KindRepeater
	KindCalendar
	KindVoucher
	KindDealer
	KindPod
	KindBooking
	KindConsoleKey
	KindAPIKey
)

var kindNames = []string{"none", "settings", "person", "key", "group", "schedule", "door", "lock", "repeater", "calendar", "voucher", "dealer",
	"pod", "booking", "console key", "api key"}

func (k Kind) String() string                { return enumName(kindNames, k) }
func (k Kind) MarshalText() ([]byte, error)  { return []byte(k.String()), nil }
func (k *Kind) UnmarshalText(t []byte) error { return enumParse(kindNames, t, k) }

// Item is one record of configuration. An Item is never changed in place.
type Item interface {
	Ref() Ref
}

// Ref names an item.
type Ref struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

func (r Ref) String() string { return r.Kind.String() + " " + r.ID }

// Settings of the site as a whole. There is exactly one; its id is "site".
type Settings struct {
	Name     string `json:"name"`
	Zone     string `json:"zone"`               // IANA name; the box's own zone is never used
	ZoneData string `json:"zoneData,omitempty"` // fingerprint of the zone's rules when it was set
	// How long keys in a lock's table outlive its last meeting with the hub, in seconds; 0: the
	// default, negative: for ever.
	TagLease int64 `json:"tagLease,omitempty"`
	PINLease int64 `json:"pinLease,omitempty"`
	// KeepDays is for how many days the ledger's entries are kept, and so how far back explain and
	// replay reach; 0: the default.
	KeepDays int    `json:"keepDays,omitempty"`
	Amnesty  Minute `json:"amnesty,omitempty"` // when, every day, it is forgotten where people are (passback); 0: at midnight
	// Subscription is what was sold to this site; zero: any number of people, for ever. Redeeming a voucher
	// makes another, and nothing else does.
	Subscription Subscription `json:"subscription,omitzero"`
	// Installing: not released yet. Nobody but the installer's console acts on the site, and only the
	// keys of installers open [site.release]. Zero, as in every site of an older release: it is released.
	Installing bool `json:"installing,omitempty"`
	// InstallerUntil is when installers' time for work on the hardware of a released site is over, ns
	// UTC, exclusive; 0: they have none.
	InstallerUntil int64 `json:"installerUntil,omitempty"`
	// PINs as they are chosen: so many digits (0: PINDigits), for so many days where nobody says until
	// when (0: for as long as their person) [pin.expiry], and read back by nobody.
	PINDigits int `json:"pinDigits,omitempty"`
	PINDays   int `json:"pinDays,omitempty"`
	// PassDays is for how long a phone's certificates are good before they are renewed; 0: PassDays.
	PassDays    int  `json:"passDays,omitempty"`
	ShowPINOnce bool `json:"showPINOnce,omitempty"`
	// GuestDays after their end guests are removed; 0: when somebody tidies up.
	GuestDays int `json:"guestDays,omitempty"`
}

// Person is known here by a random id and by rights alone; the name lives in Private.
type Person struct {
	ID      PersonID  `json:"id"`
	Role    Role      `json:"role"`
	Groups  []GroupID `json:"groups,omitempty"` // sorted
	Master  bool      `json:"master,omitempty"` // opens every lock of the site (spec: master)
	EOM     bool      `json:"eom,omitempty"`    // may toggle easy office mode
	MOM     bool      `json:"mom,omitempty"`    // may start and end manual office mode
	Remote  bool      `json:"remote,omitempty"` // may open from afar
	Blocked bool      `json:"blocked,omitempty"`
	From    int64     `json:"from,omitempty"`  // ns UTC, inclusive; 0: always was
	Until   int64     `json:"until,omitempty"` // ns UTC, exclusive; 0: for ever
	// ExtraTime is so many seconds more before a door that they opened is NOT CLOSED (D-2).
	ExtraTime int `json:"extraTime,omitempty"`
	// OverrideLockdown: opens, for a moment, what is in lockdown (OM-8).
	OverrideLockdown bool `json:"overrideLockdown,omitempty"`
	// OverridePrivacy: opens what is locked from inside (4b, step 13).
	OverridePrivacy bool `json:"overridePrivacy,omitempty"`
	// MayBeFirst: opens a door with Guard.First, and from then on the others do.
	MayBeFirst bool `json:"mayBeFirst,omitempty"`
	// Anywhere: opens from afar also where no group of theirs reaches, and at all times, if they say why.
	Anywhere bool `json:"anywhere,omitempty"`
	// Duress: their PINs' variants open too, and tell silently that they were made to (L-2).
	Duress bool `json:"duress,omitempty"`
	// Guest says whose guest they are; zero: none. A guest is a user with an end.
	Guest GuestOf `json:"guest,omitzero"`
	Pod   PodID   `json:"pod,omitempty"` // whose member they are; "": none
	// Unsubscribed: opens nothing, for want of a slot or because somebody took it away [sub.user].
	Unsubscribed bool `json:"unsubscribed,omitempty"`
	// IQPIN is the digest of the PIN that they chose for opening from afar [iq.pin]; zero: they have
	// not activated this IQ. Nobody but they themselves sets it (Activated).
	IQPIN  Digest `json:"iqPIN,omitzero"`
	Invite Invite `json:"invite,omitzero"` // to activate it; zero: none is open
}

// Invite is a code with which its person activates the IQ, once.
type Invite struct {
	Code  Digest `json:"code"`
	Until int64  `json:"until"` // ns UTC, exclusive
}

// Key is a credential of one person. What it is made of is a digest.
type Key struct {
	ID     KeyID    `json:"id"`
	Person PersonID `json:"person"`
	Kind   KeyKind  `json:"kind"`
	Digest Digest   `json:"digest"`
	State  KeyState `json:"state"`
	From   int64    `json:"from,omitempty"`
	Until  int64    `json:"until,omitempty"`
	// Duress is the digest of a PIN's duress variant, which nobody else's PIN can be, whether or not
	// its person uses it; zero: an older release chose the PIN.
	Duress Digest `json:"duress,omitzero"`
	Uses   int    `json:"uses,omitempty"` // openings that it is good for; 0: any number
	// Pass is until when a digital key was signed last, ns UTC: then it is renewed or dead.
	Pass int64 `json:"pass,omitempty"`
}

// Group is an access group: its people (who name it in Person.Groups), doors, and a schedule.
type Group struct {
	ID       GroupID    `json:"id"`
	Name     string     `json:"name"`
	Doors    []DoorID   `json:"doors,omitempty"`    // sorted
	Schedule ScheduleID `json:"schedule,omitempty"` // "": at all times
	// Clock is when the schedule may be read; without a schedule it says nothing.
	Clock ClockPolicy `json:"clock,omitempty"`
	// Pod is whose group it is: only its members and their guests are in it. "": the site's own.
	Pod PodID `json:"pod,omitempty"`
}

// Door is a door of the site. Durations are seconds; 0 means the default.
type Door struct {
	ID        DoorID       `json:"id"`
	Name      string       `json:"name"`
	Lock      LockID       `json:"lock,omitempty"`      // "": none fitted yet
	OpenFor   int          `json:"openFor,omitempty"`   // 1-240 s, default 6
	NotClosed int          `json:"notClosed,omitempty"` // 5-3600 s, default 38 (D-2)
	Office    OfficePolicy `json:"office,omitempty"`
	Schedule  ScheduleID   `json:"schedule,omitempty"` // of easy office mode
	Table     TablePolicy  `json:"table,omitempty"`
	// Lease: a hold is given for ten minutes and renewed, so that without the hub the door locks
	// soon (OM-10).
	Lease bool `json:"lease,omitempty"`
	OfficeLimits
	Alerts AlertPolicy `json:"alerts,omitzero"`
	Guard  Guard       `json:"guard,omitzero"`
}

// Lock is a piece of hardware that a pairing made ours. PublicKey is the lock's, ours is in the
// vault. Admin is the one secret in it, sealed; it leaves the hub neither in a snapshot nor in an
// export.
type Lock struct {
	ID        LockID    `json:"id"`
	Family    string    `json:"family"` // which driver: "localiq"
	Model     string    `json:"model,omitempty"`
	Serial    string    `json:"serial"`
	Address   string    `json:"address"` // "aa:bb:cc:dd:ee:ff", with "/random" after a random one
	PublicKey []byte    `json:"publicKey"`
	Journal   JournalID `json:"journal,omitempty"` // at pairing
	Peer      []byte    `json:"peer,omitempty"`    // the family's own public record of the pairing; opaque elsewhere
	Admin     Sealed    `json:"admin,omitempty"`   // the code that the lock wants for its management; nil: none is known
	Lacks     Lack      `json:"lacks,omitempty"`
}

const (
	DefaultOpenFor   = 6  // s, OM-5
	DefaultNotClosed = 38 // s, spec: notclosed
	DefaultKeepDays  = 90 // OUR RULES, retention
	MaxKeepDays      = 3650
	MaxLocks         = 16 // per IQ, spec: limits
)

func (Settings) Ref() Ref { return Ref{KindSettings, "site"} }
func (p Person) Ref() Ref { return Ref{KindPerson, string(p.ID)} }
func (k Key) Ref() Ref    { return Ref{KindKey, string(k.ID)} }
func (g Group) Ref() Ref  { return Ref{KindGroup, string(g.ID)} }
func (d Door) Ref() Ref   { return Ref{KindDoor, string(d.ID)} }
func (l Lock) Ref() Ref   { return Ref{KindLock, string(l.ID)} }

// Edit puts an item in place of the one of its Ref, or drops it when Item is nil.
type Edit struct {
	Ref
	Item Item `json:"item,omitempty"`
}

// Put is the edit that keeps it.
func Put(it Item) Edit { return Edit{it.Ref(), it} }

// Drop is the edit that removes what r names.
func Drop(r Ref) Edit { return Edit{Ref: r} }

// UnmarshalJSON reads an Item as its Kind says.
func (e *Edit) UnmarshalJSON(b []byte) error {
	var raw struct {
		Ref
		Item json.RawMessage `json:"item"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	*e = Edit{Ref: raw.Ref}
	if len(raw.Item) == 0 || string(raw.Item) == "null" {
		return nil
	}
	it, err := DecodeItem(raw.Kind, raw.Item)
	if err == nil && it.Ref() != raw.Ref {
		err = fmt.Errorf("core: item %s under the name of %s", it.Ref(), raw.Ref)
	}
	e.Item = it
	return err
}

// DecodeItem reads the JSON of an item of a kind.
func DecodeItem(k Kind, b []byte) (Item, error) {
	switch k {
	case KindSettings:
		return decodeAs[Settings](b)
	case KindPerson:
		return decodeAs[Person](b)
	case KindKey:
		return decodeAs[Key](b)
	case KindGroup:
		return decodeAs[Group](b)
	case KindSchedule:
		return decodeAs[Schedule](b)
	case KindDoor:
		return decodeAs[Door](b)
	case KindLock:
		return decodeAs[Lock](b)
	case KindRepeater:
		return decodeAs[Repeater](b)
	case KindCalendar:
		return decodeAs[Calendar](b)
	case KindVoucher:
		return decodeAs[Voucher](b)
	case KindDealer:
		return decodeAs[Dealer](b)
	case KindBooking:
		return decodeAs[Booking](b)
	case KindPod:
		return decodeAs[Pod](b)
	case KindConsoleKey:
		return decodeAs[ConsoleKey](b)
	case KindAPIKey:
		return decodeAs[APIKey](b)
	}
	return nil, fmt.Errorf("core: no item is of kind %s", k)
}

func decodeAs[T Item](b []byte) (Item, error) {
	var v T
	err := json.Unmarshal(b, &v)
	return v, err
}
