package nuki

// What a lock says of itself [API p.25-30].
type (
	// States is the answer to RequestData{CmdStates}, and comes unasked while the bolt moves.
	States struct {
		Mode    Mode
		Lock    LockState
		Trigger Trigger
		Time    Time
		Zone    int16 // minutes east of UTC
		Battery Battery

		// From here on zero also means: not told. Size says how far this one went.
		ConfigCount uint8 // another one: the config has changed
		LockNGo     uint8 // s until it locks
		Last        Action
		LastTrigger Trigger
		LastDone    Completion
		Door        DoorState
		Night       bool
		Accessory   Accessory
		Remote      uint8
		BLE, WiFi   int8  // dBm, as the lock hears them
		WiFiState   uint8 //
		MQTTState   uint8
		ThreadState uint8

		// Size is the length of the payload: 13 (the oldest), 15 (2016), 19 (API 2.1) … 27; 0 is 27.
		// A longer one is read as 27. Of one shorter than 19, Old is what came after Battery:
		// the document does not say what it means.
		Size uint8
		Old  [5]byte
	}
	// Status says how far a command is. For most the only answer.
	Status struct{ Status StatusCode }
	// ErrorReport takes the place of any answer. In plaintext it is a hint, and nothing more.
	ErrorReport struct {
		Code ErrorCode
		Of   Command
	}
	// BatteryReport is the answer to RequestData{CmdBatteryReport}: of the last action.
	BatteryReport struct {
		Drain         uint16 // mWs
		Voltage       uint16 // mV
		Critical      bool
		Action        Action
		StartVoltage  uint16 // mV
		LowestVoltage uint16 // mV
		Distance      uint16 // degrees
		Temperature   int8   // °C
		MaxCurrent    uint16 // mA
		Resistance    uint16 // mΩ
	}
)

// StatusCode ends a command, or says that it began.
type StatusCode uint8

const (
	Complete StatusCode = 0
	Accepted StatusCode = 1
)

var statusNames = map[StatusCode]string{Complete: "complete", Accepted: "accepted"}

func (s StatusCode) String() string { return name(statusNames, s, "status") }

// Battery as a lock tells it.
type Battery uint8

func (b Battery) Critical() bool { return b&1 != 0 }
func (b Battery) Charging() bool { return b&2 != 0 }

// Percent is 2-100, in steps of two; 0: not told, which old firmware does not.
func (b Battery) Percent() int { return min(100, int(b&0xfc)>>1) }

// NewBattery is of a lock whose battery has that many percent.
func NewBattery(percent int, critical, charging bool) Battery {
	b := Battery(min(100, max(0, percent))<<1) & 0xfc
	if critical {
		b |= 1
	}
	if charging {
		b |= 2
	}
	return b
}

// Accessory tells of the batteries of what belongs to a lock.
type Accessory uint8

func (a Accessory) Keypad() bool         { return a&1 != 0 } // there is one
func (a Accessory) KeypadCritical() bool { return a&2 != 0 }
func (a Accessory) Sensor() bool         { return a&4 != 0 } // there is one
func (a Accessory) SensorCritical() bool { return a&8 != 0 }

func (States) Command() Command        { return CmdStates }
func (Status) Command() Command        { return CmdStatus }
func (ErrorReport) Command() Command   { return CmdErrorReport }
func (BatteryReport) Command() Command { return CmdBatteryReport }

// What has always been told; from which size on the rest has its meaning; all that is known.
const (
	statesLeast = 13
	statesTold  = 19
	statesMost  = 27
)

func (m States) write(w *writer) {
	size := int(m.Size)
	if size == 0 {
		size = statesMost
	}
	if size < statesLeast || size > statesMost {
		w.fail(ErrMalformed)
		return
	}
	start := len(w.b)
	w.bytes([]byte{uint8(m.Mode), uint8(m.Lock), uint8(m.Trigger)})
	w.time(m.Time)
	w.u16(uint16(m.Zone))
	w.u8(uint8(m.Battery))
	if size < statesTold {
		w.bytes(m.Old[:])
	} else {
		w.bytes([]byte{m.ConfigCount, m.LockNGo, uint8(m.Last), uint8(m.LastTrigger), uint8(m.LastDone), uint8(m.Door)})
		w.flag(m.Night)
		w.bytes([]byte{uint8(m.Accessory), m.Remote, uint8(m.BLE), uint8(m.WiFi), m.WiFiState, m.MQTTState, m.ThreadState})
	}
	w.b = w.b[:start+size]
}

func readStates(r *reader) (m States) {
	m.Size = uint8(min(len(r.b), statesMost))
	if m.Size < statesLeast {
		r.bad = true
		return m
	}
	m.Mode, m.Lock, m.Trigger = Mode(r.u8()), LockState(r.u8()), Trigger(r.u8())
	m.Time = r.time()
	m.Zone = int16(r.u16())
	m.Battery = Battery(r.u8())
	if m.Size < statesTold {
		copy(m.Old[:], r.rest())
		return m
	}
	var b [statesMost - statesLeast]byte // what was not told stays zero
	copy(b[:], r.rest())
	m.ConfigCount, m.LockNGo = b[0], b[1]
	m.Last, m.LastTrigger, m.LastDone = Action(b[2]), Trigger(b[3]), Completion(b[4])
	m.Door, m.Night, m.Accessory, m.Remote = DoorState(b[5]), b[6] != 0, Accessory(b[7]), b[8]
	m.BLE, m.WiFi = int8(b[9]), int8(b[10])
	m.WiFiState, m.MQTTState, m.ThreadState = b[11], b[12], b[13]
	return m
}

func (m Status) write(w *writer)      { w.u8(uint8(m.Status)) }
func readStatus(r *reader) Status     { return Status{StatusCode(r.u8())} }
func (m ErrorReport) write(w *writer) { w.u8(uint8(m.Code)); w.u16(uint16(m.Of)) }
func readErrorReport(r *reader) ErrorReport {
	return ErrorReport{ErrorCode(r.u8()), Command(r.u16())}
}

func (m BatteryReport) write(w *writer) {
	w.u16(m.Drain)
	w.u16(m.Voltage)
	w.flag(m.Critical)
	w.u8(uint8(m.Action))
	w.u16(m.StartVoltage)
	w.u16(m.LowestVoltage)
	w.u16(m.Distance)
	w.u8(uint8(m.Temperature))
	w.u16(m.MaxCurrent)
	w.u16(m.Resistance)
}

func readBatteryReport(r *reader) BatteryReport {
	return BatteryReport{r.u16(), r.u16(), r.flag(), Action(r.u8()), r.u16(), r.u16(), r.u16(), int8(r.u8()), r.u16(), r.u16()}
}
