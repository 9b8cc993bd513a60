// Package hub is the one loop that owns a site: decide, keep, act, tell.
//
//	inputs ─► decide (rules, pure) ─► keep (ledger, one commit a batch) ─► act (driver) ─► tell (watchers)
//
// Exactly one goroutine, (*Hub).loop, touches the site. It never reads the store, never waits
// in a driver and never waits for the disk: a writer goroutine commits batch after batch, and
// the loop decides on over the root that will be true if the commit succeeds.
//
//   - Opening and extending wait for the commit. Closing does not: a refusal, a relock, the end
//     of a hold go out as soon as they are decided.
//     An opening that is still held when something closes its lock never goes out.
//   - A failed commit drops every root that was built on it. Nothing of it was told, nothing of
//     it opened; the disk rests, the locks hold the facts in their journals, and are asked for
//     them again when something could be kept.
//   - An input that changes nothing and causes nothing is not kept and uses up no number.
//   - A command's id never comes twice, even if it went out before a crash took its input back:
//     it holds a run number that is drawn at every start.
//
// Reading order: contract.go (what the hub needs of others), hub.go (who runs), loop.go (the
// loop), card.go and
// batch.go (what waits for the disk), quiet.go (what has time), time.go, ask.go (wishes), watch.go
// (screens and lists); past.go (the site as it was), replay.go and whatif.go.
package hub
