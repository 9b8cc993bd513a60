package virtual

import (
	"fmt"
	"io"

	"localiq/ble/profile"
	"localiq/core"
)

// journal is a ring of the newest lines. Acknowledging frees nothing: it only says what may be
// overwritten without loss, so a hub that was restored from a backup can read again.
type journal struct {
	ID    []byte
	Head  uint32 `json:",omitempty"` // index of the newest; 0: none yet
	Acked uint32 `json:",omitempty"`
	Lost  uint32 `json:",omitempty"` // overwritten before they were acknowledged
	Lines []line `json:",omitempty"` // the newest last, its index is Head
}

// line is an entry as it is kept. UTC is 0 where the clock was not set when it happened.
type line struct {
	Boot       uint32
	Up         int64 // ms since that boot
	UTC        int64 `json:",omitempty"` // ms
	Kind       profile.EntryKind
	Bolt       core.Bolt      `json:",omitzero"`
	By         core.BoltCause `json:",omitzero"`
	Command    []byte         `json:",omitempty"`
	KeyKind    core.KeyKind   `json:",omitzero"`
	Credential []byte         `json:",omitempty"`
	Ref        []byte         `json:",omitempty"`
	Held       bool           `json:",omitempty"`
	For        int64          `json:",omitempty"` // ms
}

func newJournal(random io.Reader) (journal, error) {
	j := journal{ID: make([]byte, 8)}
	if _, err := io.ReadFull(random, j.ID); err != nil {
		return j, fmt.Errorf("virtual: begin a journal: %w", err)
	}
	return j, nil
}

func (j *journal) sound() bool {
	for _, l := range j.Lines {
		if n := len(l.Command); n != 0 && n != len(profile.CommandID{}) || len(l.Credential) > profile.MaxCredential ||
			len(l.Ref) > profile.MaxRef || l.Up < 0 || l.For < 0 {
			return false
		}
	}
	return len(j.ID) == 8 && int64(len(j.Lines)) <= int64(j.Head) && j.Acked <= j.Head
}

// tail is the oldest index that is still there; Head+1 when none is.
func (j *journal) tail() uint32 { return j.Head - uint32(len(j.Lines)) + 1 }

// write keeps at most size lines.
func (j *journal) write(l line, size int) (index uint32) {
	j.Head++
	j.Lines = append(j.Lines, l)
	for len(j.Lines) > size {
		if first := j.tail(); first > j.Acked {
			j.Lost++
		}
		j.Lines = j.Lines[1:]
	}
	return j.Head
}

// at returns the line of an index; false where it was overwritten or is yet to come.
func (j *journal) at(index uint32) (line, bool) {
	if index < j.tail() || index > j.Head {
		return line{}, false
	}
	return j.Lines[index-j.tail()], true
}

// acknowledge never goes back.
func (j *journal) acknowledge(upTo uint32) {
	if upTo > j.Acked && upTo <= j.Head {
		j.Acked = upTo
	}
}

func (j *journal) unacked() int { return min(int(j.Head-j.Acked), len(j.Lines)) }

func (j *journal) id() profile.JournalID { return profile.JournalID(j.ID) }
