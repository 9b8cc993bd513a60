package driver

import (
	"bytes"
	"slices"

	"localiq/ble/nuki"
	"localiq/core"
)

// nukiMemory is what a session leaves for the next one with the same lock. It goes with a restart,
// so nothing that must be right rests on it.
type nukiMemory struct {
	admin    core.Sealed // the code that verified and refused are about
	verified bool
	refused  bool

	seen     nuki.Seen
	deaf     int  // sessions in a row in which it understood nothing
	sensor   bool // it has told of its door
	tampered bool
	config   nukiConfig
	logging  bool // we have seen to it that it keeps a log
	noLog    int  // times in a row that it would not show it

	wrong    []wrong
	outcomes []outcome
}

// wrong is a code that was refused.
type wrong struct {
	index uint32 // in the log
	at    int64  // s by the lock's own clock
}

// nukiConfig is what of a lock's settings is of use here.
type nukiConfig struct {
	known    bool
	count    uint8 // of the settings' changes, as the states tell
	keypad   bool  // or it does not tell
	firmware string
}

// about begins anew for another admin PIN.
func (m *nukiMemory) about(admin core.Sealed) {
	if !bytes.Equal(m.admin, admin) {
		m.admin, m.verified, m.refused = admin, false, false
	}
}

// outcome is what became of an action of ours, as far as we know.
type outcome struct {
	id     core.CommandID
	known  bool // result is the last word
	sent   bool // it may have reached the lock
	result core.Result
	detail string
	asked  int // times that nobody could tell
}

// outcomesKept is as many as a lock of ours keeps.
const outcomesKept = 16

// outcome is nil for a command that we know nothing of: it was before a restart.
func (m *nukiMemory) outcome(id core.CommandID) *outcome {
	for i := range m.outcomes {
		if m.outcomes[i].id == id {
			return &m.outcomes[i]
		}
	}
	return nil
}

// note finds or makes the place of a command.
func (m *nukiMemory) note(id core.CommandID) *outcome {
	if o := m.outcome(id); o != nil {
		return o
	}
	if len(m.outcomes) == outcomesKept {
		m.outcomes = slices.Delete(m.outcomes, 0, 1)
	}
	m.outcomes = append(m.outcomes, outcome{id: id})
	return &m.outcomes[len(m.outcomes)-1]
}

func (o *outcome) settle(r core.Result, detail string) { o.known, o.result, o.detail = true, r, detail }
