package profile

import "localiq/core"

// Message is one thing said inside a session. On the air: type u8 ‖ a CBOR map with integer
// keys. A key that is absent is zero; a key that is not known is passed over.
//
// Enumerations travel as the numbers of core's lists, which only grow at the end (a test pins
// them). A number that is not known is read as 0, which means unknown everywhere.
type Message interface{ Type() Type }

// Type numbers the messages. 0x01-0x3f go to the lock, 0x41-0x7f to the hub.
type Type uint8

const (
	TypeAck         Type = 0x01
	TypeVerdict     Type = 0x02
	TypeDo          Type = 0x03
	TypeAskResult   Type = 0x04
	TypeReadJournal Type = 0x05
	TypeAckJournal  Type = 0x06
	TypeSetClock    Type = 0x07
	TypeLook        Type = 0x08
	TypeIdentify    Type = 0x09
	TypeSetAdvert   Type = 0x0a
	TypeRelease     Type = 0x0b
	TypePutPeer     Type = 0x0c
	TypeSetSite     Type = 0x0d
	TypePresent     Type = 0x0e // from a phone

	TypeTableBegin     Type = 0x30
	TypeTablePut       Type = 0x31
	TypeTableCommit    Type = 0x32
	TypeTableRead      Type = 0x33
	TypeFirmwareBegin  Type = 0x38
	TypeFirmwareData   Type = 0x39
	TypeFirmwareCommit Type = 0x3a

	TypeHello         Type = 0x41
	TypeAccessRequest Type = 0x42
	TypeEntry         Type = 0x43
	TypeState         Type = 0x44
	TypeResult        Type = 0x45
	TypeJournalEnd    Type = 0x46
	TypePeers         Type = 0x47
	TypeOutcome       Type = 0x48 // to a phone
	TypeTableState    Type = 0x70
	TypeFirmwareState Type = 0x71
	TypeError         Type = 0x7f // both ways
)

// From the hub.
type (
	// Ack says nothing but what every sealed message says: how many segments arrived.
	Ack struct{}
	// Verdict answers the access request of that nonce, once. Without a Move a grant moves
	// nothing. It has a command id, and is answered by a Result, as Do is.
	Verdict struct {
		Request  Nonce       `cbor:"1,keyasint"`
		Granted  bool        `cbor:"2,keyasint,omitempty"`
		Reason   core.Reason `cbor:"3,keyasint,omitempty"` // for the lock's own signs and sounds
		Command  CommandID   `cbor:"4,keyasint"`
		NotAfter Millis      `cbor:"5,keyasint,omitempty"` // of the lock's uptime; 0: stays good
		Move     Move        `cbor:"6,keyasint,omitzero"`
	}
	// Do moves the bolt. It is answered by a Result; Accepted may come before the last one.
	Do struct {
		Command  CommandID `cbor:"1,keyasint"`
		NotAfter Millis    `cbor:"2,keyasint,omitempty"` // of the lock's uptime; 0: stays good
		Move     Move      `cbor:"3,keyasint"`
	}
	// AskResult is answered by the Result that is remembered, or ResultNeverSeen.
	AskResult struct {
		Command CommandID `cbor:"1,keyasint"`
	}
	// ReadJournal is answered by at most Max entries from index From on, then JournalEnd.
	ReadJournal struct {
		From uint32 `cbor:"1,keyasint"`
		Max  uint8  `cbor:"2,keyasint"` // the lock may send fewer; 0: none, only JournalEnd
	}
	// AckJournal says that all up to UpTo is on the hub's disk. It is answered by JournalEnd.
	AckJournal struct {
		Journal JournalID `cbor:"1,keyasint"`
		UpTo    uint32    `cbor:"2,keyasint"`
	}
	// SetClock is answered by a State.
	SetClock struct {
		UTC     int64      `cbor:"1,keyasint"` // ms since 1970
		Quality core.Trust `cbor:"2,keyasint"`
	}
	// Look is answered by a State.
	Look struct{}
)

