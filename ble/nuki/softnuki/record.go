package softnuki

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"localiq/ble/nuki"
)

// record is what a power cut leaves. It holds keys, the PIN and codes.
type record struct {
	Version    int
	ID         uint32
	Generation nuki.Generation
	Key        [32]byte
	UUID       nuki.UUID
	PIN        uint32
	NoSensor   bool
	NoKeypad   bool

	Auths []auth
	Auth  nuki.AuthID // of the last one

	Bolt     nuki.LockState
	Trigger  nuki.Trigger
	Last     nuki.Action
	LastBy   nuki.Trigger
	LastDone nuki.Completion
	Door     nuki.DoorState
	Battery  int // percent
	Jammed   bool
	Changed  bool  // as the Bridge is told
	Skew     int64 // s by which its clock is wrong

	Settings    nuki.Settings
	ConfigCount uint8
	Sensor      nuki.DoorSensor

	Logging, DoorLogging bool
	Head                 uint32 // index of the newest entry; 0: none yet
	Log                  []nuki.LogEntry
	Codes                []code
	Code                 uint16 // id of the last one
}

// auth is somebody who may speak.
type auth struct {
	ID   nuki.AuthID
	Key  [32]byte
	Type nuki.IDType
	App  uint32
	Name string
}

const recordVersion = 1

func load(cfg Config) (*record, error) {
	b, err := cfg.Memory.Load()
	if err != nil {
		return nil, err
	}
	if b == nil {
		return fresh(cfg)
	}
	r := &record{}
	if err := json.Unmarshal(b, r); err != nil {
		return nil, fmt.Errorf("softnuki: the lock's memory cannot be read: %w", err)
	}
	if r.Version != recordVersion {
		return nil, fmt.Errorf("softnuki: the lock's memory has version %d, this lock reads %d", r.Version, recordVersion)
	}
	if slices.ContainsFunc(r.Codes, func(c code) bool { _, err := nuki.ParseCode(c.Digits); return err != nil }) {
		return nil, fmt.Errorf("softnuki: the lock's memory is damaged")
	}
	switch r.Bolt { // nobody turned it on
	case nuki.Unlatched, nuki.Unlatching, nuki.Unlocking, nuki.Locking:
		r.Bolt = nuki.Undefined
	}
	return r, nil
}

// fresh is a lock as it leaves the factory, locked, its door closed.
func fresh(cfg Config) (*record, error) {
	r := &record{
		Version: recordVersion, ID: uint32(cfg.ID), Generation: cfg.Generation, UUID: cfg.UUID,
		PIN: cfg.PIN.Number(), NoSensor: cfg.NoSensor, NoKeypad: cfg.NoKeypad, Auth: 1, Bolt: nuki.Locked,
		Door: nuki.DoorClosed, Battery: 100, Logging: !cfg.NoLog, DoorLogging: !cfg.NoLog && !cfg.NoSensor,
		Settings: nuki.Settings{Pairing: true, Button: true, LED: true, Brightness: 3, ZoneID: cfg.ZoneID},
		Sensor:   nuki.DoorSensor{Enabled: true},
	}
	if r.Generation == nuki.GenerationUnknown {
		r.Generation = nuki.Classic
	}
	if r.NoSensor {
		r.Door = nuki.DoorUnavailable
	}
	if r.Settings.ZoneID == 0 {
		r.Settings.ZoneID = nuki.ZoneNone
	}
	if err := r.draw(cfg); err != nil {
		return nil, fmt.Errorf("softnuki: make a lock: %w", err)
	}
	r.Settings.Name = nuki.ID(r.ID).Name()
	return r, nil
}

// draw makes by chance what nobody has chosen. Who has chosen all of it keeps his randomness.
func (r *record) draw(cfg Config) error {
	noPIN := cfg.PIN == nuki.PIN{}
	if r.ID != 0 && cfg.Key != nil && r.UUID != (nuki.UUID{}) && !noPIN {
		return nil
	}
	var b [56]byte
	if _, err := io.ReadFull(cfg.Random, b[:]); err != nil {
		return err
	}
	if r.ID == 0 {
		r.ID = binary.BigEndian.Uint32(b[:])
	}
	r.Key = [32]byte(b[4:36])
	if r.UUID == (nuki.UUID{}) {
		r.UUID = nuki.UUID(b[36:52])
	}
	if noPIN {
		r.PIN = binary.BigEndian.Uint32(b[52:]) % pins[r.Generation]
	}
	return nil
}

// pins is how many there are.
var pins = map[nuki.Generation]uint32{nuki.Classic: 1e4, nuki.Fifth: 1e6}

func (l *Lock) keepIfDirty() {
	if l.dirty {
		l.keep()
	}
}

// keep saves the record. A lock that cannot goes on without, as a real one would, and says so.
func (l *Lock) keep() error {
	b, err := json.Marshal(l.rec)
	if err == nil {
		err = l.cfg.Memory.Save(b)
	}
	if err != nil {
		l.say("the memory cannot be written")
		return err
	}
	l.dirty = false
	return nil
}

// known is the authorization of that id; nil: there is none.
func (r *record) known(id nuki.AuthID) *auth {
	if i := slices.IndexFunc(r.Auths, func(a auth) bool { return a.ID == id }); i >= 0 {
		return &r.Auths[i]
	}
	return nil
}

// bridged is true while somebody is to be told that something changed.
func (r *record) bridged() bool {
	return r.Generation == nuki.Classic && slices.ContainsFunc(r.Auths, func(a auth) bool { return a.Type == nuki.IDBridge })
}
