package radio

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	helloWait = 10 * time.Second // a big program from a slow card
	readyWait = 10 * time.Second // for the controller to be opened, or for another word of why not yet
)

// greet waits for the child to introduce itself and to open its adapter, as long as that may take.
func (l *life) greet(ctx context.Context, adapter string, anyBuild bool) error {
	select {
	case h := <-l.hello:
		if err := h.acceptable(adapter, anyBuild); err != nil {
			return err
		}
		l.send(frame{Open: &openIt{Was: l.owner.was}})
	case <-l.ended:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(helloWait):
		return fmt.Errorf("the radio's process has not begun to speak in %s", helloWait)
	}
	for {
		select {
		case r := <-l.ready:
			l.owner.opened(r.Addr)
			l.most = int(r.Calls)
			return nil
		case w := <-l.waits:
			l.owner.tellFell(w.sentence())
		case <-l.ended:
			return l.err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(readyWait):
			return &collapse{fmt.Sprintf("%s was not opened in %s", adapter, readyWait)}
		}
	}
}

func (h *hello) acceptable(adapter string, anyBuild bool) error {
	switch {
	case h.Protocol != Protocol && anyBuild:
		return fmt.Errorf("the radio speaks protocol %d and this hub %d: install the same version of localiq on both boxes", h.Protocol, Protocol)
	case anyBuild:
		return nil
	case h.Protocol != Protocol, h.Build != Build():
		return errors.New("the radio process is of another build than the hub: restart localiq")
	case h.Adapter != adapter:
		return fmt.Errorf("the radio process serves %s and not %s: restart localiq", h.Adapter, adapter)
	}
	return nil
}