// From the lock.
type (
	// Hello comes inside the answer to a session's handshake, and as the first message after a
	// pairing's: there it also proves that the lock knows the setup code.
	Hello struct {
		Journal JournalID `cbor:"1,keyasint"`
		Head    uint32    `cbor:"2,keyasint,omitempty"` // the newest entry; 0: none yet
		Tail    uint32    `cbor:"3,keyasint,omitempty"` // the oldest that the lock still has; Head+1: none
		Acked   uint32    `cbor:"4,keyasint,omitempty"`
		State   State     `cbor:"5,keyasint"`
		Model   string    `cbor:"6,keyasint,omitempty"`
		Table   TableMark `cbor:"7,keyasint,omitzero"`   // the table that it holds; zero: none
		Advert  Check     `cbor:"8,keyasint,omitzero"`   // of the key that seals its advertisements; zero: in clear
		Can     Ability   `cbor:"9,keyasint,omitempty"`  // what it has of the parts that a lock may lack
		Role    Role      `cbor:"10,keyasint,omitempty"` // of the peer that it speaks to; 0: RoleHub
		UTC     int64     `cbor:"11,keyasint,omitempty"` // what its clock shows, ms; 0: not set, or it does not say
		Site    Check     `cbor:"12,keyasint,omitzero"`  // of what SetSite gave; zero: nothing
	}
	// AccessRequest: somebody presented a key. The lock waits RequestWait from then on, of which
	// Age has gone, then refuses by itself and says so in its journal.
	AccessRequest struct {
		Request    Nonce        `cbor:"1,keyasint"`
		Kind       core.KeyKind `cbor:"2,keyasint"`
		Credential []byte       `cbor:"3,keyasint"`           // a tag's number; a PIN's digits in ASCII
		Held       bool         `cbor:"4,keyasint,omitempty"` // over 5 s
		Age        Age          `cbor:"5,keyasint,omitzero"`
	}
	// Entry is one line of the journal: pushed when it happens, and read again at will.
	Entry struct {
		Index   uint32         `cbor:"1,keyasint"` // from 1 on, without gaps
		Boot    uint32         `cbor:"2,keyasint"`
		Uptime  Millis         `cbor:"3,keyasint"`
		Age     Age            `cbor:"4,keyasint,omitzero"` // when it was told
		Kind    EntryKind      `cbor:"5,keyasint"`
		Bolt    core.Bolt      `cbor:"6,keyasint,omitempty"` // BoltTurned: where to
		By      core.BoltCause `cbor:"7,keyasint,omitempty"` // BoltTurned
		Command CommandID      `cbor:"8,keyasint,omitzero"`  // BoltTurned by the hub: on which command
		KeyKind core.KeyKind   `cbor:"9,keyasint,omitempty"`
		// Credential of KeyRefused, as in AccessRequest.
		Credential []byte `cbor:"10,keyasint,omitempty"`
		Ref        []byte `cbor:"11,keyasint,omitempty"` // KeyAdmitted: TableRow.Ref
		Held       bool   `cbor:"12,keyasint,omitempty"` // KeyAdmitted: over 5 s
		For        Millis `cbor:"13,keyasint,omitempty"` // EntryLimited
	}
	// State is the lock's account of itself. It is sent when asked for and on every change.
	State struct {
		Bolt       core.Bolt    `cbor:"1,keyasint,omitempty"`
		BoltAge    Age          `cbor:"2,keyasint,omitzero"`
		Contact    core.Contact `cbor:"3,keyasint,omitempty"`
		ContactAge Age          `cbor:"4,keyasint,omitzero"`
		Battery    uint8        `cbor:"5,keyasint,omitempty"` // 1-100 %; 0: not told
		Firmware   string       `cbor:"6,keyasint,omitempty"`
		Boot       uint32       `cbor:"7,keyasint"` // counts the lock's starts
		Uptime     Millis       `cbor:"8,keyasint"` // since this one
		Clock      core.Trust   `cbor:"9,keyasint,omitempty"`
		HoldFor    Millis       `cbor:"10,keyasint,omitempty"` // what remains of a hold; 0: no end, or no hold
		HoldUntil  int64        `cbor:"11,keyasint,omitempty"` // ms UTC; 0: none
	}
	// Result is what became of a command.
	Result struct {
		Command CommandID   `cbor:"1,keyasint"`
		Result  core.Result `cbor:"2,keyasint,omitempty"`
		Detail  string      `cbor:"3,keyasint,omitempty"` // English, for a log
	}
	// JournalEnd says how far the journal goes, after entries that were asked for.
	JournalEnd struct {
		Journal JournalID `cbor:"1,keyasint"`
		Head    uint32    `cbor:"2,keyasint,omitempty"`
		Tail    uint32    `cbor:"3,keyasint,omitempty"`
		Acked   uint32    `cbor:"4,keyasint,omitempty"`
		Lost    uint32    `cbor:"5,keyasint,omitempty"` // overwritten unacknowledged, since the journal began
	}
	// Error answers a message that could not be taken. The session goes on. It is never
	// answered itself.
	Error struct {
		Code    ErrorCode `cbor:"1,keyasint"`
		Of      Type      `cbor:"2,keyasint,omitempty"`
		Command CommandID `cbor:"3,keyasint,omitzero"` // that the message named
	}
)

// Move is what the bolt is to do.
//   - BoltLocked: now.
//   - BoltUnlocked: for For, then lock by itself.
//   - BoltOffice: hold unlocked for For and until Until, whichever is over first; 0 is no bound,
//     and neither means until told otherwise. The lock counts it down without the hub.
type Move struct {
	To    core.Bolt `cbor:"1,keyasint"`
	For   Millis    `cbor:"2,keyasint,omitempty"`
	Until int64     `cbor:"3,keyasint,omitempty"` // ms UTC
}

// EntryKind says what a journal entry is about.
type EntryKind uint8

const (
	EntryNone        EntryKind = iota
	EntryDoorOpened            //
	EntryDoorClosed            //
	EntryBoltTurned            // Bolt, By, Command
	EntryHandle                // turned from inside
	EntryTamper                //
	EntryKeyRefused            // by the lock itself, because no verdict came: KeyKind, Credential
	EntryKeyAdmitted           // by the lock's own table: KeyKind, Ref, Held; BoltTurned by ByTable follows
	EntryLimited               // too many wrong keys of KeyKind; none is taken for For
	EntryUpdated               // another firmware runs
)

// ErrorCode says why a message was not taken.
type ErrorCode uint8

const (
	ErrorNone        ErrorCode = iota
	ErrorUnsupported           // no such message, or not in this direction or session
	ErrorMalformed             // its CBOR or a value in it
	ErrorBusy                  // too much is waiting already; ask again later
	ErrorForbidden             // the peer's role does not allow it
)
