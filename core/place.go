package core

// place is where the row of an id is, or belongs. It looks at the rows where they lie: it is asked
// some times for every key that is presented, and a row may be large.
func place[T any, I ~string](rows []T, id I, of func(*T) I) (int, bool) {
	low, high := 0, len(rows)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if of(&rows[middle]) < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(rows) && of(&rows[low]) == id
}

// row is nil for what is not there.
func row[T any, I ~string](rows []T, id I, of func(*T) I) *T {
	if i, ok := place(rows, id, of); ok {
		return &rows[i]
	}
	return nil
}
