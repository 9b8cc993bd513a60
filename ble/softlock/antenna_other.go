//go:build !linux

package softlock

import (
	"context"

	"localiq/ble/radio"
	"localiq/ble/virtual"
)

func antenna(context.Context, virtual.Device, string, string, func(string)) error {
	return &radio.OpenError{Why: "a software lock needs Linux", Do: "virtual locks run anywhere: localiq demo"}
}
