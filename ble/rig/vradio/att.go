package vradio

// ATT opcodes that it knows. Error codes: 0x01 handle, 0x03 not writable, 0x06 not supported,
// 0x0a not found.
const (
	attError       = 0x01
	attMTU         = 0x02
	attFindInfo    = 0x04
	attReadByType  = 0x08
	attRead        = 0x0a
	attReadBlob    = 0x0c
	attReadByGroup = 0x10
	attWrite       = 0x12
	attWriteCmd    = 0x52
)

// att answers a request; nil: it has none.
func (p *Peripheral) att(b []byte) []byte {
	fail := func(handle uint16, code byte) []byte {
		return []byte{attError, b[0], byte(handle), byte(handle >> 8), code}
	}
	switch op := b[0]; {
	case op == attMTU && len(b) == 3:
		p.mu.Lock()
		p.mtu = min(int(le.Uint16(b[1:])), serverMTU)
		p.mu.Unlock()
		return []byte{attMTU + 1, serverMTU, 0}
	case (op == attFindInfo || op == attReadByType || op == attReadByGroup) && len(b) >= 5:
		from, to := le.Uint16(b[1:]), le.Uint16(b[3:])
		if answer := p.list(op, from, to, b[5:]); answer != nil {
			return answer
		}
		return fail(from, 0x0a)
	case (op == attRead && len(b) == 3 || op == attReadBlob && len(b) == 5) && p.Read != nil && le.Uint16(b[1:]) == hInfo:
		return p.read(op, b[3:])
	case (op == attWrite || op == attWriteCmd) && len(b) >= 3:
		return p.write(op, le.Uint16(b[1:]), b[3:], fail)
	}
	return fail(0, 0x06)
}

// list is the table as the three ways of discovery see it, one entry at a time: the client asks
// again from the next handle on.
func (p *Peripheral) list(op byte, from, to uint16, kind []byte) []byte {
	entry := func(handle uint16, b ...byte) []byte { return append(le.AppendUint16(nil, handle), b...) }
	declared := func(props byte, value uint16, uuid [16]byte) []byte {
		return append(append([]byte{props}, le.AppendUint16(nil, value)...), uuid[:]...)
	}
	within := func(h uint16) bool { return from <= h && h <= to }
	var e []byte
	switch {
	case op == attReadByGroup && is(kind, 0x2800) && within(hService):
		e = entry(hService, append(le.AppendUint16(nil, p.lastHandle()), p.Service[:]...)...)
	case op == attReadByType && is(kind, 0x2803) && within(hRXDecl):
		e = entry(hRXDecl, declared(0x0c, hRX, p.RX)...)
	case op == attReadByType && is(kind, 0x2803) && within(hTXDecl):
		e = entry(hTXDecl, declared(0x10, hTX, p.TX)...)
	case op == attReadByType && is(kind, 0x2803) && within(hInfoDecl) && p.lastHandle() == hInfo:
		e = entry(hInfoDecl, declared(0x02, hInfo, p.Info)...)
	case op == attFindInfo && within(hCCCD):
		return append([]byte{attFindInfo + 1, 1}, entry(hCCCD, 0x02, 0x29)...)
	default:
		return nil
	}
	return append([]byte{op + 1, byte(len(e))}, e...)
}

func (p *Peripheral) lastHandle() uint16 {
	if p.Info == ([16]byte{}) {
		return hCCCD
	}
	return hInfo
}

// read answers with as much of the value as fits, from an offset where one was asked for.
func (p *Peripheral) read(op byte, offset []byte) []byte {
	v := p.Read()
	if len(offset) == 2 {
		v = v[min(len(v), int(le.Uint16(offset))):]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]byte{op + 1}, v[:min(len(v), p.mtu-1)]...)
}

func is(kind []byte, uuid uint16) bool { return len(kind) == 2 && le.Uint16(kind) == uuid }

func (p *Peripheral) write(op byte, handle uint16, v []byte, fail func(uint16, byte) []byte) []byte {
	switch {
	case handle == hCCCD && len(v) == 2:
		p.mu.Lock()
		p.notifies = v[0]&1 != 0
		p.mu.Unlock()
		if v[0]&1 != 0 {
			p.serve()
		}
	case handle == hRX:
		p.written(append([]byte(nil), v...))
	case op == attWrite:
		return fail(handle, 0x03)
	}
	if op == attWriteCmd {
		return nil
	}
	return []byte{attWrite + 1}
}

// written may notify, and that is before the write is answered.
func (p *Peripheral) written(v []byte) {
	p.mu.Lock()
	wrote := p.wrote
	p.mu.Unlock()
	switch {
	case wrote != nil:
		wrote(v)
	case p.Wrote != nil:
		p.Wrote(p, v)
	}
}
