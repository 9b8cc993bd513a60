package core

import (
	"errors"
	"fmt"
)

// Code is the seeds' numeric error code; ours begin at 9000. docs/errors.md has every one.
type Code int

const (
	CodeRequest      Code = 1100 // the request is invalid
	CodeInvalid      Code = 1101 // a value is invalid, or names what is not there
	CodeUnauthorized Code = 1500 // nobody stands behind the caller
	CodeActivation   Code = 1501 // an activation code is wrong or old
	CodeInternal     Code = 2201
	CodeRefused      Code = 2203 // operation cannot be executed
	CodeTree         Code = 2204 // more locks, repeaters or layers than an IQ can have
	CodeNotActivated Code = 2208 // the person has no PIN for this IQ yet
	CodeNotReleased  Code = 2210 // only the installer's console may act on the site
	CodeSubscription Code = 2212 // the subscription has ended, or has no slot left
	CodeNotFound     Code = 3104
	CodeLockOffline  Code = 3105
	CodeLockFailed   Code = 3102 // the lock was asked and said no, or did not answer
	CodeStoreStalled Code = 9001 // the disk does not confirm; nothing opens from afar
	CodeUnknown      Code = 9002 // it may have happened: look before you repeat it
	CodeHubAway      Code = 9003 // no hub answers on the socket; nothing was done
	CodeBusy         Code = 9004 // asked too often; nothing was done
)

// Error is what a caller decides on (Code) and a person is told (Text, then Do: what to do next).
type Error struct {
	Code Code   `json:"code"`
	Text string `json:"text"`
	Do   string `json:"do,omitempty"`
}

func (e *Error) Error() string {
	if e.Do == "" {
		return e.Text
	}
	return e.Text + ": " + e.Do
}

// MayHaveSucceeded is true when the lock may have done it all the same. Such a command is
// asked about by its id and never repeated blindly.
func (e *Error) MayHaveSucceeded() bool { return e.Code == CodeUnknown }

// Errorf makes an Error without advice.
func Errorf(c Code, format string, args ...any) *Error {
	return &Error{Code: c, Text: fmt.Sprintf(format, args...)}
}

// Advise adds what to do next.
func (e *Error) Advise(do string) *Error { e.Do = do; return e }

// AsError gives any error its code: the one that it carries, else CodeInternal. nil stays nil.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return Errorf(CodeInternal, "%v", err)
}

const outdated = "the site became another meanwhile, and nothing was done"

// Outdated is the refusal of edits that were planned on another version of the site.
func Outdated() *Error { return Errorf(CodeRefused, outdated).Advise("try again") }

// IsOutdated is true for that refusal: a plan on the newest version may do.
func (e *Error) IsOutdated() bool { return e != nil && e.Code == CodeRefused && e.Text == outdated }
