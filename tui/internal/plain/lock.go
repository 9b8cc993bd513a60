package plain

import (
	"strings"
	"time"

	"localiq/core"
)

// Model is what a lock is, as its maker calls it.
func Model(l core.Lock) string {
	if strings.HasPrefix(strings.ToLower(l.Model), strings.ToLower(l.Family)) {
		return l.Model
	}
	return strings.TrimSpace(l.Family + " " + l.Model)
}

// Within is how far a moment may lie from the truth, either way: " ± 1 s", or nothing where it is
// known.
func Within(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return " ± " + core.SayDuration(max(d, time.Second))
}

// Quoted is a name as a shell takes it.
func Quoted(name string) string {
	name = Clean(name)
	if strings.ContainsAny(name, "\"$`\\!") {
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return `"` + name + `"`
}
