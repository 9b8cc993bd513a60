package profile

import "errors"

// What the owner of a Channel decides on. After any of the first three it is of no more use:
// end the link.
var (
	ErrRefused = errors.New("profile: the handshake was refused")                     // wrong key, wrong setup code, closed window: it never unpairs
	ErrBroken  = errors.New("profile: the session cannot go on")                      // lost, changed, or out of order
	ErrSpent   = errors.New("profile: the session has served its number of messages") // begin another
	ErrFull    = errors.New("profile: too many messages wait to be sent")             // nothing was queued
	ErrNotOpen = errors.New("profile: the session is not open")                       // nothing was queued
)
