package radio

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime/debug"
	"sync"
)

// Build names the program that runs: its module versions, its revision and how it was built.
// A hub that was replaced on disk under its own feet starts a child of another build, and must
// notice.
var Build = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	sum := sha256.Sum256([]byte(info.String()))
	return hex.EncodeToString(sum[:8])
})
