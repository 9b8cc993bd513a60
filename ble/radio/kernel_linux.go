package radio

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	openWait  = 5 * time.Second       // for the kernel to list the adapter, and for it to be let go
	openPause = 50 * time.Millisecond // between tries

	noIndex       = 0xffff
	opIndexList   = 0x0003 // mgmt: Read Controller Index List
	evComplete    = 0x0001 // mgmt: Command Complete
	betweenLists  = 5 * time.Millisecond
	answerTimeout = 500 // ms
)

// Claim opens an adapter: it waits until the kernel is ready for that and for a process that just
// died to be cleared away, and says what a person can do where it cannot.
func Claim[T any](ctx context.Context, adapter string, open func(index int) (T, error)) (dev T, err error) {
	index, err := Index(adapter)
	if err != nil {
		return dev, err
	}
	ctx, cancel := context.WithTimeout(ctx, openWait)
	defer cancel()
	if err := WaitListed(ctx, index); err != nil {
		return dev, err
	}
	for {
		dev, err = open(index)
		again := errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EINTR)
		if err == nil {
			return dev, nil
		}
		if !again || sleep(ctx, openPause) != nil {
			return dev, openError(adapter, err)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Index is the kernel's number of an adapter called "hciN".
func Index(adapter string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(adapter, "hci"))
	if err != nil || n < 0 || n >= noIndex || !strings.HasPrefix(adapter, "hci") {
		return 0, &OpenError{Why: fmt.Sprintf("%q is no adapter", adapter), Do: "name it as the kernel does: hci0, hci1, …"}
	}
	return n, nil
}

// WaitListed returns once the kernel lists the adapter, that is, has finished bringing it up.
// Who opens it earlier makes that fail, and the kernel then answers EBUSY for as long as the
// adapter lives.
func WaitListed(ctx context.Context, index int) error {
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return openError(fmt.Sprintf("hci%d", index), err)
	}
	defer unix.Close(fd)
	if err := unix.Bind(fd, &unix.SockaddrHCI{Dev: noIndex, Channel: unix.HCI_CHANNEL_CONTROL}); err != nil {
		return openError(fmt.Sprintf("hci%d", index), err)
	}
	for {
		listed, err := indexes(fd)
		if err != nil {
			return fmt.Errorf("radio: ask the kernel for its adapters: %w", err)
		}
		for _, i := range listed {
			if i == index {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return unlisted(fmt.Sprintf("hci%d", index))
		case <-time.After(betweenLists):
		}
	}
}

// unlisted is why the kernel lists no such adapter: there is none, or a program has it to itself.
func unlisted(adapter string) error {
	if _, err := os.Stat("/sys/class/bluetooth/" + adapter); err != nil {
		return openError(adapter, unix.ENODEV)
	}
	return openError(adapter, unix.EBUSY)
}

// indexes asks once; other news on the socket is skipped.
func indexes(fd int) ([]int, error) {
	ask := binary.LittleEndian.AppendUint16(nil, opIndexList)
	ask = append(ask, 0xff, 0xff, 0, 0)
	if _, err := unix.Write(fd, ask); err != nil {
		return nil, err
	}
	b := make([]byte, 1024)
	for {
		p := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		switch n, err := unix.Poll(p, answerTimeout); {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, err
		case n == 0:
			return nil, nil // no answer: ask again
		}
		n, err := unix.Read(fd, b)
		if err != nil {
			return nil, err
		}
		if is, ok := indexList(b[:n]); ok {
			return is, nil
		}
	}
}

// indexList reads mgmt's Command Complete of Read Controller Index List:
// event 2, index 2, length 2, opcode 2, status 1, count 2, indexes 2 each.
func indexList(b []byte) (is []int, ok bool) {
	le := binary.LittleEndian
	if len(b) < 11 || le.Uint16(b) != evComplete || le.Uint16(b[6:]) != opIndexList {
		return nil, false
	}
	for b = b[11:]; len(b) >= 2; b = b[2:] {
		is = append(is, int(le.Uint16(b)))
	}
	return is, true
}

// openError says what a person can do about an errno.
func openError(adapter string, err error) error {
	e := &OpenError{Why: fmt.Sprintf("%s cannot be opened (%v)", adapter, err), Err: err}
	switch {
	case errors.Is(err, unix.EBUSY):
		e.Do = "another program holds it, most often bluetoothd: systemctl stop bluetooth"
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		e.Do = "run it as root, or give it CAP_NET_ADMIN and CAP_NET_RAW"
	case errors.Is(err, unix.ENODEV):
		e.Do = "plug it in, or name another with --adapter"
	case errors.Is(err, unix.EAFNOSUPPORT), errors.Is(err, unix.EPROTONOSUPPORT):
		e.Do = "this kernel has no Bluetooth: load the module bluetooth"
	case errors.Is(err, unix.ERFKILL):
		e.Do = "it is switched off: rfkill unblock bluetooth"
	}
	return e
}
