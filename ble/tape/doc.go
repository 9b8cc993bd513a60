// Package tape keeps conversations with locks in files, and plays them again.
//
//	driver ── Recorder (a ble.Radio) ── any ble.Radio         writes a tape
//	driver ── Player   (a ble.Radio) ── tape                  plays the locks' side of it
//
// A tape is text, one event a line, so that a person can read what was said and when. A Player
// is strict: where the hub does anything else than what is on the tape, it stops and says what
// and where. With the same keys, the same random source and a clock that starts at the same
// instant, a driver must do the same again, byte for byte.
//
// Reading order: event.go (what is on a tape), text.go (how it is written), record.go, play.go.
package tape
