//go:build !unix

package radio

import (
	"context"
	"errors"
)

// Exec cannot start a radio here.
func Exec(string) Start {
	return func(context.Context) (Process, error) {
		return nil, &OpenError{Why: "this system's Bluetooth is not supported", Do: "run on Linux, or use `localiq demo`", Err: errors.ErrUnsupported}
	}
}
