// Package radio is the kernel's Bluetooth, in a process of its own.
//
// go-ble drives the HCI socket well while all goes well; under faults it hangs, leaks or
// panics, sometimes at the wish of any passer-by. So it lives in a child process (Serve), one
// for each adapter, and the hub holds a Supervisor that takes the child's death for an
// ordinary event: it kills what does not answer, starts another, and is a ble.Radio all along.
//
//	hub ── ble.Radio ── Supervisor ═══ frames over a socketpair or a unix socket ═══ Serve ── go-ble ── HCI
//
// The order of a life: the child says hello (protocol, build, its generation), is told to begin,
// opens the adapter, however long it has to wait for that, says ready, and then answers
// requests and reports what it hears until its connection ends. Every frame carries the
// generation, so nothing of a dead child can be taken for the living one's.
//
// Timers here run on Go's own monotonic clock and not on core.Clock: they watch over a process
// of the operating system, which no scaled or stepped clock can hurry.
//
// What go-ble does wrong, what of it is prevented here and what only survived, and which test says
// so: docs/radio.md.
//
// Reading order: frame.go (what is said), serve.go and device.go (the child), goble_linux.go (with
// dial, peer, seek, stray, pace and room: the only files that touch the stack), kernel_linux.go (which adapter);
// then the hub's end: supervisor.go, greet.go, watch.go (how a hang is noticed; growth and ears:
// a leak, deafness), bury.go, blame.go and turn.go (whose fault it was), link.go.
package radio
