package softlock

import (
	"fmt"
	"time"

	"localiq/ble/nuki"
	"localiq/ble/nuki/softnuki"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// Models are those that a software lock can be; the first is what "" is.
var Models = []string{"localiq", "nuki", "nuki5"}

// HandsHelp lists what hands can do at a model's door, a verb a line.
func HandsHelp(model string) string {
	if model == "nuki" || model == "nuki5" {
		return softnuki.HandsHelp
	}
	return virtual.HandsHelp
}

// made is a lock of some model.
type made struct {
	virtual.Device
	name  string   // of GAP
	label []string // lines to begin with: who it is, and what is needed to pair
	close func()
}

func makeLock(cfg Config, say func(string)) (*made, error) {
	switch cfg.Model {
	case "", "localiq":
		return localIQ(cfg, say)
	case "nuki":
		return softNuki(cfg, nuki.Classic, say)
	case "nuki5":
		return softNuki(cfg, nuki.Fifth, say)
	}
	return nil, fmt.Errorf("softlock: there is no model %q: they are %v", cfg.Model, Models)
}

// The firmware that a Local IQ lock is made with. An image that is to take its place is for this
// model and has a higher number. It is a rehearsal: the lock says that it runs it, and runs what it
// ran.
const (
	model    = "softlock"
	firmware = "1.0"
	number   = 1
)

func localIQ(cfg Config, say func(string)) (*made, error) {
	maker, err := readMaker(cfg.Maker)
	if err != nil {
		return nil, err
	}
	l, err := virtual.New(virtual.Config{
		Model: model, Firmware: firmware, FirmwareNumber: number, Maker: maker, Memory: virtual.File(cfg.State), Say: say,
	}, clock.Real())
	if err != nil {
		return nil, err
	}
	m := &made{l, "Local IQ lock", []string{fmt.Sprintf("serial %s", l.Serial())}, l.Close}
	if !l.Paired() {
		m.label = append(m.label, "setup code "+l.SetupCode().Reveal())
	}
	return m, nil
}

// As a lock on a door: how long its motor turns, and holds the latch.
const (
	nukiMotor = 800 * time.Millisecond
	nukiLatch = 2 * time.Second
)

func softNuki(cfg Config, g nuki.Generation, say func(string)) (*made, error) {
	if cfg.Maker != "" {
		return nil, fmt.Errorf("softlock: a Nuki takes firmware from its own maker alone")
	}
	l, err := softnuki.New(softnuki.Config{
		Generation: g, Memory: virtual.File(cfg.State), Motor: nukiMotor, Latch: nukiLatch, Say: say,
	}, clock.Real())
	if err != nil {
		return nil, err
	}
	m := &made{l, l.Name(), []string{"nuki " + l.ID().String()}, l.Close}
	if !l.Paired() {
		m.label = append(m.label, "setup code "+l.SetupCode())
	}
	return m, nil
}
