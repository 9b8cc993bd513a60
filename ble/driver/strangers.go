package driver

import (
	"time"

	"localiq/ble"
)

const (
	strangersKept = 1024
	searchTime    = time.Second / 200 // what a search costs of the time that runs on
	searchCredit  = 2 * time.Second   // that may be spent ahead of it
)

// strangers bounds what senders that we do not know can cost us: each advertisement that hides
// whose it is has to be tried with the key of every lock. One that was nobody's is not tried
// again, and of those that were never heard so many are tried in a second; the rest is passed
// over. A lock that took another address while somebody floods the air is so found later, not
// never: it goes on advertising.
type strangers struct {
	known map[stranger]struct{}
	spent time.Duration // Up, up to which the time is spent on searches
}

// stranger is one advertisement, as it came.
type stranger struct {
	addr ble.Addr
	n    uint8
	data [31]byte
}

func strangerOf(a ble.Advert) (s stranger, ok bool) {
	s.addr, s.n = a.Addr, uint8(min(len(a.Data), 32))
	return s, copy(s.data[:], a.Data) == len(a.Data)
}

// admit is true for one that is to be tried.
func (s *strangers) admit(a ble.Advert, now time.Duration) bool {
	is, ok := strangerOf(a)
	if _, known := s.known[is]; known || !ok {
		return false
	}
	from := max(s.spent, now)
	if from+searchTime > now+searchCredit {
		return false
	}
	s.spent = from + searchTime
	return true
}

// add remembers that it was nobody's.
func (s *strangers) add(a ble.Advert) {
	if s.known == nil || len(s.known) >= strangersKept {
		s.known = make(map[stranger]struct{}, strangersKept)
	}
	if is, ok := strangerOf(a); ok {
		s.known[is] = struct{}{}
	}
}

func (s *strangers) forget() { s.known = nil }
