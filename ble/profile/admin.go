package profile

// What a hub does with a lock besides its bolt and its table.
type (
	// Identify has the lock blink and sound. It is answered by a Result.
	Identify struct {
		Command CommandID `cbor:"1,keyasint"`
		For     Millis    `cbor:"2,keyasint"`
	}
	// SetAdvert gives the key under which the lock seals its advertisements from now on, and has
	// it change its address from time to time. It is answered by a State.
	SetAdvert struct {
		Key []byte `cbor:"1,keyasint"` // 32 bytes
	}
	// Release is a factory reset from afar. The Result goes out before the lock forgets.
	Release struct {
		Command CommandID `cbor:"1,keyasint"`
	}
	// PutPeer lets another key open sessions, as far as its role goes; RoleNone takes it away. It
	// is answered by Peers.
	PutPeer struct {
		Key  []byte `cbor:"1,keyasint"` // 32 bytes, X25519
		Role Role   `cbor:"2,keyasint,omitempty"`
	}
	// Peers are whom the lock serves.
	Peers struct {
		Peers []Peer `cbor:"1,keyasint,omitempty"`
	}
	Peer struct {
		Key  Check `cbor:"1,keyasint"`
		Role Role  `cbor:"2,keyasint"`
	}
)

// Role says what a peer may ask of a lock; see Allows.
type Role uint8

const (
	RoleNone      Role = iota
	RoleHub            // everything
	RoleInstaller      // look, identify, clock; opens nothing, reads no credential
	RoleService        // look, firmware
	RolePhone          // of a visit: shows a digital key; never a peer that is put
)

// MaxPeers that one lock serves, of which one is the hub.
const MaxPeers = 8

// Ability is what a lock has of the parts that it may lack, as bits. Those that this version does
// not name are kept as they came.
type Ability uint32

const (
	CanTable Ability = 1 << iota
	CanSealAdvert
	CanIdentify
	CanUpdate
	CanPeers
	CanRelease
	CanDigital // SetSite, and visits
)

func (a Ability) Has(b Ability) bool { return a&b == b }

// Firmware: the hub only transports. A lock takes an image that its maker signed and that is
// newer than what runs; see ParseImage.
type (
	// FirmwareBegin begins an image, or goes on with the one of the same head. It is answered by a
	// FirmwareState.
	FirmwareBegin struct {
		Head []byte `cbor:"1,keyasint"` // as in the image's file, signature included
	}
	// FirmwareData brings the next bytes of the body. It is answered by a FirmwareState.
	FirmwareData struct {
		Offset uint32 `cbor:"1,keyasint,omitempty"`
		Data   []byte `cbor:"2,keyasint"`
	}
	// FirmwareCommit starts the image when all of it is there. It is answered by a FirmwareState;
	// then the lock starts anew, with its bolt as it was.
	FirmwareCommit struct{}
	FirmwareState  struct {
		Have   uint32 `cbor:"1,keyasint,omitempty"` // bytes of the body, of the image that was begun
		Size   uint32 `cbor:"2,keyasint,omitempty"` // 0: none was begun
		Result uint8  `cbor:"3,keyasint,omitempty"` // UpdateOK and its fellows
	}
)

// What became of a firmware message. A number that is not known is a refusal.
const (
	UpdateOK       uint8 = iota
	UpdateUnsigned       // no signature of the maker's over it
	UpdateNotNewer       // what runs is as new, or newer
	UpdateWrong          // another model's, or damaged
	UpdateTooBig
	UpdateBusy // the battery is low, or the bolt moves
)

// Limits of an image.
const (
	MaxHead  = 512     // bytes of FirmwareBegin.Head
	MaxData  = 960     // bytes of one FirmwareData
	MaxImage = 8 << 20 // bytes of a body
)
