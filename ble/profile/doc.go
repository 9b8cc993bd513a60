// Package profile is the Local IQ lock profile, version 1: what a lock and a hub say to each
// other, as bytes. docs/lock-profile.md is the same in prose, for whoever builds a lock.
//
// It is pure: no goroutine, no clock, no network. Both ends use it. A Channel is fed the values
// of the characteristics as they arrive and yields messages; it is given messages and yields
// values. Everything else (when to connect, what to answer) is its owner's.
//
// Reading order: message.go (the words), channel.go (how they get across), handshake.go and
// segment.go below it, then setupcode.go, advert.go and seal.go (how the two meet). Then what a
// lock does without its hub: table.go (as messages), image.go (as a whole, and its hash),
// stage.go (how one becomes another), tabletime.go (who opens when). admin.go, role.go and
// firmware.go are the rest.
package profile

import "localiq/ble"

// Version of the profile. It is in the prologue of every handshake: two ends that differ
// cannot come to a session.
const Version = 1

// Characteristics, as indices into GATT.Chars.
const (
	RX   ble.Char = iota // hub to lock: write, write without response
	TX                   // lock to hub: notify
	Info                 // read, in clear: for tools, never a basis for a decision
)
