package core

// Bolt is what a lock says of itself (spec: lock.state).
type Bolt uint8

const (
	BoltUnknown  Bolt = iota // not reported yet: should be locked, unconfirmed
	BoltLocked               // Matter LockState Locked
	BoltUnlocked             // open for a moment; the lock relocks by itself
	BoltOffice               // held unlocked: office mode, Matter OperatingMode Passage
	BoltPrivacy              // locked from inside
	BoltJammed
)

var boltNames = []string{"unknown", "locked", "unlocked", "office", "privacy", "jammed"}

func (b Bolt) String() string                { return enumName(boltNames, b) }
func (b Bolt) MarshalText() ([]byte, error)  { return []byte(b.String()), nil }
func (b *Bolt) UnmarshalText(t []byte) error { return enumParse(boltNames, t, b) }

// Contact is the door itself, as its sensor tells (Matter DoorState).
type Contact uint8

const (
	ContactUnknown Contact = iota
	ContactClosed
	ContactOpen
	ContactAbsent // no sensor fitted: NOT CLOSED does not exist for this door (D-11)
)

var contactNames = []string{"unknown", "closed", "open", "no sensor"}

func (c Contact) String() string                { return enumName(contactNames, c) }
func (c Contact) MarshalText() ([]byte, error)  { return []byte(c.String()), nil }
func (c *Contact) UnmarshalText(t []byte) error { return enumParse(contactNames, t, c) }

// KeyKind is a way to present oneself (spec: Key).
type KeyKind uint8

const (
	KeyNone     KeyKind = iota
	KeyTag              // contactless fob, by its number
	KeyPIN              // digits on the lock's keypad
	KeyDigital          // a phone over BLE
	KeyOperator         // remote opening: console, API
)

var keyKindNames = []string{"none", "tag", "pin", "digital", "operator"}

func (k KeyKind) String() string                { return enumName(keyKindNames, k) }
func (k KeyKind) MarshalText() ([]byte, error)  { return []byte(k.String()), nil }
func (k *KeyKind) UnmarshalText(t []byte) error { return enumParse(keyKindNames, t, k) }

// KeyState says whether a key counts. Anything but KeyActive is refused, with the reason.
type KeyState uint8

const (
	KeyUnset KeyState = iota
	KeyActive
	KeyLost
	KeyStolen
	KeyBlocked
)

var keyStateNames = []string{"unset", "active", "lost", "stolen", "blocked"}

func (k KeyState) String() string                { return enumName(keyStateNames, k) }
func (k KeyState) MarshalText() ([]byte, error)  { return []byte(k.String()), nil }
func (k *KeyState) UnmarshalText(t []byte) error { return enumParse(keyStateNames, t, k) }

// Role of a person on the site (spec: roles).
type Role uint8

const (
	RoleUser Role = iota
	RoleAdmin
	RoleOwner
	RoleInstaller
	RoleIntegration
)

var roleNames = []string{"user", "admin", "owner", "installer", "integration"}

func (r Role) String() string                { return enumName(roleNames, r) }
func (r Role) MarshalText() ([]byte, error)  { return []byte(r.String()), nil }
func (r *Role) UnmarshalText(t []byte) error { return enumParse(roleNames, t, r) }

// OfficePolicy says how a door may come into office mode (facts: office mode, Objects).
type OfficePolicy uint8

const (
	OfficeOff       OfficePolicy = iota
	OfficeManual                 // MOM: until somebody with the right ends it
	OfficeEasy                   // EOM: toggled by a key inside the schedule, ended by its window
	OfficeAuto                   // as easy, and it starts by itself with the window
	OfficeAutoFirst              // as easy, and it starts with the first who may, from Door.Early before the window on
)

var officePolicyNames = []string{"off", "manual", "easy", "auto", "auto_first"}

// Scheduled is true for a policy whose office mode lives in the windows of a schedule.
func (o OfficePolicy) Scheduled() bool { return o >= OfficeEasy }

// ByItself is true for a policy that starts office mode without a key, or can.
func (o OfficePolicy) ByItself() bool { return o >= OfficeAuto }

func (o OfficePolicy) String() string                { return enumName(officePolicyNames, o) }
func (o OfficePolicy) MarshalText() ([]byte, error)  { return []byte(o.String()), nil }
func (o *OfficePolicy) UnmarshalText(t []byte) error { return enumParse(officePolicyNames, t, o) }

// BoltCause says who moved a bolt (Matter OperationSource).
type BoltCause uint8

const (
	ByUnknown BoltCause = iota
	ByHub               // a verdict or a command of ours
	ByHandle            // from inside
	ByRelock            // the lock itself, at the end of a momentary opening
	ByHoldEnd           // the lock itself, at the end of a hold that it counted down
	ByKey               // a mechanical key
	ByTable             // the lock's own offline table
)

var boltCauseNames = []string{"unknown", "hub", "handle", "relock", "hold end", "key", "table"}

func (b BoltCause) String() string                { return enumName(boltCauseNames, b) }
func (b BoltCause) MarshalText() ([]byte, error)  { return []byte(b.String()), nil }
func (b *BoltCause) UnmarshalText(t []byte) error { return enumParse(boltCauseNames, t, b) }

// Result is what became of a command. Unknown is a fact, not a failure: it is asked again by
// the command's id and never repeated blindly.
type Result uint8

const (
	ResultUnknown   Result = iota
	ResultAccepted         // the motor is moving
	ResultDone             // the lock confirmed it
	ResultRefused          // the lock will not, see the detail
	ResultExpired          // it reached the lock after its not-after; nothing moved
	ResultNeverSeen        // asked later: not among the lock's last 16
	ResultJammed
)

var resultNames = []string{"unknown", "accepted", "done", "refused", "expired", "never seen", "jammed"}

func (r Result) String() string                { return enumName(resultNames, r) }
func (r Result) MarshalText() ([]byte, error)  { return []byte(r.String()), nil }
func (r *Result) UnmarshalText(t []byte) error { return enumParse(resultNames, t, r) }
