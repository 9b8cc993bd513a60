package nuki

// Settings [API p.31-37, 47-51]. Those of the door sensor are of later firmware.
type (
	// ConfigRequest is answered by Config.
	ConfigRequest struct{ Nonce Nonce }
	// Settings is what Config tells and SetConfig sets.
	Settings struct {
		Name        string  // at most 32 bytes
		Place       [8]byte // latitude and longitude, two float32: kept as they came
		AutoUnlatch bool
		Pairing     bool // the button may begin it
		Button, LED bool
		Brightness  uint8 // 0-5
		Zone        int16 // minutes east of UTC
		DST         bool
		Fob         [3]uint8 // what one, two and three presses do
		SingleLock  bool
		Advertising uint8  // 0 automatic, 1 normal, 2 slow, 3 slowest
		ZoneID      uint16 // 37 Europe/Berlin, 40 Europe/London, ZoneNone …
	}
	Config struct {
		ID ID
		Settings
		Time      Time
		HasFob    bool
		HasKeypad bool
		Firmware  [3]uint8
		Hardware  [2]uint8
		HomeKit   uint8

		// From here on zero also means: not told.
		Device       DeviceType
		Capabilities uint8
		HasKeypad2   bool
		Matter       uint8
		Variant      uint8

		// Size is the length of the payload: 72, 74 (with ZoneID) … 79; 0 is 79. A longer one is
		// read as 79.
		Size uint8
	}
	// SetConfig sets all of it: begin with the Settings that Config told.
	SetConfig struct {
		Settings
		Nonce Nonce
		PIN   PIN
	}
	// VerifyPIN is answered by Status Complete, or ErrorBadPIN: the cheap check.
	VerifyPIN struct {
		Nonce Nonce
		PIN   PIN
	}
	SetTime struct {
		Time  Time
		Nonce Nonce
		PIN   PIN
	}
	// DoorSensorRequest is answered by DoorSensor.
	DoorSensorRequest struct{ Nonce Nonce }
	DoorSensor        struct {
		Enabled         bool
		AjarTimeout     uint8
		AjarLogging     bool
		MismatchLogging bool
	}
	SetDoorSensor struct {
		DoorSensor
		Nonce Nonce
		PIN   PIN
	}
)

// ZoneNone is a lock without a time zone of its own: Settings.Zone counts.
const ZoneNone uint16 = 0xffff

// DeviceType is the kind of device, as newer firmware tells it.
type DeviceType uint8

const (
	SmartLock12 DeviceType = 0 // generations 1 and 2; also: not told
	Opener      DeviceType = 2
	SmartDoor   DeviceType = 3
	SmartLock34 DeviceType = 4
	Ultra       DeviceType = 5
)

var deviceNames = map[DeviceType]string{
	SmartLock12: "Smart Lock", Opener: "Opener", SmartDoor: "Smart Door", SmartLock34: "Smart Lock 3 or 4", Ultra: "Smart Lock Ultra",
}

func (d DeviceType) String() string { return name(deviceNames, d, "device") }

func (ConfigRequest) Command() Command     { return CmdRequestConfig }
func (Config) Command() Command            { return CmdConfig }
func (SetConfig) Command() Command         { return CmdSetConfig }
func (VerifyPIN) Command() Command         { return CmdVerifyPIN }
func (SetTime) Command() Command           { return CmdSetTime }
func (DoorSensorRequest) Command() Command { return CmdDoorSensorAsked }
func (DoorSensor) Command() Command        { return CmdDoorSensor }
func (SetDoorSensor) Command() Command     { return CmdSetDoorSensor }

// What is always told, up to where the zone is; all that is known.
const (
	configLeast = 72
	configZone  = 74
	configMost  = 79
)

// head is what Config and SetConfig have in common, and in the same order.
func (w *writer) head(s Settings) {
	w.text(s.Name, nameSize)
	w.bytes(s.Place[:])
	w.flag(s.AutoUnlatch)
	w.flag(s.Pairing)
	w.flag(s.Button)
	w.flag(s.LED)
	w.u8(s.Brightness)
}

func (r *reader) head() (s Settings) {
	s.Name = r.text(nameSize)
	copy(s.Place[:], r.take(8))
	s.AutoUnlatch, s.Pairing, s.Button, s.LED = r.flag(), r.flag(), r.flag(), r.flag()
	s.Brightness = r.u8()
	return s
}

