package radio

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"localiq/ble"
)

const (
	openWait  = 5 * time.Second       // of Claim
	tellAfter = 2 * time.Second       // a dongle that resets itself is back by then
	openPause = 50 * time.Millisecond // between tries, while nothing was told
	waitPause = 2 * time.Second       // and afterwards; the kernel's news wake it earlier
	openTries = 64                    // go-ble loses a descriptor with each: another process goes on
	swapWait  = 10 * time.Second      // for the same adapter under another name, before another one is taken under its name
)

// Claim opens an adapter: it waits until the kernel is ready for that and for a process that just
// died to be cleared away, and says what a person can do where it cannot.
func Claim[T any](ctx context.Context, adapter string, open func(index int) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, openWait)
	defer cancel()
	return claim(ctx, wanted{name: adapter, waits: func(error) {}}, open)
}

// claim tries until ctx ends, as long as there is hope without another start: an adapter may be
// plugged in, let go by its holder, or switched on. waits is told what it waits for.
func claim[T any](ctx context.Context, w wanted, open func(index int) (T, error)) (dev T, err error) {
	k, err := openKernel()
	if err != nil {
		return dev, openError(w.name, err)
	}
	defer k.close()
	began, pause := time.Now(), openPause
	for tries := 0; tries < openTries; {
		index, err := k.again(w, time.Since(began))
		wait := k.news
		if err == nil {
			if dev, err = open(index); err == nil {
				return dev, nil
			}
			tries++
			wait = rest // the news would be of our own doing
		}
		told := openError(w.name, err)
		if !passes(err) {
			return dev, told
		}
		if time.Since(began) > tellAfter {
			w.waits(told)
			pause = waitPause
		}
		if wait(ctx, pause); ctx.Err() != nil {
			return dev, told
		}
	}
	return dev, openError(w.name, unix.EBUSY)
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// passes is true for what may end by itself, or by a hand on a dongle or a switch.
func passes(err error) bool {
	for _, e := range []error{unix.EBUSY, unix.EINTR, unix.ENODEV, unix.ERFKILL, unix.EAGAIN} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Named is what an adapter is called by: its number with the kernel, which may be another after it
// was unplugged, or its own Bluetooth address (Index is -1), which never changes.
type Named struct {
	Index int
	Addr  [6]byte
}

// ParseAdapter reads "hci0" or "00:1A:7D:DA:71:13".
func ParseAdapter(adapter string) (Named, error) {
	if number, is := strings.CutPrefix(adapter, "hci"); is {
		if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < noIndex {
			return Named{Index: n}, nil
		}
	}
	if a, err := ble.ParseAddr(adapter); err == nil && !a.Random {
		return Named{Index: -1, Addr: a.MAC}, nil
	}
	return Named{}, &OpenError{Why: fmt.Sprintf("%q is no adapter", adapter),
		Do: "name it as the kernel does (hci0, hci1, …) or by its Bluetooth address (00:1A:7D:DA:71:13)"}
}

// WaitListed returns once the kernel lists the adapter, that is, has finished bringing it up.
// Who opens it earlier makes that fail, and the kernel then answers EBUSY for as long as the
// adapter lives.
func WaitListed(ctx context.Context, index int) error {
	k, err := openKernel()
	if err != nil {
		return openError(fmt.Sprintf("hci%d", index), err)
	}
	defer k.close()
	for {
		name := fmt.Sprintf("hci%d", index)
		if _, err := k.find(name); err == nil || !passes(err) {
			return err
		} else if k.news(ctx, openPause); ctx.Err() != nil {
			return openError(name, err)
		}
	}
}

// again finds an adapter that was there before by its own address, and for a while does not take
// another that has its name now.
func (k *kernel) again(w wanted, waited time.Duration) (index int, err error) {
	if w.was != ([6]byte{}) {
		if index, err = k.find(ble.Addr{MAC: w.was}.String()); err == nil {
			return index, nil
		}
	}
	index, named := k.find(w.name)
	if named == nil && err != nil && waited < swapWait {
		return 0, err
	}
	return index, named
}

// find is the kernel's number of an adapter that it lists.
func (k *kernel) find(adapter string) (int, error) {
	want, err := ParseAdapter(adapter)
	if err != nil {
		return 0, err
	}
	listed, err := k.indexes()
	if err != nil {
		return 0, fmt.Errorf("radio: ask the kernel for its adapters: %w", err)
	}
	for _, i := range listed {
		if i == want.Index {
			return i, nil
		}
		if a, err := k.address(i); want.Index < 0 && err == nil && a == want.Addr {
			return i, nil
		}
	}
	if want.Index >= 0 {
		if _, err := os.Stat("/sys/class/bluetooth/" + adapter); err == nil {
			return 0, unix.EBUSY // it is there, and a program has it to itself
		}
	}
	return 0, &absent{k.all(listed)}
}

// absent is an adapter that the kernel does not list, and what it lists instead.
type absent struct{ others string }

func (a *absent) Error() string { return "not plugged in" }
func (*absent) Unwrap() error   { return unix.ENODEV }

// all names the adapters that are there.
func (k *kernel) all(listed []int) string {
	var names []string
	for _, i := range listed {
		if a, err := k.address(i); err == nil {
			names = append(names, fmt.Sprintf("hci%d is %s", i, strings.ToUpper(ble.Addr{MAC: a}.String())))
		}
	}
	return strings.Join(names, ", ")
}

// openError says what a person can do about an error.
func openError(adapter string, err error) error {
	if e, ok := errors.AsType[*OpenError](err); ok {
		return e
	}
	e := &OpenError{Why: fmt.Sprintf("%s cannot be opened (%v)", adapter, err), Err: err}
	switch {
	case errors.Is(err, unix.EBUSY) && bluetoothd():
		e.Why, e.Do = adapter+" is held by bluetoothd", "switch that off: systemctl disable --now bluetooth"
	case errors.Is(err, unix.EBUSY):
		e.Why, e.Do = adapter+" is held by another program", "end it; if it is the system's Bluetooth service: systemctl disable --now bluetooth"
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		e.Why, e.Do = "no permission to use "+adapter, "run it as root, or give it CAP_NET_ADMIN and CAP_NET_RAW"
	case errors.Is(err, unix.ENODEV):
		e.Why, e.Do = adapter+" is not plugged in", "plug it in; no other adapter is there"
		if a, ok := errors.AsType[*absent](err); ok && a.others != "" {
			e.Do = fmt.Sprintf("plug it in, or name one that is there with --adapter (%s)", a.others)
		}
	case errors.Is(err, unix.EAFNOSUPPORT), errors.Is(err, unix.EPROTONOSUPPORT):
		e.Why, e.Do = "this kernel has no Bluetooth", "load it: modprobe bluetooth btusb"
	case errors.Is(err, unix.ERFKILL):
		e.Why, e.Do = adapter+" is switched off (rfkill)", "switch it on: rfkill unblock bluetooth"
	}
	return e
}

// bluetoothd is true while the system's own Bluetooth service runs.
func bluetoothd() bool {
	names, _ := filepath.Glob("/proc/[0-9]*/comm")
	for _, name := range names {
		if b, err := os.ReadFile(name); err == nil && string(b) == "bluetoothd\n" {
			return true
		}
	}
	return false
}
