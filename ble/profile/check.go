package profile

import (
	"fmt"
	"time"

	"localiq/core"
)

// Limits of what a message may hold. A message outside them is malformed.
const (
	MaxCredential = 32               // bytes
	MaxText       = 32               // bytes of UTF-8: model, firmware
	MaxDetail     = 64               // bytes of UTF-8
	MaxUnlock     = 10 * time.Minute // of a momentary opening
	MaxIdentify   = time.Minute
	MaxEntries    = 32 // of one ReadJournal; more are not sent
)

func check(m Message) error {
	ok := true
	switch m := m.(type) {
	case Verdict:
		ok = !m.Command.zero() && (m.Move == Move{} || m.Granted && m.Move.valid())
	case Do:
		ok = !m.Command.zero() && m.Move.valid()
	case AskResult:
		ok = !m.Command.zero()
	case SetClock:
		ok = m.UTC > 0 && (m.Quality == core.Holdover || m.Quality == core.Trusted)
	case Hello:
		ok = len(m.Model) <= MaxText && len(m.State.Firmware) <= MaxText && m.UTC >= 0
	case State:
		ok = len(m.Firmware) <= MaxText
	case AccessRequest:
		ok = len(m.Credential) > 0 && len(m.Credential) <= MaxCredential
	case Entry:
		ok = m.Index > 0 && len(m.Credential) <= MaxCredential && len(m.Ref) <= MaxRef
	case Result:
		ok = len(m.Detail) <= MaxDetail
	default:
		ok = checkAdmin(m) && checkTable(m) && checkDigital(m)
	}
	if !ok {
		return fmt.Errorf("%w: type 0x%02x", errMalformed, uint8(m.Type()))
	}
	return nil
}

func checkAdmin(m Message) bool {
	switch m := m.(type) {
	case Identify:
		return !m.Command.zero() && m.For > 0 && m.For <= MillisOf(MaxIdentify)
	case SetAdvert:
		return len(m.Key) == keySize
	case Release:
		return !m.Command.zero()
	case PutPeer: // a number that is not known is no RoleNone here, which takes away
		return len(m.Key) == keySize && (m.Role == RoleNone || m.Role == RoleInstaller || m.Role == RoleService)
	case Peers:
		return len(m.Peers) <= MaxPeers
	case FirmwareBegin:
		return len(m.Head) > 0 && len(m.Head) <= MaxHead
	case FirmwareData:
		return len(m.Data) > 0 && len(m.Data) <= MaxData
	}
	return true
}

// keySize is that of every key in a message.
const keySize = 32

// zero stands for no command in a journal, so no command has it.
func (c CommandID) zero() bool { return c == CommandID{} }

// valid is about the move itself; whether the lock can do it now is the lock's to say.
func (m Move) valid() bool {
	switch m.To {
	case core.BoltLocked:
		return m.For == 0 && m.Until == 0
	case core.BoltUnlocked:
		return m.For > 0 && m.For <= MillisOf(MaxUnlock) && m.Until == 0
	case core.BoltOffice:
		return m.Until >= 0
	}
	return false
}
