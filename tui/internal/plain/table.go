package plain

import (
	"fmt"

	"localiq/core"
)

// Table is how a lock's table stands against what it should hold, in as few words as a column has
// room for. worse is true where keys that were taken away may still open the door. It is empty
// where the lock has no table and shall have none.
func Table(y core.Sync) (words string, worse bool) {
	switch n := len(y.Gone) + y.More; {
	case y.At.IsZero() && y.Wanted == 0:
		return "", false
	case y.At.IsZero():
		return "not reported", false
	case n > 0:
		return "OLD, " + Count(n, "key") + " too many", true
	case !y.Done():
		return "old, " + Count(y.Rows, "key"), false
	case y.Left+y.Unfit > 0:
		return Count(y.Rows, "key") + fmt.Sprintf(", %d left out", y.Left+y.Unfit), false
	}
	return Count(y.Rows, "key") + ", in step", false
}
