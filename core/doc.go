// Package core is the glossary of Local IQ: the words that every room speaks.
//
// It imports nothing of ours and only the standard library. It decides nothing,
// reads no clock and does no I/O. Three conventions hold everywhere:
//
//   - The zero value is the honest one. BoltUnknown, ContactUnknown and Untrusted are 0:
//     what nobody told us is not drawn as locked, closed or right.
//   - Closed lists grow at the end. Their names are on disk and on the wire.
//   - Whatever is versioned (events, changes, configuration) carries random person ids and
//     digests, never a name, a tag's number or a PIN. Those live in Private, which the store
//     keeps apart under a key per person.
//
// Start with site.go (the world), input.go and event.go (what happens to it), then decision.go
// (what follows).
package core
