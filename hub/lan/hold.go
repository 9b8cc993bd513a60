package lan

import (
	"context"
	"slices"
	"time"
)

const (
	listenAgain = 5 * time.Minute        // whether we still hear ourselves
	muteAfter   = 10                     // questions of ours that nobody answered on any link
	saidLately  = 250 * time.Millisecond // an answer is for everybody; who asks again meanwhile has it
)

// holding is a name that is ours, for now.
type holding struct {
	claim
	ether
	silent map[int]bool      // links on which we have not heard ourselves since we listen
	said   map[int]time.Time // when a link was told last
	asks   int               // since then
	next   time.Time         // when we listen for ourselves again
}

// hold keeps the name, and returns why we cannot stay as we are.
func (a *announcer) hold(ctx context.Context, e ether, c claim) error {
	h := holding{claim: c, ether: e, said: map[int]time.Time{}}
	h.doubt()
	h.ask()
	every := time.NewTicker(lookEvery)
	defer every.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case m := <-e.Heard():
			err = h.hear(m)
		case <-every.C:
			if a.what() != c.service || !slices.EqualFunc(a.look(), c.links, sameLink) {
				return errMoved
			}
			err = h.wonder()
		}
		if err != nil {
			return err
		}
	}
}

// hear answers what the responder does not, and looks after the name.
func (h *holding) hear(m heard) error {
	if h.ours(m.from) {
		if h.tells(m.Msg) {
			delete(h.silent, m.link)
		}
		return nil
	}
	switch {
	case h.disputed(m.Msg):
		return errDisputed
	case time.Since(h.said[m.link]) < saidLately: // nobody has us shout
	case h.buried(m.Msg):
		h.said[m.link] = time.Now()
		_ = h.Say(question(), m.link)
	case h.asked(m.Msg):
		h.said[m.link] = time.Now()
		_ = h.Say(h.answer(m.link), m.link)
	}
	return nil
}

// doubt forgets on which links we heard ourselves.
func (h *holding) doubt() {
	h.silent = map[int]bool{}
	for _, l := range h.links {
		h.silent[l.Index] = true
	}
	h.asks, h.next = 0, time.Now().Add(listenAgain)
}

// ask has the responder speak on the links where it has not been heard. That is also the first
// that others hear of us: the responder takes its time.
func (h *holding) ask() {
	for i := range h.silent {
		_ = h.Say(question(), i) // an address of IPv6 may not be used for its first second
	}
	h.asks++
}

// wonder asks again where nothing was heard, for a while: a link that never gives our own words
// back is none of our business as long as another does.
func (h *holding) wonder() error {
	switch {
	case time.Now().After(h.next):
		h.doubt()
		h.ask()
	case h.asks <= muteAfter && len(h.silent) > 0:
		h.ask()
	case len(h.silent) == len(h.links):
		return errMute
	}
	return nil
}
