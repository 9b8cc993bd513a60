//go:build e2e && linux

package e2e

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"localiq/ble/rig/vradio"
)

const (
	guestBinary = "/t/localiq"
	everyAd     = 40 * time.Millisecond // of each advertiser, on this air
	patience    = 15 * time.Second      // for what has no deadline of its own; the guest is slow
	emulated    = 2 * time.Second       // what an emulated processor may add to a limit meant for a real one
)

// The hub's adapter, and one for each lock. A test may take its own for what breaks adapters.
var (
	air   *vradio.Air
	hub   *vradio.Controller
	front *vradio.Controller
	back  *vradio.Controller
)

// long is for `make soak`: the whole of what CI has a short version of.
var long = flag.Bool("rig.long", false, "the long versions")

// Where the shipped binary is: at its place in the guest, or, on the host, where it was built.
var (
	binary = guestBinary
	native = flag.String("rig.native", "./localiq", "the shipped binary, where there is no guest")
)

func scaled[T any](short, whole T) T {
	if *long {
		return whole
	}
	return short
}

func TestMain(m *testing.M) {
	flag.Parse()
	only := "test.skip"
	if onHost() {
		only, binary = "test.run", *native
	}
	flag.Set(only, "^TestNative")
	os.Setenv("LOGXI", "*=OFF")
	if !onHost() {
		plugAll()
	}
	code := m.Run()
	figure("tags that had to be presented again: %d", late.Load())
	for _, f := range figures {
		fmt.Println("figure:", f)
	}
	os.Exit(code)
}

func plugAll() {
	air = vradio.NewAir(everyAd)
	for i, c := range []**vradio.Controller{&hub, &front, &back} {
		var err error
		if *c, err = vradio.Plug(air, [6]byte{0x00, 0x1b, 0xdc, 0, 0, byte(i + 1)}); err != nil {
			fmt.Println("e2e:", err)
			os.Exit(1)
		}
	}
}

var figures []string

func figure(format string, args ...any) { figures = append(figures, fmt.Sprintf(format, args...)) }

// spread is p50, p95 and the largest.
func spread(ds []time.Duration) string {
	ds = slices.Sorted(slices.Values(ds))
	at := func(p int) time.Duration { return ds[min(len(ds)-1, len(ds)*p/100)].Round(100 * time.Microsecond) }
	if len(ds) == 0 {
		return "not measured"
	}
	return fmt.Sprintf("p50 %s, p95 %s, max %s (n=%d)", at(50), at(95), at(100), len(ds))
}
