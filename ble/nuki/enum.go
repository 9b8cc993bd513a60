package nuki

// LockState is where the bolt is, or what it does.
type LockState uint8

const (
	Uncalibrated LockState = 0x00
	Locked       LockState = 0x01
	Unlocking    LockState = 0x02
	Unlocked     LockState = 0x03
	Locking      LockState = 0x04
	Unlatched    LockState = 0x05
	UnlockedLnG  LockState = 0x06 // lock'n'go runs: it locks by itself soon
	Unlatching   LockState = 0x07
	Calibrating  LockState = 0xfc
	BootRun      LockState = 0xfd
	MotorBlocked LockState = 0xfe
	Undefined    LockState = 0xff
)

var lockStateNames = map[LockState]string{
	Uncalibrated: "uncalibrated", Locked: "locked", Unlocking: "unlocking", Unlocked: "unlocked", Locking: "locking",
	Unlatched: "unlatched", UnlockedLnG: "unlocked, lock'n'go", Unlatching: "unlatching", Calibrating: "calibrating",
	BootRun: "boot run", MotorBlocked: "motor blocked", Undefined: "undefined",
}

func (s LockState) String() string { return name(lockStateNames, s, "state") }

// Moving says that the motor runs: another state follows.
func (s LockState) Moving() bool {
	return s == Unlocking || s == Locking || s == Unlatching || s == Calibrating || s == BootRun
}

// Mode is that of the whole device.
type Mode uint8

const (
	ModeUninitialized Mode = 0
	ModePairing       Mode = 1
	ModeDoor          Mode = 2 // as it should be
	ModeContinuous    Mode = 3 // Opener
	ModeMaintenance   Mode = 4
)

var modeNames = map[Mode]string{
	ModeUninitialized: "uninitialized", ModePairing: "pairing", ModeDoor: "door mode",
	ModeContinuous: "continuous", ModeMaintenance: "maintenance",
}

func (m Mode) String() string { return name(modeNames, m, "mode") }

// Trigger is who moved it.
type Trigger uint8

const (
	BySystem    Trigger = 0x00 // over Bluetooth
	ByHand      Trigger = 0x01
	ByButton    Trigger = 0x02
	ByAutomatic Trigger = 0x03
	ByAutoLock  Trigger = 0x06
	ByHomeKit   Trigger = 0xab
	ByMQTT      Trigger = 0xac
)

var triggerNames = map[Trigger]string{
	BySystem: "system", ByHand: "by hand", ByButton: "button", ByAutomatic: "automatic", ByAutoLock: "auto-lock",
	ByHomeKit: "HomeKit", ByMQTT: "MQTT",
}

func (t Trigger) String() string { return name(triggerNames, t, "trigger") }

// DoorState is what the door sensor says.
type DoorState uint8

const (
	DoorUnavailable  DoorState = 0x00 // also: not told
	DoorDeactivated  DoorState = 0x01
	DoorClosed       DoorState = 0x02
	DoorOpened       DoorState = 0x03
	DoorUnknown      DoorState = 0x04
	DoorCalibrating  DoorState = 0x05
	DoorUncalibrated DoorState = 0x10
	DoorTampered     DoorState = 0xf0
	DoorUndefined    DoorState = 0xff
)

var doorStateNames = map[DoorState]string{
	DoorUnavailable: "unavailable", DoorDeactivated: "deactivated", DoorClosed: "closed", DoorOpened: "opened",
	DoorUnknown: "unknown", DoorCalibrating: "calibrating", DoorUncalibrated: "uncalibrated", DoorTampered: "tampered",
	DoorUndefined: "undefined",
}

func (s DoorState) String() string { return name(doorStateNames, s, "door") }

// Action is what the bolt is to do, or did. Those from 0x50 on stand in logs, but for the fob's.
type Action uint8

const (
	Unlock        Action = 0x01
	Lock          Action = 0x02
	Unlatch       Action = 0x03 // pulls the latch: the door opens. Never twice on a doubt
	LockNGo       Action = 0x04
	LockNGoLatch  Action = 0x05
	FullLock      Action = 0x06
	FobPressed    Action = 0x50
	ButtonPressed Action = 0x5a
	FobAction1    Action = 0x81
	FobAction2    Action = 0x82
	FobAction3    Action = 0x83
)

var actionNames = map[Action]string{
	Unlock: "unlock", Lock: "lock", Unlatch: "unlatch", LockNGo: "lock'n'go", LockNGoLatch: "lock'n'go with unlatch",
	FullLock: "full lock", FobPressed: "fob pressed", ButtonPressed: "button pressed",
	FobAction1: "fob action 1", FobAction2: "fob action 2", FobAction3: "fob action 3",
}

func (a Action) String() string { return name(actionNames, a, "action") }

// Completion is how an action ended. Zero is success: look whether it was told at all.
type Completion uint8

const (
	Done               Completion = 0x00
	DoneBlocked        Completion = 0x01
	DoneCancelled      Completion = 0x02
	DoneTooRecent      Completion = 0x03
	DoneBusy           Completion = 0x04
	DoneLowVoltage     Completion = 0x05
	DoneClutch         Completion = 0x06
	DoneMotorPower     Completion = 0x07
	DoneIncomplete     Completion = 0x08
	DoneNotNow         Completion = 0x09 // a code that is good, but not at this time
	DoneFailure        Completion = 0x0b
	DoneBadCode        Completion = 0xe0
	DoneBadFingerprint Completion = 0xe1
	DoneOther          Completion = 0xfe
	DoneUnknown        Completion = 0xff
)

var completionNames = map[Completion]string{
	Done: "done", DoneBlocked: "motor blocked", DoneCancelled: "cancelled", DoneTooRecent: "too recent", DoneBusy: "busy",
	DoneLowVoltage: "low voltage", DoneClutch: "clutch failure", DoneMotorPower: "motor power failure", DoneIncomplete: "incomplete",
	DoneNotNow: "not authorised now", DoneFailure: "failure", DoneBadCode: "invalid code", DoneBadFingerprint: "invalid fingerprint",
	DoneOther: "other error", DoneUnknown: "unknown error",
}

func (c Completion) String() string { return name(completionNames, c, "completion") }
