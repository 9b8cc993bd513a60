package virtual

import (
	"encoding/json"
	"fmt"
	"io"

	"localiq/ble/profile"
	"localiq/core"
)

// record is what a power cut leaves: who the lock is, whom it serves, what it remembers, and
// how its parts stand.
type record struct {
	Version int
	Serial  []byte
	Secret  []byte // of the setup code
	Private []byte // of the lock's own key
	Hub     []byte `json:",omitempty"` // the key that may open a session; none: not paired
	Boot    uint32 // starts, this one included
	Seq     uint32 // of the advertisement

	AdvertKey []byte `json:",omitempty"` // that seals it; none: it goes out in clear

	Bolt    core.Bolt
	Contact core.Contact
	Battery uint8
	Jammed  bool `json:",omitempty"`

	Journal journal
	Results []remembered `json:",omitempty"` // oldest first, at most profile.Remembered
}

const recordVersion = 1

// remembered is what became of a command. ResultAccepted: it was being done.
type remembered struct {
	Command []byte
	Result  core.Result
	Detail  string `json:",omitempty"`
}

// load reads the record, or makes a new lock's.
func load(cfg Config) (*record, error) {
	b, err := cfg.Memory.Load()
	if err != nil {
		return nil, err
	}
	if b == nil {
		return manufacture(cfg)
	}
	var r record
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("virtual: the lock's memory cannot be read: %w", err)
	}
	if r.Version != recordVersion {
		return nil, fmt.Errorf("virtual: the lock's memory has version %d, this lock reads %d", r.Version, recordVersion)
	}
	if !r.sound() {
		return nil, fmt.Errorf("virtual: the lock's memory is damaged")
	}
	if s := profile.Serial(r.Serial); cfg.Serial != (profile.Serial{}) && s != cfg.Serial {
		return nil, fmt.Errorf("virtual: the memory is that of lock %s, not of %s", s, cfg.Serial)
	}
	return &r, nil
}

func (r *record) sound() bool {
	for _, m := range r.Results {
		if len(m.Command) != len(profile.CommandID{}) || len(m.Detail) > profile.MaxDetail {
			return false
		}
	}
	return len(r.Serial) == 4 && len(r.Secret) == 16 && len(r.Private) == 32 && (len(r.Hub) == 0 || len(r.Hub) == 32) && r.Journal.sound()
}

// manufacture makes a lock that nobody has paired yet.
func manufacture(cfg Config) (*record, error) {
	r := &record{Version: recordVersion, Serial: cfg.Serial[:], Bolt: core.BoltLocked, Contact: core.ContactClosed, Battery: 100}
	if cfg.NoSensor {
		r.Contact = core.ContactAbsent
	}
	r.Secret = make([]byte, 16)
	if cfg.Serial == (profile.Serial{}) {
		r.Serial = make([]byte, 4)
		if _, err := io.ReadFull(cfg.Random, r.Serial); err != nil {
			return nil, fmt.Errorf("virtual: make a serial: %w", err)
		}
	}
	if _, err := io.ReadFull(cfg.Random, r.Secret); err != nil {
		return nil, fmt.Errorf("virtual: make a setup code: %w", err)
	}
	return r, r.forget(cfg.Random)
}

// forget is the factory reset: another key, another journal, nobody served. The serial and the
// setup code are printed on the lock and stay.
func (r *record) forget(random io.Reader) error {
	k, err := profile.NewKeyPair(random)
	if err != nil {
		return err
	}
	private := k.Private()
	r.Private, r.Hub, r.Results = private[:], nil, nil
	return r.Journal.begin(random)
}

func (r *record) code() profile.SetupCode {
	return profile.NewSetupCode(profile.Serial(r.Serial), [16]byte(r.Secret))
}

func (r *record) key() (profile.KeyPair, error) { return profile.KeyPairFrom([32]byte(r.Private)) }

func (r *record) hub() *profile.PublicKey {
	if len(r.Hub) == 0 {
		return nil
	}
	p := profile.PublicKey(r.Hub)
	return &p
}

// recall finds what became of a command.
func (r *record) recall(id profile.CommandID) (remembered, bool) {
	for _, m := range r.Results {
		if profile.CommandID(m.Command) == id {
			return m, true
		}
	}
	return remembered{}, false
}

// remember keeps the newest profile.Remembered; a command that is there already keeps its place.
func (r *record) remember(id profile.CommandID, res core.Result, detail string) {
	m := remembered{id[:], res, detail}
	for i := range r.Results {
		if profile.CommandID(r.Results[i].Command) == id {
			r.Results[i] = m
			return
		}
	}
	r.Results = append(r.Results, m)
	if n := len(r.Results); n > profile.Remembered {
		r.Results = r.Results[n-profile.Remembered:]
	}
}
