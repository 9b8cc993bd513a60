package nuki

import (
	"encoding/binary"

	"golang.org/x/crypto/nacl/secretbox"
)

// Seen remembers the frames that have opened, so that a recording of one is not taken for the lock:
// the protocol has a key for the life of an authorization and numbers nothing. It holds the last
// seenMost; what is older, or was recorded and kept from us, it cannot know. The zero value has seen
// none. It is not for use by two goroutines at a time.
type Seen struct {
	tags map[uint64]struct{}
	ring []uint64
	at   int
}

// seenMost is some days of a lock that is read every half hour.
const seenMost = 2048

// admit is false for a frame that came before. f is whole, and has opened.
func (s *Seen) admit(f Frame) bool {
	tag := binary.LittleEndian.Uint64(f[headSize : headSize+secretbox.Overhead]) // of a MAC: by chance never the same
	if _, came := s.tags[tag]; came {
		return false
	}
	if s.tags == nil {
		s.tags = map[uint64]struct{}{}
	}
	if len(s.ring) < seenMost {
		s.ring = append(s.ring, tag)
	} else {
		delete(s.tags, s.ring[s.at])
		s.ring[s.at] = tag
		s.at = (s.at + 1) % seenMost
	}
	s.tags[tag] = struct{}{}
	return true
}
