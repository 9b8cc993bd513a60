// Package sitefile turns a site into a YAML file that a person can read, compare and edit, and
// turns such a file into what must change for the site to be as it says.
//
// The file is complete: what it does not name is dropped. Three things are never in it and
// never touched by it: the locks themselves (pairing is between a lock and a hub), the digits
// of PINs (the system chooses them, and says each once), and what happened.
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
	Shown   []string       // new PINs, a line each: to be told once, after they are kept
}

// Tools are what a plan needs of others.
type Tools struct {
	Digest func(core.KeyKind, []byte) core.Digest
	NewPIN func(digits int, taken func(core.Digest) bool) core.Secret
	NewID  func(prefix string) string // random
}
