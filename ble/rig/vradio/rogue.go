package vradio

// Trick is a way in which a lock has brought hubs down. It is played when a request with the
// opcode At comes, with the request; true: that is not answered.
type Trick struct {
	Name string
	At   byte
	Play func(p *Peripheral, request []byte) (mute bool)
}

// Turn makes p play a trick from now on; set before it gets power.
func (p *Peripheral) Turn(t Trick) {
	p.Answer = func(request []byte) bool { return request[0] == t.At && t.Play(p, request) }
}

// Tricks are those that are known.
func Tricks() []Trick {
	many := func(n int, b ...byte) func(*Peripheral, []byte) bool {
		return func(p *Peripheral, _ []byte) bool {
			for range n {
				p.Saying(b)
			}
			return false
		}
	}
	instead := func(b ...byte) func(*Peripheral, []byte) bool {
		return func(p *Peripheral, _ []byte) bool { p.Saying(b); return true }
	}
	raw := func(b ...byte) func(*Peripheral, []byte) bool {
		return func(p *Peripheral, _ []byte) bool { p.Fragment(b, true); return true }
	}
	return []Trick{
		{"responses to nothing", attWrite, many(60, attWrite+1)},
		{"requests of its own", attWrite, many(60, attRead, 3, 0)},
		{"a PDU above the MTU, then more", attWrite, overMTU},
		{"200 notifications before the answer", attWrite, many(200, 0x1b, hTX, 0, 1)},
		{"200 indications before the answer", attWrite, many(200, 0x1d, hTX, 0, 1)},
		{"an empty packet", attWrite, instead()},
		{"an answer of one byte to nothing known", attWrite, instead(0xff)},
		{"an error of one byte", attWrite, instead(attError)},
		{"a first fragment of 2 bytes", attWrite, raw(7, 0)},
		{"a first fragment of no bytes", attWrite, raw()},
		{"a signalling PDU of 1 byte", attWrite, raw(1, 0, 5, 0, 0x12)},
		{"a signalling PDU that announces more", attWrite, raw(4, 0, 5, 0, 0x12, 1, 0xff, 0)},
		{"a signalling PDU of no bytes", attWrite, raw(0, 0, 5, 0)},
		{"a security request", attWrite, raw(2, 0, 6, 0, 0x0b, 1)},
		{"a security PDU of no bytes", attWrite, raw(0, 0, 6, 0)},
		{"an MTU of 0", attMTU, instead(attMTU+1, 0, 0)},
		{"an MTU of 1", attMTU, instead(attMTU+1, 1, 0)},
		{"an MTU cut short", attMTU, instead(attMTU+1, 23)},
		{"an MTU of 65535", attMTU, instead(attMTU+1, 0xff, 0xff)},
		{"services of length 0", attReadByGroup, instead(attReadByGroup+1, 0)},
		{"services of length 1", attReadByGroup, instead(attReadByGroup+1, 1, 1)},
		{"services that go backwards", attReadByGroup, instead(append([]byte{attReadByGroup + 1, 6, 2, 0, 1, 0}, 1, 0x18)...)},
		{"characteristics of length 0", attReadByType, instead(attReadByType+1, 0)},
		{"characteristics that go backwards", attReadByType, instead(attReadByType+1, 7, 1, 0, 2, 1, 0, 1, 0x2a)},
		{"descriptors of a format that does not exist", attFindInfo, instead(attFindInfo+1, 9, 6, 0, 2, 0x29)},
		{"descriptors that go backwards", attFindInfo, instead(attFindInfo+1, 1, 1, 0, 1, 0x29)},
		{"silence", attWrite, func(*Peripheral, []byte) bool { return true }},
	}
}

// overMTU announces more than it may, and goes on in good order: who stopped reading at the first
// is stuck by the last.
func overMTU(p *Peripheral, _ []byte) bool {
	p.Fragment([]byte{0xff, 0x0f, cidATT, 0, 0x1b, hTX, 0, 1}, true)
	for range 60 {
		p.Saying([]byte{0x1b, hTX, 0, 1})
	}
	return false
}

// Fragment sends a piece of an L2CAP packet, the first of it where start is true, of any bytes.
func (p *Peripheral) Fragment(b []byte, start bool) {
	if l := p.Link(); l != nil {
		l.send(p, b, start, nil)
	}
}
