// Package tui is the console: snapshots in, keys out.
//
// It sees core and nothing else of ours; the words that the command line says alike are in
// internal/plain. Every screen is a pure function of the newest
// snapshot, the UI (where the person is) and a size; there is no clock here: "now" is the
// snapshot's, and ages are counted from it. Every key stands once, in keys.go, and from that
// table come what it does, the footer and the help.
//
// Reading order: run.go (a console and its hub), model.go (messages in, the UI moves), ui.go
// (where the person is), keys.go, frame.go (what every screen has), then one file per pane.
// State is a word, then a glyph, then a colour, in that order of importance.
package tui
