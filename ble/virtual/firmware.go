package virtual

import (
	"time"

	"localiq/ble/profile"
)

const (
	maxBody    = 256 << 10   // bytes: all of it is saved anew with each piece
	renewAfter = time.Second // that the answer has to leave before the start
)

// update is the firmware, and the image that is to be the next.
type update struct {
	Runs version  `json:",omitzero"`  // zero: what the lock was made with
	Next *version `json:",omitempty"` // it is complete: the next start runs it
	Head []byte   `json:",omitempty"` // of the image that is being brought
	Body []byte   `json:",omitempty"`
}

type version struct {
	Number uint32
	Text   string
}

// settled is what stays when whoever brought an image is no longer served.
func (u update) settled() update { return update{Runs: u.Runs, Next: u.Next} }

// firmware is what runs: the newest of what it was made with and what it has taken since.
func (l *Lock) firmware() version {
	made := version{l.cfg.FirmwareNumber, l.cfg.Firmware}
	if u := l.rec.Update.Runs; u.Number > made.Number {
		return u
	}
	return made
}

func (c *Conn) beginFirmware(profile.FirmwareBegin) {}
func (c *Conn) takeFirmware(profile.FirmwareData)   {}
func (c *Conn) commitFirmware()                     {}
func (l *Lock) renew()                              {}
func (l *Lock) restart()                            {}
