// Look shows the console on a made-up site, to look at it: go run ./tui/internal/look
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"localiq/core"
	"localiq/tui"
	"localiq/tui/internal/stage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	hub := stage.New()
	hub.Tell(stage.Story()...)
	if len(os.Args) > 1 && os.Args[1] == "empty" {
		hub.Publish(core.Snapshot{Now: stage.At(0), Settings: core.Settings{Name: "New site", Zone: "Europe/Prague"}})
	} else {
		go live(ctx, hub)
	}
	if err := tui.Run(ctx, hub, tui.Options{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// live publishes every second, and lets somebody in every five.
func live(ctx context.Context, hub *stage.Hub) {
	hub.Answer = func(core.Asked) core.Told {
		time.Sleep(2 * time.Second)
		return core.Told{Result: core.ResultDone}
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	seq := core.Seq(0)
	for n := 0; ; n++ {
		s := stage.Site(time.Duration(n) * time.Second)
		s.Seq += seq
		if n%5 == 4 {
			l := stage.Story()[6]
			l.At = s.Now
			s = hub.Happen(s, l)
			seq++
		} else {
			hub.Publish(s)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
