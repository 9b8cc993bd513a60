package core

import "fmt"

// A closed list is a small integer with a name on disk and on the wire. The number never
// leaves the process, so a list may be reordered only if nobody stores the number: append.

func enumName[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("#%d", uint8(v))
}

// enumParse refuses what it does not know: an older release must not read a newer word as zero.
func enumParse[T ~uint8](names []string, b []byte, v *T) error {
	for i, n := range names {
		if n == string(b) {
			*v = T(i)
			return nil
		}
	}
	return fmt.Errorf("core: unknown word %q", b)
}
