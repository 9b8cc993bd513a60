package vradio

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"localiq/ble/radio"
)

const plugWait = 10 * time.Second

// Plug makes a new adapter hciN of the kernel's, and returns once the kernel has finished
// bringing it up.
func Plug(air *Air, addr [6]byte) (*Controller, error) {
	// Non-blocking: otherwise closing it during a read does not take the adapter away.
	fd, err := unix.Open("/dev/vhci", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("vradio: /dev/vhci: %w", err)
	}
	f := os.NewFile(uintptr(fd), "/dev/vhci")
	if _, err := f.Write([]byte{h4Vendor, 0}); err != nil {
		f.Close()
		return nil, fmt.Errorf("vradio: make an adapter: %w", err)
	}
	c := newController(air, addr, f)
	index := make(chan int, 1)
	go c.run(index)
	select {
	case c.Index = <-index:
	case <-time.After(plugWait):
		f.Close()
		return nil, errors.New("vradio: the kernel did not name the adapter")
	}
	ctx, cancel := context.WithTimeout(context.Background(), plugWait)
	defer cancel()
	if err := radio.WaitListed(ctx, c.Index); err != nil {
		f.Close()
		return nil, err
	}
	air.Add(c)
	return c, nil
}

// Name is the kernel's.
func (c *Controller) Name() string { return fmt.Sprintf("hci%d", c.Index) }
