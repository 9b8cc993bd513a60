package profile

// Allows says whether a peer of that role may say it to a lock. A lock asks it of every message,
// whatever else the message says, and answers what is not allowed with ErrorForbidden. What is
// not listed is not allowed.
func (r Role) Allows(t Type) bool {
	switch r {
	case RoleHub:
		return t == TypeError || t.toLock() && decoders[t] != nil && t != TypePresent
	case RoleInstaller:
		return t == TypeAck || t == TypeError || t == TypeLook || t == TypeIdentify || t == TypeSetClock
	case RoleService:
		return t == TypeAck || t == TypeError || t == TypeLook ||
			t == TypeFirmwareBegin || t == TypeFirmwareData || t == TypeFirmwareCommit
	case RolePhone:
		return t == TypeAck || t == TypeError || t == TypePresent
	}
	return false
}

// Told is what a peer of that role hears of what a lock says to all; false: nothing. Whose key it
// was, and what it is made of, is for the hub only.
func (r Role) Told(m Message) (Message, bool) {
	switch r {
	case RoleHub:
		return m, true
	case RolePhone:
		switch m.(type) {
		case Outcome, Error:
			return m, true
		}
		return nil, false
	}
	switch m := m.(type) {
	case AccessRequest, Peers, TableState:
		return nil, false
	case Entry:
		m.Credential, m.Ref = nil, nil
		return m, r != RoleNone
	}
	return m, r != RoleNone
}

// Refuse answers a message that is not taken, with the command that it names.
func Refuse(code ErrorCode, m Message) Error {
	e := Error{Code: code, Of: m.Type()}
	switch m := m.(type) {
	case Verdict:
		e.Command = m.Command
	case Do:
		e.Command = m.Command
	case Identify:
		e.Command = m.Command
	case Release:
		e.Command = m.Command
	}
	return e
}
