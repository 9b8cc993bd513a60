package nuki

// ErrorCode is why a lock did not do something [API p.65-70].
type ErrorCode uint8

const (
	ErrorBadCRC           ErrorCode = 0xfd
	ErrorBadLength        ErrorCode = 0xfe
	ErrorUnspecified      ErrorCode = 0xff
	ErrorNotPairing       ErrorCode = 0x10
	ErrorBadAuthenticator ErrorCode = 0x11
	ErrorPairingParameter ErrorCode = 0x12
	ErrorTooManyUsers     ErrorCode = 0x13
	ErrorNotAuthorized    ErrorCode = 0x20 // in plaintext: anybody may have said it
	ErrorBadPIN           ErrorCode = 0x21 // stop: each further one counts against all clients
	ErrorBadNonce         ErrorCode = 0x22
	ErrorBadParameter     ErrorCode = 0x23
	ErrorBadAuthID        ErrorCode = 0x24
	ErrorDisabled         ErrorCode = 0x25
	ErrorNoRemote         ErrorCode = 0x26
	ErrorNotNow           ErrorCode = 0x27
	ErrorTooManyPINs      ErrorCode = 0x28
	ErrorTooManyEntries   ErrorCode = 0x29
	ErrorCodeExists       ErrorCode = 0x2a
	ErrorCodeInvalid      ErrorCode = 0x2b
	ErrorCodeWait1        ErrorCode = 0x2c
	ErrorCodeWait2        ErrorCode = 0x2d
	ErrorCodeWait3        ErrorCode = 0x2e
	ErrorTooRecent        ErrorCode = 0x40
	ErrorPosition         ErrorCode = 0x41
	ErrorMotorBlocked     ErrorCode = 0x42
	ErrorClutch           ErrorCode = 0x43
	ErrorMotorTimeout     ErrorCode = 0x44
	ErrorBusy             ErrorCode = 0x45
	ErrorCancelled        ErrorCode = 0x46
	ErrorNotCalibrated    ErrorCode = 0x47
	ErrorPositionLimit    ErrorCode = 0x48
	ErrorLowVoltage       ErrorCode = 0x49
	ErrorMotorPower       ErrorCode = 0x4a
	ErrorClutchPower      ErrorCode = 0x4b
	ErrorVoltageTooLow    ErrorCode = 0x4c
	ErrorFirmware         ErrorCode = 0x4d
)

var errorNames = map[ErrorCode]string{
	ErrorBadCRC: "bad CRC", ErrorBadLength: "bad length", ErrorUnspecified: "unknown error",
	ErrorNotPairing: "not in pairing mode", ErrorBadAuthenticator: "bad authenticator", ErrorPairingParameter: "bad pairing parameter",
	ErrorTooManyUsers: "too many users", ErrorNotAuthorized: "not authorised", ErrorBadPIN: "bad admin PIN", ErrorBadNonce: "bad nonce",
	ErrorBadParameter: "bad parameter", ErrorBadAuthID: "invalid authorization", ErrorDisabled: "authorization disabled",
	ErrorNoRemote: "remote access not allowed", ErrorNotNow: "not allowed at this time", ErrorTooManyPINs: "too many admin PIN attempts",
	ErrorTooManyEntries: "too many entries", ErrorCodeExists: "code exists already", ErrorCodeInvalid: "code invalid",
	ErrorCodeWait1: "code invalid, wait (1)", ErrorCodeWait2: "code invalid, wait (2)", ErrorCodeWait3: "code invalid, wait (3)",
	ErrorTooRecent: "auto-unlock too recent", ErrorPosition: "position unknown", ErrorMotorBlocked: "motor blocked",
	ErrorClutch: "clutch failure", ErrorMotorTimeout: "motor timeout", ErrorBusy: "busy", ErrorCancelled: "cancelled",
	ErrorNotCalibrated: "not calibrated", ErrorPositionLimit: "motor position limit", ErrorLowVoltage: "low motor voltage",
	ErrorMotorPower: "motor power failure", ErrorClutchPower: "clutch power failure", ErrorVoltageTooLow: "voltage too low",
	ErrorFirmware: "firmware update needed",
}

func (e ErrorCode) String() string { return name(errorNames, e, "error") }
