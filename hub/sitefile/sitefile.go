// Package sitefile turns a site into a YAML file that a person can read, compare and edit, and
// turns such a file into what must change for the site to be as it says.
//
// The file is complete: what it does not name is dropped. Never in it and never touched by it are the
// locks themselves (pairing is between a lock and a hub), the subscription, which is this box's, PINs
// for the IQ, and what happened. What keys are made of is in it where somebody asked for that: tags;
// PINs only where the file is sealed (sealed).
//
// Things are known by their id, else by their name; people by first name, last name and e-mail
// together. So an exported file imports as "nothing to change", a thing that keeps its id may
// be renamed, and a file written by hand needs no ids. An id that the site does not have is
// not taken over: ids are never used again, least of all a person's.
//
// Reading order: file.go (the shape), read.go (from YAML, with places), plan.go and match.go
// (from the shape to edits), export.go (back).
package sitefile

import (
	"time"

	"localiq/core"
)

// Plan is what an import would do. An empty one has neither Edits nor Private.
type Plan struct {
	Edits   []core.Edit
	Private []core.Private
	Zone    *time.Location // loaded, when the edits set the site's settings
	Report  []string       // a line for each change, no secrets; one line when there is none
	Diff    core.Diff      // the same, by what becomes of things
	Shown   []string       // new PINs, a line each: to be told once, after they are kept
}

// Tools are what a plan needs of others.
type Tools struct {
	Digest func(core.KeyKind, []byte) core.Digest
	NewPIN func(digits int, taken func(core.Digest) bool) core.Secret
	NewID  func(prefix string) string // random
	// Sealed: the file was, by another box, and its PINs are those that that one chose.
	Sealed bool
	Now    int64 // ns UTC; 0: not known
	// Secrets are what is sealed of a person, to compare with; nil: nothing is.
	Secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)
}

// Vault is what an export reads of what is sealed. What bookings are for is read of everybody.
type Vault struct {
	Secrets func(core.PersonID) (map[core.KeyID]core.Secret, error)
	May     func(core.PersonID) bool // whose tags are written; nil: nobody's
	PINs    bool                     // theirs too: only for a file that is sealed before anybody sees it
}
