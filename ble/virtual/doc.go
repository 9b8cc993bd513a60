// Package virtual is a lock in software, and an air for it.
//
// Lock does everything that docs/lock-profile.md demands of a lock, on package profile's bytes,
// driven by a core.Clock. Air is a ble.Radio with any number of them in earshot, and faults.
// softlock hosts the same Lock behind the kernel's Bluetooth, so the same bytes go through the
// same code in a test, in the demo and in the rig.
//
// Reading order: lock.go (what it is), record.go (what a power cut leaves), awake.go (what it
// takes), news.go (kept first, then told), conn.go and hear.go (what peers ask), admit.go (who
// opens), then one file for each thing that it does. Of the air: air.go, then antenna.go.
package virtual
