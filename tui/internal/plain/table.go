package plain

import (
	"localiq/core"

	"localiq/tui/internal/texts"
)

// Table is how a lock's table stands against what it should hold, in as few words as a column has
// room for. worse is true where keys that were taken away may still open the door. It is empty
// where the lock has no table and shall have none.
func Table(l texts.Language, y core.Sync) (words string, worse bool) {
	switch n := len(y.Gone) + y.More; {
	case y.At.IsZero() && y.Wanted == 0:
		return "", false
	case y.At.IsZero():
		return l.Say("not reported"), false
	case n > 0:
		return l.Say("OLD, %s too many", l.Count(n, "key")), true
	case !y.Done():
		return l.Say("old, %s", l.Count(y.Rows, "key")), false
	case y.Left+y.Unfit > 0:
		return l.Say("%s, %d left out", l.Count(y.Rows, "key"), y.Left+y.Unfit), false
	}
	return l.Say("%s, in step", l.Count(y.Rows, "key")), false
}
