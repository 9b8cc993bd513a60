//go:build !linux

package store

import "testing"

// dirtyPages: only Linux tells. Flushes are placed where bbolt's source has them.
func dirtyPages(*testing.T, string) func() uint64 { return nil }
