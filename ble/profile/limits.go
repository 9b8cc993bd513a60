package profile

import "time"

// Timing and limits that both ends count on (docs/lock-profile.md, "Timing and limits").
const (
	RequestWait   = 2500 * time.Millisecond // a lock waits for a verdict, from the key's presentation; then it refuses by itself
	HandshakeWait = 5 * time.Second         // from connecting to the hub's first sealed message; then the lock ends the link
	SessionLife   = 24 * time.Hour          // then the lock ends the session
	PairingWindow = 60 * time.Second        // from the button
	PairingTries  = 5                       // failed handshakes, then the window closes
	FailedLinks   = 5                       // failed handshakes in a row, then one link for each FailedPause
	FailedPause   = time.Second             //
	Remembered    = 16                      // results of commands that a lock keeps
	MinJournal    = 256                     // entries that a lock has room for, at least
	MaxBeacon     = 10 * time.Second        // between two advertisements
	LowBattery    = 15                      // %; below it the flag is set
	AddressLife   = 15 * time.Minute        // of a private address
	WrongPINs     = 5                       // not forgiven, then the keypad takes none for FirstPause
	ForgivePIN    = 3 * time.Minute         // for each wrong one
	FirstPause    = time.Minute             // doubled in each further round, up to LastPause
	LastPause     = 15 * time.Minute        //
	VisitLife     = 10 * time.Second        // of a phone's link
	ForgetAfter   = 5 * time.Second         // a lock that was released says so, then forgets
)
