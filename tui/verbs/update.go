package verbs

import (
	"context"
	"fmt"
	"io"

	"localiq/core"
)

// LockUpdate brings a lock another firmware and tells on progress how far it is. It can be broken
// off at any time: the lock keeps what it has, and the next update goes on from there.
func (v Verbs) LockUpdate(ctx context.Context, lock string, image []byte, progress io.Writer) error {
	c, _, err := v.lockAt(ctx, lock)
	if err != nil {
		return err
	}
	watching, done := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		v.follow(watching, progress)
	}()
	t, err := v.ask(ctx, core.UpdateFirmware{Lock: c.Lock.ID, Image: image})
	done()
	<-ended
	if err != nil {
		return err
	}
	if v.JSON {
		return v.json(t)
	}
	return v.lines("The lock has taken the new firmware and starts anew.")
}

// follow writes each tenth of the way once.
func (v Verbs) follow(ctx context.Context, w io.Writer) {
	last := -1
	for s := range v.Hub.Watch(ctx) {
		for _, e := range s.Errands {
			if tenth := e.Done * 10 / max(e.Total, 1); e.What == "firmware" && tenth > last && e.Total > 1 {
				last = tenth
				fmt.Fprintf(w, "%d %%\n", tenth*10)
			}
		}
	}
}
