package lan

import (
	"context"
	"time"
)

// Three questions, a quarter of a second apart, and as long again for the last answer [RFC 6762,
// 8.1]. The random wait before the first is left out: it keeps boxes apart that get power at
// once, and they differ by more in what they start before they come here.
const (
	probes    = 3
	probeWait = 250 * time.Millisecond
)

// probe returns nil when nobody else has the name on any link, errTaken when somebody does, and
// errLater when somebody wants it now and has the better claim.
func probe(ctx context.Context, e ether, c claim) error {
	for range probes {
		for _, l := range c.links {
			_ = e.Say(c.probe(l.Index), l.Index) // a link that is down just now has nobody on it
		}
		if err := listen(ctx, e, c, probeWait); err != nil {
			return err
		}
	}
	return nil
}

func listen(ctx context.Context, e ether, c claim, d time.Duration) error {
	over := time.NewTimer(d)
	defer over.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-over.C:
			return nil
		case m := <-e.Heard():
			switch {
			case c.ours(m.from):
			case c.disputed(m.Msg):
				return errTaken
			case c.outdone(m.Msg, m.link):
				return errLater
			}
		}
	}
}
