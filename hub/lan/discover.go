package lan

import (
	"context"
	"fmt"
	"reflect"
	"time"
)

// Discover asks the network for hubs until ctx ends. It tells of each once its addresses are
// known, and again when it hears something else of it. The client of the responder's library does
// not do: it hands out what it goes on changing, and forgets the interface without which an
// address of the link alone leads nowhere.
func Discover(ctx context.Context, found func(Box)) error {
	links := look()
	if len(links) == 0 {
		return fmt.Errorf("lan: look for hubs: %w", errNoLink)
	}
	e, err := open(links)
	if err != nil {
		return err
	}
	defer e.Close()
	discover(ctx, e, links, found)
	return nil
}

// discover asks at 0, 1, 3, 7 … s [RFC 6762, 5.2].
func discover(ctx context.Context, e ether, links []link, found func(Box)) {
	names := map[int]string{}
	for _, l := range links {
		names[l.Index] = l.Name
	}
	c, told := newCensus(), map[string]Box{}
	wait := time.Second
	again := time.NewTimer(0)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			for _, l := range links {
				_ = e.Say(c.questions(), l.Index)
			}
			again.Reset(wait)
			wait *= 2
		case m := <-e.Heard():
			c.hear(m.Msg, names[m.link])
		}
		for _, b := range c.known() {
			if key := b.Name + "\x00" + b.Host; !reflect.DeepEqual(told[key], b) {
				told[key] = b
				found(b)
			}
		}
	}
}
