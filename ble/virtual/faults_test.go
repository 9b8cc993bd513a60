package virtual

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"localiq/ble/profile"
	"localiq/core"
)

// TestNoFaultOpensTwice: whatever happens to the link, the power and the memory, and however
// often a hub repeats itself, each command opens at most once, and in the end the bolt is locked.
func TestNoFaultOpensTwice(t *testing.T) {
	most := 0
	for seed := range uint64(60) {
		stage(t, Config{Motor: 50 * time.Millisecond, Journal: 4096}, func(t *testing.T, s *scene) {
			s.pair()
			m := &mayhem{scene: s, r: rand.New(rand.NewPCG(seed, 1))}
			m.h, _ = s.call()
			m.n = 100
			for range 60 {
				m.step()
			}
			s.memory.Break(nil)
			s.hands("power on")
			time.Sleep(profile.MaxUnlock)
			if b := s.lock.State().Bolt; b != core.BoltLocked {
				t.Errorf("seed %d: the bolt is %s in the end", seed, b)
			}
			opened := map[string]int{}
			for _, l := range s.lock.rec.Journal.Lines {
				if l.Kind == profile.EntryBoltTurned && l.Bolt == core.BoltUnlocked {
					opened[string(l.Command)]++
				}
			}
			for id, n := range opened {
				if n > 1 || id == "" {
					t.Errorf("seed %d: command %x opened %d times", seed, id, n)
				}
			}
			most = max(most, len(opened))
		})
	}
	if most < 5 {
		t.Errorf("at most %d commands opened: the test tests nothing", most)
	}
}

// mayhem is a hub in trouble.
type mayhem struct {
	*scene
	r    *rand.Rand
	h    *talk
	sent int
}

func (m *mayhem) step() {
	m.t.Helper()
	switch m.r.IntN(16) {
	case 0:
		m.air.Drop(front)
	case 1:
		m.hands("power off")
		m.hands("power on")
	case 2:
		m.memory.Break(errors.New("no space"))
	case 3, 4:
		m.memory.Break(nil)
	case 5, 6:
		time.Sleep(time.Duration(m.r.IntN(3000)) * time.Millisecond)
	default:
		m.send()
		time.Sleep(time.Duration(m.r.IntN(100)) * time.Millisecond)
	}
}

func (m *mayhem) send() {
	if m.h.link.Err() != nil || m.h.ch.Err() != nil {
		m.h, _ = m.call()
	}
	if m.sent++; m.sent > 3 && m.r.IntN(3) == 0 {
		m.n -= byte(m.r.IntN(3)) + 1 // one that it has sent before
	}
	if m.h.ch.Send(profile.Do{Command: m.id(), Move: profile.Move{To: core.BoltUnlocked, For: 1000}}) == nil {
		m.h.flush()
	}
}
