// Package rules decides. It is pure: it reads a Site and an Input and returns what follows,
// and knows no clock, no disk, no air and no goroutine.
//
// Reading order: decide.go (how a decision is made), then one file for each sentence that is
// enforced. access.go is the order of refusal; request.go is a key at a lock; officemode.go,
// notclosed.go, reconcile.go and journal.go are the four things that have a memory. due.go is
// time: Next says when to ask again, and every decision first does what has fallen due.
//
// A door's guard: override.go, lockout.go, duress.go, factors.go, persons.go, passback.go and uses.go
// each ask one step of access.go's order, and say what a key leaves behind (shown.go).
//
// What a lock knows by itself: right.go is what Access and a table both read, table.go makes the
// table, retable.go finds the locks that an edit concerns, sync.go follows them until each has
// said that it holds it, admitted.go records what it opened.
//
// Durations are measured on Up and only within one boot; Wall is for schedules and for people.
package rules
