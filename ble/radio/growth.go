package radio

import "fmt"

// growth notices a radio that leaks: it is measured against its own beginning and its links. Above
// a limit at three beats in a row it is replaced when it has nothing to do, above twice that at
// once. The zero value takes the first health for the beginning.
type growth struct {
	born  Health
	known bool
	above int // beats in a row
}

const aboveMost = 3

// What a radio may grow by. A link costs go-ble and us 5 goroutines, and some kilobytes; each
// advertisement has a goroutine for a moment, and hundreds may come at once. Descriptors are for
// failed tries to open the adapter only.
const (
	moreGoroutines  = 256
	linkGoroutines  = 16
	moreDescriptors = 16
	moreMemory      = 24 << 20
	linkMemory      = 1 << 20
)

// judge returns why it has to go; "": it has not grown. A -1 is not known and not judged.
func (g *growth) judge(h Health, idle bool) string {
	if !g.known {
		g.born, g.known = h, true
	}
	why, far := g.most(h)
	if why == "" {
		g.above = 0
		return ""
	}
	if g.above++; far || idle && g.above >= aboveMost {
		return why
	}
	return ""
}

// most is the first thing above its limit; far: twice that.
func (g *growth) most(h Health) (why string, far bool) {
	for _, x := range []struct {
		what              string
		now, born, allows int
		unit              int
	}{
		{"goroutines", h.Goroutines, g.born.Goroutines, moreGoroutines + linkGoroutines*h.Links, 1},
		{"open files", h.Descriptors, g.born.Descriptors, moreDescriptors, 1},
		{"MiB of memory", h.Memory, g.born.Memory, moreMemory + linkMemory*h.Links, 1 << 20},
	} {
		if more := x.now - x.born; more > x.allows {
			return fmt.Sprintf("it leaks: %d %s with %d links, %d at its start", x.now/x.unit, x.what, h.Links, x.born/x.unit), more > 2*x.allows
		}
	}
	return "", false
}
