package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"localiq/ble"
	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core"
	"localiq/hub"
	"localiq/hub/demo"
	"localiq/store"
)

// demoLock is a lock in software at a door of the demo, of whichever make.
type demoLock struct {
	virtual.Device
	close  func()
	window string        // what hands do to let it be paired
	label  func() string // its setup code
	opens  func() bool
	hands  func(line string) error // of package demo
}

// fit makes the locks of the demo's doors, on the air, each with a memory of its own; the last of
// them are Nukis. codes are what people type instead of the tags that they present elsewhere.
func (c *demoCmd) fit(town demo.Town, codes map[string]string, air *virtual.Air, clk core.Clock) (map[core.DoorID]demoLock, error) {
	locks := map[core.DoorID]demoLock{}
	for i, d := range town.Doors {
		memory := virtual.File(filepath.Join(c.Data, fmt.Sprintf("lock-%s.state", d.ID)))
		l, err := demoLock{}, error(nil)
		if i < len(town.Doors)-c.Nuki {
			l, err = ourLock(memory, clk)
		} else {
			l, err = nukiLock(memory, codes, clk)
		}
		if err != nil {
			closed(locks)
			return nil, err
		}
		locks[d.ID] = l
		air.Add(ble.Addr{MAC: [6]byte{0xC0, 0xDE, 0, 0, 0, byte(i)}, Random: true}, l, int8(-48-5*(i%10)))
	}
	return locks, nil
}

func closed(locks map[core.DoorID]demoLock) {
	for _, l := range locks {
		l.close()
	}
}

func ourLock(memory virtual.Memory, clk core.Clock) (demoLock, error) {
	l, err := virtual.New(virtual.Config{Model: "Virtual", Firmware: version, Memory: memory}, clk)
	if err != nil {
		return demoLock{}, err
	}
	return ours(l), nil
}

func ours(l *virtual.Lock) demoLock {
	return demoLock{l, l.Close, "pair", func() string { return l.SetupCode().Reveal() }, func() bool {
		b := l.State().Bolt
		return b == core.BoltUnlocked || b == core.BoltOffice
	}, l.Hands}
}

// demoPIN is the admin PIN of the demo's Nukis, for who tries `localiq lock pin` (docs/locks.md).
const demoPIN = "1379"

// demoZone is the time of the demo's office, as a Nuki numbers it: its codes have limits in that.
const demoZone = 37

func nukiLock(memory virtual.Memory, codes map[string]string, clk core.Clock) (demoLock, error) {
	pin, err := nuki.ParsePIN(demoPIN)
	if err != nil {
		return demoLock{}, err
	}
	l, err := softnuki.New(softnuki.Config{Memory: memory, PIN: pin, ZoneID: demoZone, Motor: 800 * time.Millisecond, Latch: 2 * time.Second}, clk)
	if err != nil {
		return demoLock{}, err
	}
	return demoLock{l, l.Close, "pairing on", l.SetupCode, func() bool {
		b := l.State().Lock
		return b == nuki.Unlocked || b == nuki.Unlatched
	}, func(line string) error { return l.Hands(atNuki(line, codes)) }}, nil
}

// stranger is a code that nobody was given.
const stranger = "code 987654"

// atNuki is what people do at a Nuki who would do line at a lock of ours: it reads no tags, and from
// inside its knob is turned.
func atNuki(line string, codes map[string]string) string {
	tag, ok := strings.CutPrefix(line, "tag ")
	switch {
	case line == "handle":
		return "manual unlock"
	case !ok:
		return line
	case codes[tag] == "":
		return stranger
	}
	return "code " + codes[tag]
}

// codes gives everybody of the town a PIN beside the tag, and returns each PIN by the tag's number.
// In a town that is there already they are the ones that were given then.
func codes(s *store.Store, town *demo.Town) (map[string]string, error) {
	all, taken := map[string]string{}, map[core.Digest]bool{}
	for i := range town.Private {
		p := &town.Private[i]
		key := core.Key{ID: core.KeyID(fmt.Sprintf("n-%05d", i+1)), Person: p.Person, Kind: core.KeyPIN, State: core.KeyActive}
		kept, err := s.Secrets(p.Person)
		if err != nil {
			return nil, err
		}
		pin, ok := kept[key.ID]
		if !ok {
			if pin, err = s.NewPIN(core.PINDigits, func(d core.Digest) bool { return taken[d] }); err != nil {
				return nil, err
			}
		}
		key.Digest = s.Digest(core.KeyPIN, []byte(pin.Reveal()))
		taken[key.Digest] = true
		for _, tag := range p.Secrets {
			all[tag.Reveal()] = pin.Reveal()
		}
		p.Secrets[key.ID] = pin
		town.Edits = append(town.Edits, core.Put(key))
	}
	return all, nil
}

// pair fits a lock as an installer does: a pairing that breaks off, in a hurried demo on a busy
// machine, is tried again. The hub is asked when the lock's window is open and settled has returned.
func pair(ctx context.Context, h *hub.Hub, l demoLock, door core.DoorID, settled func(context.Context)) error {
	for tries := 1; ; tries++ {
		if err := l.Hands(l.window); err != nil {
			return err
		}
		settled(ctx)
		t := h.Box().Ask(ctx, core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: core.PairLock{Code: l.label(), Door: door}})
		switch {
		case t.Error == nil:
			return nil
		case tries == 5 || ctx.Err() != nil:
			return t.Error
		}
	}
}
