package nuki

// The log [API p.40-43]. There is no acknowledgement: a lock overwrites its oldest entries.
type (
	// LogRequest is answered by LogCount if Total, then entries, then Status Complete.
	LogRequest struct {
		Start      uint32 // exclusive; 0: from the oldest, or the newest if Descending
		Count      uint16
		Descending bool
		Total      bool
		Nonce      Nonce
		PIN        PIN
	}
	LogCount struct {
		Logging     bool
		Count       uint16
		DoorSensor  bool
		DoorLogging bool
	}
	// LogEntry has what belongs to its Type, and zero for the rest.
	LogEntry struct {
		Index uint32
		Time  Time
		Auth  AuthID // 0: nobody's
		Name  string // of the authorization or the code; with the suffix of a LockAction
		Type  LogType

		On      bool         // LogLogging, LogDoorLogging
		Action  Action       // LogAction, LogCalibration, LogInitRun, LogKeypad
		Trigger Trigger      // LogAction, LogCalibration, LogInitRun
		Flags   ActionFlags  // LogAction, LogCalibration, LogInitRun
		Done    Completion   // LogAction, LogCalibration, LogInitRun, LogKeypad
		Source  KeypadSource // LogKeypad
		Code    uint16       // LogKeypad: the code's id at this lock
		Door    LogDoor      // LogDoorSensor

		// Pad makes the part after Type at least that long, as some firmware does (5 or 8). It is
		// for writing: a tail that was read is passed over.
		Pad uint8
	}
	// SetLog turns the log on. Door events need SetDoorLog as well.
	SetLog struct {
		On    bool
		Nonce Nonce
		PIN   PIN
	}
	SetDoorLog struct {
		On    bool
		Nonce Nonce
		PIN   PIN
	}
)

// LogType says what an entry is about.
type LogType uint8

const (
	LogLogging     LogType = 1
	LogAction      LogType = 2
	LogCalibration LogType = 3
	LogInitRun     LogType = 4
	LogKeypad      LogType = 5
	LogDoorSensor  LogType = 6
	LogDoorLogging LogType = 7
)

var logTypeNames = map[LogType]string{
	LogLogging: "logging", LogAction: "action", LogCalibration: "calibration", LogInitRun: "initial run",
	LogKeypad: "keypad", LogDoorSensor: "door sensor", LogDoorLogging: "door logging",
}

func (t LogType) String() string { return name(logTypeNames, t, "entry") }

// KeypadSource is how somebody used the keypad.
type KeypadSource uint8

const (
	SourceArrow KeypadSource = iota // the button that locks: no code
	SourceCode
	SourceFingerprint
)

var sourceNames = map[KeypadSource]string{SourceArrow: "arrow", SourceCode: "code", SourceFingerprint: "fingerprint"}

func (s KeypadSource) String() string { return name(sourceNames, s, "source") }

// LogDoor is what the door sensor noticed.
type LogDoor uint8

const (
	LogDoorOpened LogDoor = iota
	LogDoorClosed
	LogDoorJammed // the sensor: somebody holds a magnet to it
)

var logDoorNames = map[LogDoor]string{LogDoorOpened: "opened", LogDoorClosed: "closed", LogDoorJammed: "sensor jammed"}

func (d LogDoor) String() string { return name(logDoorNames, d, "door") }

func (LogRequest) Command() Command { return CmdRequestLog }
func (LogCount) Command() Command   { return CmdLogCount }
func (LogEntry) Command() Command   { return CmdLogEntry }
func (SetLog) Command() Command     { return CmdSetLog }
func (SetDoorLog) Command() Command { return CmdSetDoorLog }

// secured ends every command that needs the PIN.
func (w *writer) secured(n Nonce, p PIN) {
	w.bytes(n[:])
	w.pin(p)
}

func (m LogRequest) write(w *writer) {
	w.u32(m.Start)
	w.u16(m.Count)
	w.flag(m.Descending)
	w.flag(m.Total)
	w.secured(m.Nonce, m.PIN)
}

func readLogRequest(r *reader) LogRequest {
	return LogRequest{r.u32(), r.u16(), r.flag(), r.flag(), r.nonce(), r.pin()}
}

func (m LogCount) write(w *writer) {
	w.flag(m.Logging)
	w.u16(m.Count)
	w.flag(m.DoorSensor)
	w.flag(m.DoorLogging)
}

func readLogCount(r *reader) LogCount { return LogCount{r.flag(), r.u16(), r.flag(), r.flag()} }

func (m SetLog) write(w *writer)     { w.flag(m.On); w.secured(m.Nonce, m.PIN) }
func (m SetDoorLog) write(w *writer) { w.flag(m.On); w.secured(m.Nonce, m.PIN) }

func readSetLog(r *reader) SetLog         { return SetLog{r.flag(), r.nonce(), r.pin()} }
func readSetDoorLog(r *reader) SetDoorLog { return SetDoorLog{r.flag(), r.nonce(), r.pin()} }

func (m LogEntry) write(w *writer) {
	w.u32(m.Index)
	w.time(m.Time)
	w.u32(uint32(m.Auth))
	w.text(m.Name, nameSize)
	w.u8(uint8(m.Type))
	start := len(w.b)
	switch m.Type {
	case LogLogging, LogDoorLogging:
		w.flag(m.On)
	case LogAction, LogCalibration, LogInitRun:
		w.bytes([]byte{uint8(m.Action), uint8(m.Trigger), uint8(m.Flags), uint8(m.Done)})
	case LogKeypad:
		w.bytes([]byte{uint8(m.Action), uint8(m.Source), uint8(m.Done)})
		w.u16(m.Code)
	case LogDoorSensor:
		w.u8(uint8(m.Door))
	}
	for len(w.b)-start < int(m.Pad) {
		w.u8(0)
	}
}

func readLogEntry(r *reader) LogEntry {
	m := LogEntry{Index: r.u32(), Time: r.time(), Auth: r.auth(), Name: r.text(nameSize), Type: LogType(r.u8())}
	switch m.Type {
	case LogLogging, LogDoorLogging:
		m.On = r.flag()
	case LogAction, LogCalibration, LogInitRun:
		m.Action, m.Trigger, m.Flags, m.Done = Action(r.u8()), Trigger(r.u8()), ActionFlags(r.u8()), Completion(r.u8())
	case LogKeypad:
		m.Action, m.Source, m.Done, m.Code = Action(r.u8()), KeypadSource(r.u8()), Completion(r.u8()), r.u16()
	case LogDoorSensor:
		m.Door = LogDoor(r.u8())
	}
	return m
}