func (m SetConfig) write(w *writer) {
	w.head(m.Settings)
	w.u16(uint16(m.Zone))
	w.flag(m.DST)
	w.bytes(m.Fob[:])
	w.flag(m.SingleLock)
	w.u8(m.Advertising)
	w.u16(m.ZoneID)
	w.secured(m.Nonce, m.PIN)
}

func readSetConfig(r *reader) (m SetConfig) {
	m.Settings = r.head()
	m.Zone, m.DST = int16(r.u16()), r.flag()
	copy(m.Fob[:], r.take(3))
	m.SingleLock, m.Advertising, m.ZoneID = r.flag(), r.u8(), r.u16()
	m.Nonce, m.PIN = r.nonce(), r.pin()
	return m
}

func (m Config) write(w *writer) {
	size := int(m.Size)
	if size == 0 {
		size = configMost
	}
	if size < configLeast || size > configMost || size == configLeast+1 {
		w.fail(ErrMalformed)
		return
	}
	start := len(w.b)
	w.u32(uint32(m.ID))
	w.head(m.Settings)
	w.time(m.Time)
	w.u16(uint16(m.Zone))
	w.flag(m.DST)
	w.flag(m.HasFob)
	w.bytes(m.Fob[:])
	w.flag(m.SingleLock)
	w.u8(m.Advertising)
	w.flag(m.HasKeypad)
	w.bytes(m.Firmware[:])
	w.bytes(m.Hardware[:])
	w.u8(m.HomeKit)
	w.u16(m.ZoneID)
	w.bytes([]byte{uint8(m.Device), m.Capabilities})
	w.flag(m.HasKeypad2)
	w.bytes([]byte{m.Matter, m.Variant})
	if len(w.b) >= start+size { // less only after an error
		w.b = w.b[:start+size]
	}
}

func readConfig(r *reader) (m Config) {
	m.Size = uint8(min(len(r.b), configMost))
	if m.Size < configZone {
		m.Size = configLeast // half a zone is none
	}
	m.ID = ID(r.u32())
	m.Settings = r.head()
	m.Time = r.time()
	m.Zone, m.DST, m.HasFob = int16(r.u16()), r.flag(), r.flag()
	copy(m.Fob[:], r.take(3))
	m.SingleLock, m.Advertising, m.HasKeypad = r.flag(), r.u8(), r.flag()
	copy(m.Firmware[:], r.take(3))
	copy(m.Hardware[:], r.take(2))
	m.HomeKit = r.u8()
	var b [configMost - configLeast]byte // what was not told stays zero
	if m.Size >= configZone {
		copy(b[:], r.rest())
	} else {
		r.rest()
	}
	m.ZoneID = uint16(b[0]) | uint16(b[1])<<8
	m.Device, m.Capabilities, m.HasKeypad2, m.Matter, m.Variant = DeviceType(b[2]), b[3], b[4] != 0, b[5], b[6]
	return m
}

func (m ConfigRequest) write(w *writer)                 { w.bytes(m.Nonce[:]) }
func readConfigRequest(r *reader) ConfigRequest         { return ConfigRequest{r.nonce()} }
func (m VerifyPIN) write(w *writer)                     { w.secured(m.Nonce, m.PIN) }
func readVerifyPIN(r *reader) VerifyPIN                 { return VerifyPIN{r.nonce(), r.pin()} }
func (m SetTime) write(w *writer)                       { w.time(m.Time); w.secured(m.Nonce, m.PIN) }
func readSetTime(r *reader) SetTime                     { return SetTime{r.time(), r.nonce(), r.pin()} }
func (m DoorSensorRequest) write(w *writer)             { w.bytes(m.Nonce[:]) }
func readDoorSensorRequest(r *reader) DoorSensorRequest { return DoorSensorRequest{r.nonce()} }

func (m DoorSensor) write(w *writer) {
	w.flag(m.Enabled)
	w.u8(m.AjarTimeout)
	w.flag(m.AjarLogging)
	w.flag(m.MismatchLogging)
}

func readDoorSensor(r *reader) DoorSensor { return DoorSensor{r.flag(), r.u8(), r.flag(), r.flag()} }

func (m SetDoorSensor) write(w *writer) { m.DoorSensor.write(w); w.secured(m.Nonce, m.PIN) }

func readSetDoorSensor(r *reader) SetDoorSensor {
	return SetDoorSensor{readDoorSensor(r), r.nonce(), r.pin()}
}
