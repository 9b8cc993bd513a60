package driver

import (
	"localiq/ble/nuki"
	"localiq/core"
)

// LimitsOf are those of a code, for a lock that nobody has made.
func LimitsOf(r core.Row, t core.Table) (nuki.Limits, bool) { return limitsOf(r, t) }
