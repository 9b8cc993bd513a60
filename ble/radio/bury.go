package radio

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"localiq/ble"
)

// lastWordsWait is for a child that ended its connection to end itself, with a status.
const lastWordsWait = 200 * time.Millisecond

// bury ends the process, reaps it, and ends all that hung on it. orderly gives it the time to
// say goodbye to its links.
func (l *life) bury(why error, orderly bool) error {
	l.end(why)
	suspects, alone := l.suspects()
	l.mu.Lock()
	links := l.links
	l.links, l.asked = map[uint64]*link{}, map[uint64]*ask{}
	l.mu.Unlock()
	for _, k := range links {
		k.over(fmt.Errorf("%w: %w", ble.ErrLinkLost, ble.ErrRadioDown))
	}
	l.proc.Close()
	patience := time.Duration(0)
	switch {
	case orderly:
		patience = 2 * closing
	case errors.Is(why, io.EOF):
		patience = lastWordsWait
	}
	t := time.AfterFunc(patience, l.proc.Kill)
	died := l.proc.Wait()
	t.Stop()
	l.wg.Wait()
	if errors.Is(why, io.EOF) {
		why = l.obituary(died)
	}
	if _, fell := errors.AsType[*collapse](why); fell && !orderly {
		l.owner.accuse(suspects, alone)
	}
	return why
}

// obituary is why a process whose connection ended has ended. Whom somebody killed no peer did.
func (l *life) obituary(died error) error {
	switch {
	case errors.Is(died, errKilled):
		return fmt.Errorf("the process was killed (%w)", died)
	case died != nil:
		return &collapse{fmt.Sprintf("the process crashed (%v)", died)}
	case l.far:
		return &collapse{"the connection to it broke"}
	}
	return &collapse{"the process ended"}
}

// suspects are the peers with something under way; where there are none, those with a link. alone:
// there is one, and nothing else that it could have been.
func (l *life) suspects() (peers []ble.Addr, alone bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.asked {
		if a.peer != (ble.Addr{}) && !slices.Contains(peers, a.peer) {
			peers = append(peers, a.peer)
		}
	}
	if len(peers) == 0 && !l.far {
		for _, k := range l.links {
			if !slices.Contains(peers, k.peer) {
				peers = append(peers, k.peer)
			}
		}
	}
	return peers, len(peers) == 1 && !l.far
}
