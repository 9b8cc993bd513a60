package repeater

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"

	"localiq/core"
)

// said is what a failed conversation with a repeater of ours means to people.
func said(name, address string, a answer, err error) *core.Error {
	switch {
	case errors.Is(err, errStranger):
		return core.Errorf(core.CodeRefused, "at %s answers another box than the repeater %s", address, name).
			Advise("if it was set up anew, forget the repeater and add it again; else find out who answers there")
	case isNone(err):
		return core.Errorf(core.CodeRefused, "at %s answers another program than the repeater %s", address, name).
			Advise("see that its box runs at that port: localiq radio --listen")
	case refusedBy(err, "no application protocol"):
		return core.Errorf(core.CodeRefused, "the repeater %s does not know us any more: it was freed, or it runs another release", name).
			Advise("forget it and add it again")
	case refusedBy(err, "bad certificate"):
		return core.Errorf(core.CodeRefused, "the repeater %s belongs to another hub", name).
			Advise("free it there with: localiq radio --forget-hub")
	case a == notAllowed:
		return core.Errorf(core.CodeRefused, "the repeater %s may not carry us to that address", name).
			Advise("start it with --via-allow and the address")
	case a == cannotReach:
		return core.Errorf(core.CodeLockOffline, "the repeater %s does not reach the one behind it", name).
			Advise("see that the one behind it is switched on")
	}
	return silent(address, err)
}

// notAdded is why a box is no repeater of ours.
func notAdded(address string, err error) error {
	var told *core.Error
	switch {
	case errors.As(err, &told):
		return told
	case errors.Is(err, errOtherCode):
		return core.Errorf(core.CodeInvalid, "the code is not that of the box at %s", address).
			Advise("read the code that it shows now: it is new at each start, and good for one hub")
	case refusedBy(err, "no application protocol"), refusedBy(err, "bad certificate"):
		return core.Errorf(core.CodeRefused, "the box at %s has a hub already, or runs another release, or is no repeater", address).
			Advise("look at its screen: a repeater that has no hub shows a code there; one that has is freed with: localiq radio --forget-hub")
	}
	return foreign(address, err)
}

// foreign is somebody who takes the call, and does not speak as a repeater does.
func foreign(address string, err error) *core.Error {
	const compare = "compare the address and the port with what the box was started with: localiq radio --listen"
	switch {
	case isNone(err):
		return core.Errorf(core.CodeInvalid, "what answers at %s is no repeater", address).Advise(compare)
	case isAny(err, context.DeadlineExceeded, net.ErrClosed): // we have waited enough
		return core.Errorf(core.CodeLockOffline, "at %s somebody takes the call and says nothing", address).
			Advise(compare + "; if it is right, start that box anew")
	case isAny(err, io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE):
		return core.Errorf(core.CodeLockOffline, "at %s somebody took the call and hung up", address).
			Advise("try again: a repeater with too many callers does that; else " + compare)
	}
	return core.Errorf(core.CodeRefused, "what answers at %s does not speak as this hub's repeaters do", address).
		Advise(compare + "; if it is right, install the same release of localiq on both boxes")
}

// silent: the network, or the box, or its program.
func silent(address string, err error) *core.Error {
	if unknown, ok := errors.AsType[*net.DNSError](err); ok {
		return core.Errorf(core.CodeLockOffline, "the network knows no box of the name %s", unknown.Name).
			Advise("write its address in numbers, as in 192.168.1.20:8445")
	}
	return core.Errorf(core.CodeLockOffline, "no repeater answers at %s", address).
		Advise("see that the box is switched on and runs: localiq radio --listen")
}

// isNone is true for who cannot be a repeater of any release: it speaks no TLS, or shows a key of
// another kind, or agrees to nothing.
func isNone(err error) bool {
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	return noTLS || isAny(err, errKeyKind, errNoProtocol)
}

func isAny(err error, of ...error) bool {
	return slices.ContainsFunc(of, func(e error) bool { return errors.Is(err, e) })
}

// refusedBy knows the other side's alert, for which TLS has no exported value.
func refusedBy(err error, alert string) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "remote error" && strings.Contains(op.Err.Error(), alert)
}
