package virtual

import (
	"fmt"
	"io"
	"slices"

	"localiq/ble/profile"
	"localiq/core"
)

// record is what a power cut leaves: who the lock is, whom it serves, what it remembers, and
// how its parts stand. What is reached through it is never changed in place, so that a copy of it
// is what was (keeps).
type record struct {
	Version int
	Serial  []byte
	Secret  []byte // of the setup code
	Private []byte // of the lock's own key
	Peers   []peer `json:",omitempty"` // who may open a session; none: not paired
	Boot    uint32 // starts, this one included
	Seq     uint32 // of the advertisement
	Leaving bool   `json:",omitempty"` // it was released, and has yet to forget

	AdvertKey []byte `json:",omitempty"` // that seals the advertisement; none: it goes out in clear

	Site []byte `json:",omitempty"` // Ed25519: whose certificates it takes; none: no phone's
	Word []byte `json:",omitempty"` // that phones know

	Bolt    core.Bolt
	Contact core.Contact
	Battery uint8
	Jammed  bool `json:",omitempty"`

	Journal journal
	Results []remembered `json:",omitempty"` // oldest first, at most profile.Remembered
	Codes   codes        `json:",omitzero"`
	Met     int64        `json:",omitempty"` // ms UTC, when a hub was here last; 0: the clock was not set
	Table   *table       `json:",omitempty"` // that counts
	Staged  *brought     `json:",omitempty"` // that is being brought
	Update  update       `json:",omitzero"`
}

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
	r, err := read(b)
	if err != nil {
		return nil, err
	}
	if s := profile.Serial(r.Serial); cfg.Serial != (profile.Serial{}) && s != cfg.Serial {
		return nil, fmt.Errorf("virtual: the memory is that of lock %s, not of %s", s, cfg.Serial)
	}
	return r, nil
}

func (r *record) sound() bool {
	if _, err := r.tables(); err != nil {
		return false
	}
	for _, m := range r.Results {
		if len(m.Command) != len(profile.CommandID{}) || len(m.Detail) > profile.MaxDetail {
			return false
		}
	}
	return len(r.Serial) == 4 && len(r.Secret) == 16 && len(r.Private) == 32 && (len(r.AdvertKey) == 0 || len(r.AdvertKey) == 32) &&
		(len(r.Site) == 0 && len(r.Word) == 0 || len(r.Site) == 32 && len(r.Word) == 32) &&
		r.peersSound() && r.Journal.sound() && r.Codes.sound() && r.Met >= 0
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

// forget is the factory reset: another key, and nothing of those whom it served. The serial and
// the setup code are printed on the lock and stay; so does the firmware.
func (r *record) forget(random io.Reader) error {
	k, err := profile.NewKeyPair(random)
	if err != nil {
		return err
	}
	if err := r.disown(random); err != nil {
		return err
	}
	private := k.Private()
	r.Private = private[:]
	return nil
}

// disown ends the service of whoever was served: nothing of theirs is for another's eyes, and
// nobody whom they let in comes in any more.
func (r *record) disown(random io.Reader) error {
	j, err := newJournal(random)
	if err != nil {
		return err
	}
	r.Journal, r.Peers, r.Results, r.AdvertKey, r.Codes = j, nil, nil, nil, codes{}
	r.Site, r.Word = nil, nil
	r.Table, r.Staged, r.Met, r.Leaving, r.Update = nil, nil, 0, false, r.Update.settled()
	return nil
}

// serve makes a key the hub's. Another one than before finds a lock as new.
func (r *record) serve(hub profile.PublicKey, random io.Reader) error {
	if r.role(hub) == profile.RoleHub {
		return nil
	}
	if err := r.disown(random); err != nil {
		return err
	}
	r.put(hub, profile.RoleHub)
	return nil
}

func (r *record) code() profile.SetupCode {
	return profile.NewSetupCode(profile.Serial(r.Serial), [16]byte(r.Secret))
}

func (r *record) key() (profile.KeyPair, error) { return profile.KeyPairFrom([32]byte(r.Private)) }

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
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		if profile.CommandID(r.Results[i].Command) == id {
			r.Results[i] = m
			return
		}
	}
	r.Results = append(r.Results, m)
	r.Results = r.Results[max(len(r.Results)-profile.Remembered, 0):]
}
