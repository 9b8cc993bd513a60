package radio

import "runtime/debug"

// memoryAim is what the runtime keeps its memory under where it can: a radio holds a few kilobytes.
const memoryAim = 12 << 20

// frugal is for a process that only serves: what starting the whole program took is given back.
func frugal() {
	debug.SetGCPercent(25)
	debug.SetMemoryLimit(memoryAim)
	GiveBack()
}

// GiveBack lets the system have the memory that this process does not need now, the program's own
// pages among it: what is needed again comes back by itself.
func GiveBack() {
	debug.FreeOSMemory()
	dropText()
}
