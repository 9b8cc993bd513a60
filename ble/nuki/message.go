package nuki

import (
	"errors"
	"fmt"
)

// Message is one command with its payload, whoever sends it: on the air cmd u16 ‖ payload, all
// integers little-endian. Messages are values, without pointers, and comparable with ==
// (but compare a PIN or a Code with its Same).
type Message interface {
	Command() Command
	write(*writer)
}

// What a caller decides on.
var (
	ErrUnknown   = errors.New("nuki: no such command")
	ErrMalformed = errors.New("nuki: a payload is not as it should be") // its length, or a part that cannot be
	ErrText      = errors.New("nuki: a name is too long or has characters that no lock takes")
)

// Encode writes cmd ‖ payload; it fails for what the other end could not read: a PIN that is
// none, a name that does not fit.
func Encode(m Message) ([]byte, error) {
	w := &writer{b: make([]byte, 0, 128)}
	w.u16(uint16(m.Command()))
	m.write(w)
	if w.err != nil {
		return nil, fmt.Errorf("nuki: write %v: %w", m.Command(), w.err)
	}
	return w.b, nil
}

// Decode reads what Encode writes, by whoever wrote it. Its errors quote no payload.
func Decode(b []byte) (Message, error) {
	r := &reader{b: b}
	c := Command(r.u16())
	if r.bad {
		return nil, ErrMalformed
	}
	f, ok := forms[c]
	if !ok {
		return nil, fmt.Errorf("%w: %v", ErrUnknown, c)
	}
	m := f.read(r)
	if r.bad || len(r.b) > 0 && !f.grows {
		return nil, fmt.Errorf("%w: %v", ErrMalformed, c)
	}
	return m, nil
}

// form is how a command's payload is read. One that grows may be longer than what is known, as
// a later firmware's is; then the tail is passed over.
type form struct {
	read  func(*reader) Message
	grows bool
}

func exact[T Message](f func(*reader) T) form {
	return form{func(r *reader) Message { return f(r) }, false}
}

func grows[T Message](f func(*reader) T) form {
	return form{func(r *reader) Message { return f(r) }, true}
}

var forms = map[Command]form{
	CmdRequestData:     exact(readRequestData),
	CmdPublicKey:       exact(readKeyShare),
	CmdChallenge:       exact(readChallenge),
	CmdAuthenticator:   exact(readAuthenticator),
	CmdAuthData:        {readAuthData, false},
	CmdAuthID:          {readAuthID, false},
	CmdRemoveAuth:      exact(readRemoveAuth),
	CmdAuthConfirm:     exact(readConfirmation),
	CmdAuthInfo:        exact(readAuthInfo),
	CmdStates:          grows(readStates),
	CmdLockAction:      exact(readLockAction),
	CmdStatus:          grows(readStatus),
	CmdBatteryReport:   grows(readBatteryReport),
	CmdErrorReport:     grows(readErrorReport),
	CmdSetConfig:       exact(readSetConfig),
	CmdRequestConfig:   exact(readConfigRequest),
	CmdConfig:          grows(readConfig),
	CmdVerifyPIN:       exact(readVerifyPIN),
	CmdSetTime:         exact(readSetTime),
	CmdRequestLog:      exact(readLogRequest),
	CmdLogEntry:        grows(readLogEntry),
	CmdLogCount:        grows(readLogCount),
	CmdSetLog:          exact(readSetLog),
	CmdKeypadAdd:       exact(readKeypadAdd),
	CmdKeypadAdded:     grows(readKeypadAdded),
	CmdKeypadList:      exact(readKeypadList),
	CmdKeypadCount:     grows(readKeypadCount),
	CmdKeypadEntry:     grows(readKeypadEntry),
	CmdKeypadUpdate:    exact(readKeypadUpdate),
	CmdKeypadRemove:    exact(readKeypadRemove),
	CmdSetDoorSensor:   exact(readSetDoorSensor),
	CmdDoorSensorAsked: exact(readDoorSensorRequest),
	CmdDoorSensor:      grows(readDoorSensor),
	CmdSetDoorLog:      exact(readSetDoorLog),
}

// Unreadable stands for an authentic message of which nothing could be made: a later firmware's.
// It cannot be sent.
type Unreadable struct{ Of Command }

func (m Unreadable) Command() Command { return m.Of }
func (m Unreadable) write(w *writer)  { w.fail(ErrUnknown) }
