package rules

import "localiq/core"

// Verdicts on less than a whole request.

// rights is the verdict on a key that a lock let in by itself: who and when, but not whether the
// bolt could turn, because it did.
func rights(s *core.Site, q core.Request) (v core.Verdict) {
	i := inquiry{s: s, q: &q, v: &v, byItself: true}
	i.entitled()
	i.conclude()
	return v
}

// own is the verdict on an opening that the console or an API key asks for under its own
// authority: nobody's groups, but the same lock, bolt and link.
func own(s *core.Site, door core.DoorID, at core.Instant) (v core.Verdict) {
	i := inquiry{s: s, v: &v, q: &core.Request{Door: door, Kind: core.KeyOperator, Person: "-", At: at}}
	i.v.Door, i.v.KeyKind = door, core.KeyOperator
	i.lock()
	i.openToAll()
	i.subscribed()
	i.doorMode()
	i.bolt()
	i.conclude()
	return v
}
