package nuki

import "fmt"

// Command numbers the messages [API p.11-12]; those above 0x004b are of later firmware.
type Command uint16

const (
	CmdRequestData     Command = 0x0001
	CmdPublicKey       Command = 0x0003
	CmdChallenge       Command = 0x0004
	CmdAuthenticator   Command = 0x0005
	CmdAuthData        Command = 0x0006
	CmdAuthID          Command = 0x0007
	CmdRemoveAuth      Command = 0x0008
	CmdStates          Command = 0x000c
	CmdLockAction      Command = 0x000d
	CmdStatus          Command = 0x000e
	CmdBatteryReport   Command = 0x0011
	CmdErrorReport     Command = 0x0012
	CmdSetConfig       Command = 0x0013
	CmdRequestConfig   Command = 0x0014
	CmdConfig          Command = 0x0015
	CmdAuthConfirm     Command = 0x001e
	CmdVerifyPIN       Command = 0x0020
	CmdSetTime         Command = 0x0021
	CmdRequestLog      Command = 0x0031
	CmdLogEntry        Command = 0x0032
	CmdLogCount        Command = 0x0033
	CmdSetLog          Command = 0x0034
	CmdKeypadAdd       Command = 0x0041
	CmdKeypadAdded     Command = 0x0042
	CmdKeypadList      Command = 0x0043
	CmdKeypadCount     Command = 0x0044
	CmdKeypadEntry     Command = 0x0045
	CmdKeypadUpdate    Command = 0x0046
	CmdKeypadRemove    Command = 0x0047
	CmdAuthInfo        Command = 0x004c
	CmdSetDoorSensor   Command = 0x0057
	CmdDoorSensorAsked Command = 0x0058
	CmdDoorSensor      Command = 0x0059
	CmdSetDoorLog      Command = 0x005a
)

var commandNames = map[Command]string{
	CmdRequestData: "request data", CmdPublicKey: "public key", CmdChallenge: "challenge",
	CmdAuthenticator: "authenticator", CmdAuthData: "authorization data", CmdAuthID: "authorization id", CmdRemoveAuth: "remove authorization",
	CmdStates: "states", CmdLockAction: "lock action", CmdStatus: "status", CmdBatteryReport: "battery report",
	CmdErrorReport: "error report", CmdSetConfig: "set config", CmdRequestConfig: "request config", CmdConfig: "config",
	CmdAuthConfirm: "authorization id confirmation", CmdVerifyPIN: "verify PIN", CmdSetTime: "set time",
	CmdRequestLog: "request log", CmdLogEntry: "log entry", CmdLogCount: "log count", CmdSetLog: "set logging",
	CmdKeypadAdd: "add code", CmdKeypadAdded: "code id", CmdKeypadList: "list codes", CmdKeypadCount: "code count",
	CmdKeypadEntry: "code", CmdKeypadUpdate: "update code", CmdKeypadRemove: "remove code",
	CmdAuthInfo: "authorization info", CmdSetDoorSensor: "set door sensor", CmdDoorSensorAsked: "request door sensor",
	CmdDoorSensor: "door sensor", CmdSetDoorLog: "set door logging",
}

func (c Command) String() string { return name(commandNames, c, "command") }

// name is what a number is called, or the number.
func name[T ~uint8 | ~uint16](names map[T]string, v T, kind string) string {
	if s, ok := names[v]; ok {
		return s
	}
	return fmt.Sprintf("%s 0x%02x", kind, uint16(v))
}
