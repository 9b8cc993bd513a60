package clock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"localiq/core"
)

func system() Kernel { return linux{Real(), "/sys/class/rtc", "/dev"} }

// linux asks the kernel. None of it needs a privilege.
type linux struct {
	clock    core.Clock
	rtc, dev string
}

func (k linux) Now() core.Instant {
	at := k.clock.Now()
	at.Trust = core.Untrusted
	return at
}

// Synced is adjtimex. A kernel that was not disciplined for long says so by itself.
func (k linux) Synced() (time.Duration, bool) {
	var t unix.Timex
	state, err := unix.Adjtimex(&t)
	return time.Duration(max(t.Maxerror, t.Esterror)) * time.Microsecond, err == nil && state != unix.TIME_ERROR && t.Status&unix.STA_UNSYNC == 0
}

// Battery reads the clock that the kernel set its own by, else the first.
func (k linux) Battery() (int64, bool) {
	all, _ := filepath.Glob(filepath.Join(k.rtc, "rtc*"))
	for i, dir := range all {
		if line(dir, "hctosys") == "1" {
			all[0], all[i] = all[i], all[0]
		}
	}
	if len(all) == 0 || lostPower(filepath.Join(k.dev, filepath.Base(all[0]))) {
		return 0, false
	}
	s, err := strconv.ParseInt(line(all[0], "since_epoch"), 10, 64)
	return s*int64(time.Second) + int64(time.Second)/2, err == nil && s > 0
}

func line(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return strings.TrimSpace(string(b))
}

// lostPower asks the chip whether its supply failed (RTC_VL_READ). One that cannot be asked, or that
// we may not ask, has not said so.
func lostPower(dev string) bool {
	f, err := os.Open(dev)
	if err != nil {
		return false
	}
	defer f.Close()
	const dataInvalid = 1 // RTC_VL_DATA_INVALID; an older driver says 1 for whatever is low
	flags, err := unix.IoctlGetInt(int(f.Fd()), unix.RTC_VL_READ)
	return err == nil && flags&dataInvalid != 0
}

// WasSet holds a timer that is never to fire: setting the clock cancels it.
func (k linux) WasSet(ctx context.Context, set chan<- struct{}) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_REALTIME, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	if err != nil {
		return
	}
	f := os.NewFile(uintptr(fd), "timerfd")
	defer context.AfterFunc(ctx, func() { f.Close() })()
	defer f.Close()
	for arm(f) == nil {
		var b [8]byte
		switch _, err := f.Read(b[:]); {
		case err == nil: // it fired: a year has gone
		case errors.Is(err, unix.ECANCELED):
			select {
			case set <- struct{}{}:
			default: // not looked yet since the last time
			}
		default:
			return
		}
	}
}

// arm goes through the file, because a number that was closed may be another's by now.
func arm(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	year := unix.ItimerSpec{Value: unix.NsecToTimespec(time.Now().AddDate(1, 0, 0).UnixNano())}
	var set error
	err = conn.Control(func(fd uintptr) {
		set = unix.TimerfdSettime(int(fd), unix.TFD_TIMER_ABSTIME|unix.TFD_TIMER_CANCEL_ON_SET, &year, nil)
	})
	return errors.Join(err, set)
}
