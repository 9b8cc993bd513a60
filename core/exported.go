package core

// SecretsExported: somebody had tags' numbers, and PINs where Sealed, of so many keys written into a
// file. It is told before the file is.
type SecretsExported struct {
	Keys   int  `json:"keys"`
	Sealed bool `json:"sealed,omitempty"` // with a passphrase
}

func (SecretsExported) event() {}

// Diff is what an import would change, or has changed, in lines for people; the careful ones first.
type Diff struct {
	Careful []string `json:"careful,omitempty"` // what nobody should do without having read it
	Added   []string `json:"added,omitempty"`
	Changed []string `json:"changed,omitempty"`
	Removed []string `json:"removed,omitempty"`
	Doors   []string `json:"doors,omitempty"` // what becomes of them: who gains or loses which, and when
	Notes   []string `json:"notes,omitempty"` // what was not carried over, and the like
	// Of is the configuration that it was compared with. First: that had nobody and nothing in it.
	Of    Seq  `json:"of,omitempty"`
	First bool `json:"first,omitempty"`
}

// Empty is true where nothing changes.
func (d *Diff) Empty() bool {
	return len(d.Careful)+len(d.Added)+len(d.Changed)+len(d.Removed)+len(d.Doors) == 0
}
