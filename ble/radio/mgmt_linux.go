package radio

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// The kernel's management of adapters, as far as we ask it (Linux: net/bluetooth/mgmt.h). All is
// little-endian; a message is opcode or event 2, index 2, length 2, then that many bytes.
const (
	noIndex       = 0xffff
	opIndexList   = 0x0003 // Read Controller Index List
	opInformation = 0x0004 // Read Controller Information
	evComplete    = 0x0001 // Command Complete
	evStatus      = 0x0002 // Command Status
	mgmtHeader    = 6
	answerTimeout = 500 // ms
	newsSlice     = 200 // ms, after which an ended context is noticed
)

// kernel is a socket on the management channel. It serves one goroutine.
type kernel struct{ fd int }

func openKernel() (*kernel, error) {
	fd, err := unix.Socket(unix.AF_BLUETOOTH, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.BTPROTO_HCI)
	if err != nil {
		return nil, err
	}
	if err := unix.Bind(fd, &unix.SockaddrHCI{Dev: noIndex, Channel: unix.HCI_CHANNEL_CONTROL}); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &kernel{fd}, nil
}

func (k *kernel) close() { unix.Close(k.fd) }

// indexes are the adapters that are up and nobody's own; none where there was no answer.
func (k *kernel) indexes() ([]int, error) {
	b, err := k.ask(opIndexList, noIndex)
	if err != nil {
		return nil, err
	}
	return indexList(b), nil
}

func (k *kernel) address(index int) ([6]byte, error) {
	b, err := k.ask(opInformation, uint16(index))
	if err != nil {
		return [6]byte{}, err
	}
	return information(b)
}

// ask returns the parameters of the answer; nil: there was none in time, or a refusal. News that
// come before it are skipped: whoever asks is about to look anyway.
func (k *kernel) ask(op, index uint16) ([]byte, error) {
	le := binary.LittleEndian
	m := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, op), index), 0)
	if _, err := unix.Write(k.fd, m); err != nil {
		return nil, err
	}
	for {
		b, err := k.read(answerTimeout)
		if b == nil || err != nil {
			return nil, err
		}
		if answer, is := answerTo(op, b); is {
			return answer, nil
		}
	}
}

// read returns nil when nothing came in time.
func (k *kernel) read(ms int) ([]byte, error) {
	for {
		p := []unix.PollFd{{Fd: int32(k.fd), Events: unix.POLLIN}}
		switch n, err := unix.Poll(p, ms); {
		case errors.Is(err, unix.EINTR):
			continue
		case n == 0 || err != nil:
			return nil, err
		}
		b := make([]byte, 512)
		n, err := unix.Read(k.fd, b)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		return b[:max(n, 0)], err
	}
}

// news returns when the kernel has something to say of any adapter, when d has passed, or when ctx
// ends.
func (k *kernel) news(ctx context.Context, d time.Duration) {
	for until := time.Now().Add(d); ctx.Err() == nil; {
		left := time.Until(until)
		if left <= 0 {
			return
		}
		b, err := k.read(min(newsSlice, int(left.Milliseconds())+1))
		if b != nil && err == nil {
			return
		}
	}
}

// answerTo reads a Command Complete (opcode 2, status 1, parameters) or Command Status (opcode 2,
// status 1) of op.
func answerTo(op uint16, b []byte) (parameters []byte, is bool) {
	le := binary.LittleEndian
	if len(b) < mgmtHeader+3 || le.Uint16(b[mgmtHeader:]) != op {
		return nil, false
	}
	switch refused := b[mgmtHeader+2] != 0; le.Uint16(b) {
	case evComplete:
		if refused {
			return nil, true
		}
		return b[mgmtHeader+3:], true
	case evStatus:
		return nil, true
	}
	return nil, false
}

// indexList reads count 2, indexes 2 each.
func indexList(b []byte) (is []int) {
	if len(b) < 2 {
		return nil
	}
	for b = b[2:]; len(b) >= 2; b = b[2:] {
		is = append(is, int(binary.LittleEndian.Uint16(b)))
	}
	return is
}

// information reads the address, which comes first and backwards.
func information(b []byte) (a [6]byte, err error) {
	if len(b) < 6 {
		return a, fmt.Errorf("radio: an adapter without an address")
	}
	for i := range a {
		a[i] = b[5-i]
	}
	return a, nil
}
