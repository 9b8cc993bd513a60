package vradio

// Opcodes that do something, or whose answer has a shape. All others succeed with zeros.
const (
	opDisconnect    = 0x0406
	opReset         = 0x0c03
	opVersion       = 0x1001
	opCommands      = 0x1002
	opFeatures      = 0x1003
	opBufferSize    = 0x1005
	opAddress       = 0x1009
	opRSSI          = 0x1405
	opLEBufferSize  = 0x2002
	opLERandomAddr  = 0x2005
	opLEAdParams    = 0x2006
	opLEAdData      = 0x2008
	opLEAdEnable    = 0x200a
	opLEScanParams  = 0x200b
	opLEScanEnable  = 0x200c
	opLEConnect     = 0x200d
	opLEConnCancel  = 0x200e
	opLEListSize    = 0x200f
	opLEListClear   = 0x2010
	opLEListAdd     = 0x2011
	opLEListRemove  = 0x2012
	opLEConnUpdate  = 0x2013
	opLERemoteUsed  = 0x2016
	ogfVendor       = 0x3f
	stUnknownOp     = 0x01
	stNoConnection  = 0x02
	stExists        = 0x0b
	stMemory        = 0x07
	stDisallowed    = 0x0c
	stInvalid       = 0x12
	minConnectBytes = 25
)

// answers are the commands whose answer never changes, status first.
var answers = map[uint16][]byte{
	opVersion:    {0, 0x08, 0, 0, 0x08, 0xff, 0xff, 0, 0}, // 4.2
	opCommands:   append([]byte{0}, supported()...),
	opFeatures:   {0, 0, 0, 0, 0, 0x60, 0, 0, 0}, // LE, and no BR/EDR
	opBufferSize: {0, 0, 0, 0, 0, 0, 0, 0},
}

func supported() []byte {
	m := make([]byte, 64)
	m[0] = 1 << 5            // disconnect
	m[5] = 1<<6 | 1<<7       // event mask, reset
	m[14] = 1<<3 | 1<<5      // local version, features
	m[15] = 1<<1 | 1<<5      // address, RSSI
	m[25] = 0xff &^ (1 << 3) // LE event mask to advertising parameters
	m[26] = 0xff             // advertising, scanning, connecting
	m[27] = 0x0f | 1<<2      // connection update
	return m
}

// commands are those that act. b is the parameters, of any length.
var commands = map[uint16]func(c *Controller, b []byte){
	opReset:        func(c *Controller, _ []byte) { c.reset(); c.complete(opReset, 0) },
	opAddress:      func(c *Controller, _ []byte) { c.complete(opAddress, append([]byte{0}, reversed(c.Addr)...)...) },
	opRSSI:         (*Controller).doRSSI,
	opLEBufferSize: func(c *Controller, _ []byte) { c.complete(opLEBufferSize, 0, bufferLen, 0, c.buffers()) },
	opLERandomAddr: (*Controller).doRandomAddress,
	opLEAdParams:   (*Controller).doAdParams,
	opLEAdData:     (*Controller).doAdData,
	opLEAdEnable:   (*Controller).doAdEnable,
	opLEScanParams: (*Controller).doScanParams,
	opLEScanEnable: (*Controller).doScanEnable,
	opLEConnect:    (*Controller).doConnect,
	opLEConnCancel: (*Controller).doConnectCancel,
	opLEListSize:   func(c *Controller, _ []byte) { c.complete(opLEListSize, 0, c.listSize()) },
	opLEListClear:  (*Controller).doListClear,
	opLEListAdd:    (*Controller).doListAdd,
	opLEListRemove: (*Controller).doListRemove,
	opLEConnUpdate: (*Controller).doConnUpdate,
	opLERemoteUsed: func(c *Controller, _ []byte) { c.status(opLERemoteUsed, 0) },
	opDisconnect:   (*Controller).doDisconnect,
}

func (c *Controller) command(op uint16, b []byte) {
	if c.isDeaf(op) {
		return
	}
	act, acts := commands[op]
	answer, fixed := answers[op]
	switch {
	case acts:
		act(c, b)
	case fixed:
		c.complete(op, answer...)
	case op>>10 == ogfVendor:
		c.complete(op, stUnknownOp)
	default:
		c.complete(op, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	}
}

func (c *Controller) doRSSI(b []byte) {
	if len(b) < 2 {
		c.complete(opRSSI, stInvalid, 0, 0, 0)
		return
	}
	c.complete(opRSSI, 0, b[0], b[1], 0xc4)
}

// doRandomAddress is refused while it is in use.
func (c *Controller) doRandomAddress(b []byte) {
	if len(b) < 6 {
		c.complete(opLERandomAddr, stInvalid)
		return
	}
	st := byte(0)
	c.set(func() {
		if c.adOn && c.adRandom {
			st = stDisallowed
			return
		}
		c.random = address(b)
	})
	c.complete(opLERandomAddr, st)
}

func (c *Controller) doAdParams(b []byte) {
	if len(b) > 4 {
		c.set(func() { c.adKind = b[4] })
	}
	if len(b) > 5 {
		c.set(func() { c.adRandom = b[5] == 1 })
	}
	c.complete(opLEAdParams, 0)
}

func (c *Controller) doAdData(b []byte) {
	if len(b) == 0 || int(b[0]) > len(b)-1 {
		c.complete(opLEAdData, stInvalid)
		return
	}
	c.set(func() { c.adData = append([]byte(nil), b[1:1+b[0]]...) })
	c.complete(opLEAdData, 0)
}

func (c *Controller) doAdEnable(b []byte) {
	c.set(func() { c.adOn = len(b) > 0 && b[0] == 1 })
	c.complete(opLEAdEnable, 0)
}

func (c *Controller) doScanParams([]byte) {
	c.mu.Lock()
	on := c.scanning
	c.mu.Unlock()
	if on {
		c.complete(opLEScanParams, stDisallowed)
		return
	}
	c.complete(opLEScanParams, 0)
}

func (c *Controller) doScanEnable(b []byte) {
	if len(b) < 2 {
		c.complete(opLEScanEnable, stInvalid)
		return
	}
	c.mu.Lock()
	again := c.scanning && b[0] == 1
	if !again {
		c.scanning, c.unique = b[0] == 1, b[1] == 1
		c.faults.drowsy = false
		clear(c.seen)
	}
	c.mu.Unlock()
	if again {
		c.complete(opLEScanEnable, stDisallowed)
		return
	}
	c.complete(opLEScanEnable, 0)
}

func (c *Controller) doDisconnect(b []byte) {
	if len(b) < 3 {
		c.status(opDisconnect, stInvalid)
		return
	}
	c.mu.Lock()
	l := c.links[le.Uint16(b)]
	c.mu.Unlock()
	if l == nil {
		c.status(opDisconnect, stNoConnection)
		return
	}
	c.status(opDisconnect, 0)
	l.disconnect(c, b[2])
}
