// Package e2e runs the shipped binary over a real kernel's Bluetooth. Its tests need the guest
// of ble/rig/run.sh: they have the build tag e2e and are no part of `go test ./...`.
package e2e
