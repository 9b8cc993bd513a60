//go:build !linux

package radio

import (
	"context"
	"errors"
)

func openAdapter(context.Context, wanted) (device, error) {
	return nil, &OpenError{Why: "this system's Bluetooth is not supported", Do: "run on Linux, or use `localiq demo`", Err: errors.ErrUnsupported}
}
