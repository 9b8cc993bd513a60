package profile

import (
	"math/rand/v2"
	"time"
)

// walk is ten days, minute by minute, of which the outermost three are only walked over.
type walk struct {
	from  time.Time
	walls []int64       // what the wall clock shows, in minutes since 1970
	found map[int64]int // first, remembered
}

const minutes, margin = 10 * 24 * 60, 3 * 24 * 60

func walkAround(mid time.Time, z *time.Location) *walk {
	w := &walk{from: mid.Add(-minutes / 2 * time.Minute), found: map[int64]int{}}
	for i := range minutes {
		at := w.from.Add(time.Duration(i) * time.Minute)
		_, east := at.In(z).Zone()
		w.walls = append(w.walls, (at.Unix()+int64(east))/60)
	}
	return w
}

// first minute whose wall clock shows the boundary or later.
func (w *walk) first(boundary int64) int {
	if i, is := w.found[boundary]; is {
		return i
	}
	w.found[boundary] = minutes
	for i, wall := range w.walls {
		if wall >= boundary {
			w.found[boundary] = i
			break
		}
	}
	return w.found[boundary]
}

// open marks, for each day and window, what lies between the two boundaries.
func (w *walk) open(s TableSchedule) []bool {
	open := make([]bool, minutes)
	for day := w.walls[0]/1440 - 1; day <= w.walls[minutes-1]/1440+1; day++ {
		for _, win := range s.Windows {
			end := day*1440 + int64(win.End)
			if win.End < win.Start {
				end += 1440
			}
			if win.Days>>((day+4)%7)&1 == 1 {
				for i := w.first(day*1440 + int64(win.Start)); i < w.first(end); i++ {
					open[i] = true
				}
			}
		}
	}
	return open
}

func randomSchedule(r *rand.Rand) (s TableSchedule) {
	for range 1 + r.IntN(3) {
		w := TableWindow{Days: uint8(1 + r.IntN(127)), Start: uint16(r.IntN(96) * 15), End: uint16(15 + r.IntN(96)*15)}
		if r.IntN(2) == 0 { // where the jumps are
			w.Start, w.End = uint16(r.IntN(16)*15), uint16(15+r.IntN(16)*15)
		}
		if w.Start != w.End {
			s.Windows = append(s.Windows, w)
		}
	}
	return s
}
