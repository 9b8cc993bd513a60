package hub

import (
	"context"

	"localiq/core"
)

// NoAir is the driver of a hub without a radio: the command line on a store that no hub holds.
// It refuses what needs a lock and is silent otherwise.
type NoAir struct{}

func (NoAir) Do(core.Command)                      {}
func (NoAir) Signals() map[core.LockID]core.Signal { return nil }
func (NoAir) Run(ctx context.Context, _ chan<- core.Input) error {
	<-ctx.Done()
	return nil
}

func (NoAir) Pair(context.Context, string) (core.Lock, core.Secret, error) {
	return core.Lock{}, core.Secret{}, core.Errorf(core.CodeRefused, "no hub is running, so no radio can look for the lock").Advise("start it: localiq run")
}
