package vradio

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"
)

// Shape is an advertisement that has broken some receiver. Data may be longer than the 31 bytes
// that a radio can send: a controller's report of it is then broken, too.
type Shape struct {
	Name string
	Kind byte // HCI's: 4 is a scan response
	Data []byte
}

// Hostile are the shapes that are known to kill, spin or wedge parsers.
func Hostile() []Shape {
	full := make([]byte, 31)
	full[0] = 31
	return []Shape{
		{"length 255 before a name", 0, []byte{0xff, 0x09, 'a'}},
		{"length 255 and nothing", 0, []byte{0xff}},
		{"odd list of 16-bit UUIDs", 0, []byte{5, 0x03, 0x0d, 0x18, 0x0f, 0}},
		{"16-bit UUIDs cut short", 0, []byte{5, 0x03, 0x0d, 0x18, 0x0f}},
		{"one byte of a 16-bit UUID", 0, []byte{2, 0x02, 0x0d}},
		{"odd list of 128-bit UUIDs", 0, append([]byte{18, 0x07}, make([]byte, 17)...)},
		{"service data without its UUID", 0, []byte{2, 0x16, 0xaa}},
		{"service data cut short", 0, []byte{4, 0x16, 0xaa, 0xbb, 0xcc}},
		{"128-bit service data cut short", 0, []byte{5, 0x21, 1, 2, 3, 4}},
		{"32-bit service data", 0, []byte{7, 0x20, 1, 2, 3, 4, 5, 6}},
		{"manufacturer data of one byte", 0, []byte{2, 0xff, 0x4c}},
		{"transmit power of no byte", 0, []byte{1, 0x0a}},
		{"nothing", 0, nil},
		{"zero", 0, []byte{0}},
		{"zeros", 0, make([]byte, 31)},
		{"one element over all", 0, full},
		{"early end, then bytes", 0, []byte{2, 1, 6, 0, 0xff, 0xff, 0xff}},
		{"a scan response to nobody", 4, []byte{2, 1, 6}},
		{"a kind that does not exist", 9, []byte{2, 1, 6}},
		{"not connectable", 3, []byte{2, 1, 6}},
		{"longer than the air carries", 0, make([]byte, 200)},
	}
}

// Passer is somebody whose advertisement has a shape.
func (s Shape) Passer(addr [6]byte) Advertiser {
	return &passer{Beacon{Addr: addr, AddrType: 1, Kind: s.Kind, Data: s.Data, RSSI: -40}}
}

type passer struct{ b Beacon }

func (p *passer) Beacon() (Beacon, bool) { return p.b, true }
func (*passer) Accept(*Link) Endpoint    { return nil }

// Crowd is n passers-by, each of whom has another address and another hostile shape or plain
// noise in every interval. The same seed makes the same crowd.
func Crowd(n int, seed uint64) []Advertiser {
	as := make([]Advertiser, n)
	for i := range as {
		as[i] = &stranger{rnd: rand.New(rand.NewPCG(seed, uint64(i))), shapes: Hostile()}
	}
	return as
}

type stranger struct {
	mu     sync.Mutex
	rnd    *rand.Rand
	shapes []Shape
}

func (s *stranger) Beacon() (Beacon, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := Beacon{AddrType: 1, RSSI: -90 + int8(s.rnd.IntN(60))}
	raw := binary.LittleEndian.AppendUint64(nil, s.rnd.Uint64())
	copy(b.Addr[:], raw)
	if k := s.rnd.IntN(2 * len(s.shapes)); k < len(s.shapes) {
		b.Kind, b.Data = s.shapes[k].Kind, s.shapes[k].Data
		return b, true
	}
	b.Data = make([]byte, s.rnd.IntN(32))
	for i := range b.Data {
		b.Data[i] = byte(s.rnd.Uint32())
	}
	return b, true
}

func (*stranger) Accept(*Link) Endpoint { return nil }

// BrokenReports are LE events, after their code, that no controller should send.
func BrokenReports() [][]byte {
	return [][]byte{
		{0x02},
		{0x02, 0},
		{0x02, 1},
		{0x02, 1, 0, 0, 1, 2, 3, 4, 5, 6, 31, 0xc4},   // 31 bytes announced, none there
		{0x02, 255, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0xc4},  // 255 reports announced, one there
		{0x02, 2, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0xc4}, // two, and the second cut
		{0x0d, 1, 0},    // extended advertising, not asked for
		{0x01},          // a connection of nothing
		{0x03, 0},       // an update of nothing
		{0xfe, 1, 2, 3}, // an event that does not exist
		append([]byte{0x02, 1, 4, 0}, make([]byte, 8)...), // a scan response to nobody
	}
}
