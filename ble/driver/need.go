package driver

import "localiq/core"

// need says why a lock should be connected, the least first. Its order is the order of service.
type need uint8

const (
	needNone    need = iota
	needStay         // the door stands open: stay while nobody else wants the connection
	needUpdate       // bring another firmware
	needPoll         // read its state
	needJournal      // fetch
	needTable        // bring its table, its settings
	needRevoke       // a key ends with that table
	needAsk          // what became of a command, and whatever else a person waits for at the hub
	needAnswer       // somebody stands at the door
	needOpen
	needLock
)

var needWords = [...]string{"", "stay", "firmware", "poll", "journal", "table", "revocation", "outcome", "request", "open", "relock"}

func (n need) String() string { return needWords[n] }

// needOf is the need of a command. An acknowledgement is worth no connection of its own: every
// session begins with the newest, and a journal that runs full is advertised.
func needOf(op core.Op) need {
	switch op := op.(type) {
	case core.Turn:
		if op.Move.Closes() {
			return needLock
		}
		return needOpen
	case core.Answer:
		return needAnswer
	case core.AskResult:
		if op.Closes {
			return needLock
		}
		return needAsk
	case core.Identify, core.Release:
		return needAsk
	case core.SyncTable:
		if op.Revokes {
			return needRevoke
		}
		return needTable
	case core.Look:
		return needPoll
	case core.AckJournal:
		return needStay
	}
	return needNone
}
