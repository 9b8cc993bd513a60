// Package softnuki is a Nuki in software: a Smart Lock of generation 3, or one of the 5th, on
// package nuki's bytes. It answers as the vendor's document and the open clients say that a lock
// answers; where they are silent it does the plainest thing, and says so here or beside it. It has
// never been compared with a physical lock.
//
// It is a virtual.Device: in memory an air carries it, on an adapter softlock. Given the official
// keys and nonces, it sends the official bytes.
//
// Reading order: lock.go (what it is), record.go (what a power cut leaves), agenda.go (its sense of
// time), line.go (a link), pair.go and sealed.go (what comes over it), then one file for each thing
// that it does; hands.go (who stands at the door) and fault.go (what goes wrong on demand).
//
// What is chosen, not known: its clock shows UTC, and a code's limits are in its zone's time (Zone,
// ZoneID); a window that crosses midnight belongs to the day on which it begins; pairing stays open
// for 60 s; the sixth wrong PIN and all that follow within five minutes are ErrorTooManyPINs; an
// action is logged when it has ended; a code at the keypad pulls the latch; a wrong one sets the
// changed bit. It does not know lock'n'go, fobs, fingerprints, scheduled actions, night mode, and
// other people's authorizations.
package softnuki
