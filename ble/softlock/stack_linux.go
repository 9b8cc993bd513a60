package softlock

import (
	"fmt"
	"io"
	"log"

	goble "github.com/go-ble/ble"
	"github.com/go-ble/ble/linux"
	"github.com/go-ble/ble/linux/att"
	"github.com/go-ble/ble/linux/gatt"
	"github.com/go-ble/ble/linux/hci"
	"github.com/go-ble/ble/linux/hci/evt"
)

// open is what linux.NewDeviceWithName does, with a central of ours under each server.
func (h *host) open(index int) (*linux.Device, error) {
	c, err := hci.NewHCI(goble.OptDeviceID(index), goble.OptAdvParams(adParams),
		goble.OptDisconnectHandler(func(evt.DisconnectionComplete) { h.ended() }))
	if err != nil {
		return nil, err
	}
	if err := c.Init(); err != nil {
		c.Close()
		return nil, fmt.Errorf("softlock: %w", err)
	}
	s, err := gatt.NewServerWithName(h.name)
	if err == nil {
		err = s.SetServices(h.links.services())
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	go h.accept(c, s)
	return &linux.Device{HCI: c, Server: s}, nil
}

// accept gives each connection its server, until the adapter is closed.
func (h *host) accept(c *hci.HCI, s *gatt.Server) {
	for {
		l2c, err := c.Accept()
		if err != nil {
			if err != io.EOF {
				log.Printf("softlock: %v", err) // with go-ble's own remarks
			}
			return
		}
		l2c.SetRxMTU(goble.MaxMTU)
		who := newCentral(l2c)
		if server, err := att.NewServer(s.DB(), who); err == nil {
			go server.Loop()
			go h.links.expect(who)
		}
	}
}
