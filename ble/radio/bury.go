package radio

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"localiq/ble"
)

// lastWordsWait is for a child that ended its connection to end itself, with a status.
const lastWordsWait = 200 * time.Millisecond

// bury ends the process, reaps it, and ends all that hung on it. orderly gives it the time to
// say goodbye to its links.
func (l *life) bury(why error, orderly bool) error {
	l.end(why)
	suspects, suspicion := l.suspects(errors.Is(why, io.EOF), time.Now())
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
		l.owner.accuse(suspects, suspicion)
	}
	return why
}

// obituary is why a process whose connection ended has ended. Whom somebody killed no peer did. A
// reason has a colon only before what to do next.
func (l *life) obituary(died error) error {
	switch {
	case errors.Is(died, errKilled):
		return died
	case died != nil:
		return &collapse{fmt.Sprintf("the process crashed (%s)", strings.ReplaceAll(died.Error(), ": ", ", "))}
	case l.far:
		return &collapse{"the connection to it broke"}
	}
	return &collapse{"the process ended"}
}

const (
	recently = 5 * time.Second        // before its notice a hang may have begun
	atOnce   = 500 * time.Millisecond // before it hung somebody may have done it, and who came so much later has not
)

// suspects are the peers with something under way; where there is none, those that were looked for.
// A hang is noticed late: then they are those who had something under way when the stack last showed
// that it works, or just before, and nobody who came since. Where there are none at all, those with
// a link.
func (l *life) suspects(crashed bool, now time.Time) (peers []ble.Addr, why suspicion) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from, to := now.Add(-recently), now
	if !crashed && now.Sub(l.lived) < recently {
		from, to = l.lived.Add(-atOnce), l.lived.Add(atOnce)
	}
	add := func(a ble.Addr) {
		if a != (ble.Addr{}) && !slices.Contains(peers, a) {
			peers = append(peers, a)
		}
	}
	for _, a := range l.asked {
		if !a.calls() && !a.began.After(to) {
			add(a.peer)
		}
	}
	if len(peers) == 0 {
		for _, a := range l.asked {
			add(a.peer)
		}
	}
	under := len(peers)
	if !crashed || under == 0 {
		for a, at := range l.recent {
			if !at.Before(from) {
				add(a)
			}
		}
	}
	switch {
	case l.far && len(peers) > 0 && (under > 0 || !crashed):
		return peers, wasFar
	case under == 1 && len(peers) == 1:
		return peers, wasAlone
	case len(peers) > 0 && (under > 0 || !crashed):
		return peers, wasAmong
	case l.far:
		return nil, wasIdle
	}
	for _, k := range l.links {
		add(k.peer)
	}
	return peers, wasIdle
}

// recentMost bounds the memory of who had something under way.
const recentMost = 64

// did is told, with mu held, that something with a peer is over.
func (l *life) did(a ble.Addr) {
	if a == (ble.Addr{}) {
		return
	}
	if len(l.recent) >= recentMost {
		clear(l.recent)
	}
	l.recent[a] = time.Now()
}
