package nuki

// What a client asks of the bolt [API p.27-28].

// LockAction needs no PIN. The answers: Status Accepted (may be missing), States while it moves
// and when it has moved, Status Complete; an ErrorReport may take the place of any.
type LockAction struct {
	Action Action
	App    uint32
	Flags  ActionFlags
	Suffix string // at most 20 bytes, into the lock's own log behind our name; "": none is sent
	Nonce  Nonce
}

// ActionFlags say more about an action.
type ActionFlags uint8

const (
	FlagAutoUnlock ActionFlags = 1 << iota
	FlagForce
)

const suffixSize = 20

func (LockAction) Command() Command { return CmdLockAction }

func (m LockAction) write(w *writer) {
	w.u8(uint8(m.Action))
	w.u32(m.App)
	w.u8(uint8(m.Flags))
	if m.Suffix != "" {
		w.text(m.Suffix, suffixSize)
	}
	w.bytes(m.Nonce[:])
}

func readLockAction(r *reader) LockAction {
	m := LockAction{Action: Action(r.u8()), App: r.u32(), Flags: ActionFlags(r.u8())}
	if len(r.b) == suffixSize+len(m.Nonce) {
		m.Suffix = r.text(suffixSize)
	}
	m.Nonce = r.nonce()
	return m
}
