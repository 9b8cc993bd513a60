package hub

import (
	"context"

	"localiq/core"
)

// Ledger is what the hub needs of the store.
type Ledger interface {
	// Commit returns nil once every entry would survive a power cut; on an error none is kept.
	Commit([]core.Entry) error
	// Since returns up to n entries with a sequence number above seq, in order.
	Since(seq core.Seq, n int) ([]core.Entry, error)
	// Last returns the last n entries, in order.
	Last(n int) ([]core.Entry, error)
	// Answered finds the entry that a request id was kept with.
	Answered(request string) (core.Seq, bool)
}

// Driver is what the hub needs of the air.
type Driver interface {
	// Do returns at once; what came of it arrives later as an event with the command's id.
	Do(core.Command)
	// Run sends what locks do to out until ctx ends. The loop fills ID and At.
	Run(ctx context.Context, out chan<- core.Input) error
	// Pair finds the lock of a setup code and makes it ours. The secret is the lock's admin PIN
	// where one was typed with the setup code, as it was typed; else empty.
	Pair(ctx context.Context, code string) (core.Lock, core.Secret, error)
	// Signals are hints for people, by lock.
	Signals() map[core.LockID]core.Signal
}

// Firmware is a Driver that can bring a lock another firmware. Whether the image is taken is the
// lock's to say. progress is called with bytes.
type Firmware interface {
	Update(ctx context.Context, l core.LockID, image []byte, progress func(done, total int)) error
}

// Admins is a Driver that knows which admin PINs a lock can have at all: each wrong one that is tried
// brings it nearer to letting nobody manage it. The error is a *core.Error and repeats nothing of it.
type Admins interface {
	TakesAdmin(core.Lock, core.Secret) error
}

// Repeaters make other boxes' radios ours, beside all that are. Pair's errors are *core.Error; what
// it returns is not ours before it is in the configuration.
type Repeaters interface {
	Pair(ctx context.Context, w core.AddRepeater, all []core.Repeater) (core.Repeater, error)
}

// Private is what the hub needs to know people by: the store's sealed room.
type Private interface {
	Names() map[core.PersonID]core.Name
	Secrets(core.PersonID) (map[core.KeyID]core.Secret, error)
	// Credentials fills in what the rows of a lock's table stand for.
	Credentials([]core.Row) error
	// SealAdmin makes of a lock's admin PIN what core.Lock keeps.
	SealAdmin(core.LockID, core.Secret) core.Sealed
	// Digest stands for a credential: a tag's bytes, or a PIN's digits in ASCII.
	Digest(core.KeyKind, []byte) core.Digest
	// NewPIN chooses digits that no key of the site has.
	NewPIN(digits int, taken func(core.Digest) bool) (core.Secret, error)
}
