package softlock

import (
	"fmt"
	"slices"

	"github.com/go-ble/ble/linux"
	"github.com/go-ble/ble/linux/hci/cmd"

	"localiq/ble"
)

// public is the address that the controller was made with.
func public(dev *linux.Device) (ble.Addr, error) {
	a, err := ble.ParseAddr(dev.HCI.Addr().String())
	if err != nil {
		return a, fmt.Errorf("softlock: the controller's own address: %w", err)
	}
	return a, nil
}

// goBy has the controller advertise from that address, and silences it until it is told to
// advertise: neither address nor parameters can be set while it does (Core Spec Vol 4 Part E
// 7.8.4, 7.8.5). A link that stands is not touched.
func goBy(dev *linux.Device, a ble.Addr) error {
	if err := dev.HCI.StopAdvertising(); err != nil {
		return fmt.Errorf("softlock: stop advertising: %w", err)
	}
	params := adParams
	if a.Random {
		mac := a.MAC
		slices.Reverse(mac[:])
		if err := dev.HCI.Send(&cmd.LESetRandomAddress{RandomAddress: mac}, nil); err != nil {
			return fmt.Errorf("softlock: set the private address: %w", err)
		}
		params.OwnAddressType = 1
	}
	if err := dev.HCI.Send(&params, nil); err != nil {
		return fmt.Errorf("softlock: set the advertising parameters: %w", err)
	}
	return nil
}
