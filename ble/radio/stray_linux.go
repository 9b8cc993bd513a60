package radio

import (
	"errors"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/cmd"
	"github.com/go-ble/ble/linux/hci/evt"
)

const strayAgain = time.Second // a link that is let go ends within this, mostly

// strays are the links that the stack holds and nobody else does: its disconnecting is not sent while the
// last event was an error, whoever asks for it, and it does not tell. The peer of such a link is silent
// for as long as the radio lives. So what should be gone and is not is told to go again.
type strays map[*hci.Conn]time.Time // when its turn is

// sweep is called with the links that somebody has.
func (s strays) sweep(h *hci.HCI, ours map[*hci.Conn]bool, now time.Time) {
	held := linksOf(h)
	for c := range s {
		if _, there := held[c]; !there || ours[c] {
			delete(s, c)
		}
	}
	for c, handle := range held {
		turn, known := s[c]
		switch {
		case ours[c]:
		case !known:
			s[c] = now.Add(strayAgain)
		case !now.Before(turn):
			s[c] = now.Add(strayAgain)
			err := h.Send(&cmd.Disconnect{ConnectionHandle: handle, Reason: byRemoteUser}, nil)
			if errors.Is(err, hci.ErrConnID) {
				s[c] = now.Add(blameFor) // only the stack believes in it
			}
		}
	}
}

// ours are the links that somebody has.
func (s *seeker) ours() map[*hci.Conn]bool {
	s.peers = slices.DeleteFunc(s.peers, func(p *goPeer) bool { return p.over.Load() || isOver(p.gone) })
	ours := map[*hci.Conn]bool{}
	for _, p := range s.peers {
		if c, ok := p.conn.(*hci.Conn); ok {
			ours[c] = true
		}
	}
	return ours
}

const byRemoteUser = 0x13 // what a disconnected peer is told [Core Spec Vol 1 Part F 2.19]

// linksOf reads what go-ble does not tell: its links, by their handles. Connections that failed stand
// among them, and are left out.
func linksOf(h *hci.HCI) map[*hci.Conn]uint16 {
	v := reflect.ValueOf(h).Elem()
	mu, conns := v.FieldByName("muConns"), v.FieldByName("conns")
	if !mu.IsValid() || !conns.IsValid() || mu.Type() != reflect.TypeFor[*sync.Mutex]() || conns.Type() != reflect.TypeFor[map[uint16]*hci.Conn]() {
		return nil
	}
	lock := (*sync.Mutex)(mu.UnsafePointer())
	lock.Lock()
	defer lock.Unlock()
	links := map[*hci.Conn]uint16{}
	for it := conns.MapRange(); it.Next(); {
		c := (*hci.Conn)(it.Value().UnsafePointer())
		if e := beganBy(c); e != nil && e.Status() == 0 {
			links[c] = uint16(it.Key().Uint())
		}
	}
	return links
}

// beganBy is the event that began the connection; nil where go-ble has changed.
func beganBy(c *hci.Conn) evt.LEConnectionComplete {
	f := reflect.ValueOf(c).Elem().FieldByName("param")
	if f.Kind() != reflect.Slice || f.Type() != reflect.TypeFor[evt.LEConnectionComplete]() || f.Len() < 19 {
		return nil
	}
	return evt.LEConnectionComplete(f.Bytes())
}
