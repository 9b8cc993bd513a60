package clock

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/core"
)

// told is what goroutines say, in order.
type told struct {
	mu sync.Mutex
	s  []string
}

func (n *told) say(a ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.s = append(n.s, fmt.Sprint(a...))
}

func (n *told) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.s
}

var monday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// TestJumpingWaitsForEverybody: while anybody works the clock stands, however long a chain of
// goroutines what was due has set off; and a month is over at once.
func TestJumpingWaitsForEverybody(t *testing.T) {
	c, links := NewJumping(monday), make([]chan time.Duration, 50)
	for i := range links {
		links[i] = make(chan time.Duration)
	}
	for i := range links[:len(links)-1] {
		go func() {
			for at := range links[i] {
				links[i+1] <- at
			}
			close(links[i+1])
		}()
	}
	var got told
	go func() {
		for at := range links[len(links)-1] {
			if now := c.Now().Up; now != at {
				t.Errorf("set off at %v, and it is %v", at, now)
			}
			got.say(at)
		}
	}()
	go func() {
		for range 720 {
			due, _ := c.After(time.Hour)
			<-due
			links[0] <- c.Now().Up
		}
		close(links[0])
	}()
	c.Run(func() bool { return false })
	if now := c.Now(); len(got.all()) != 720 || now.Up != 720*time.Hour || now.Wall != monday.Add(720*time.Hour).UnixNano() {
		t.Errorf("%d came, at %+v", len(got.all()), now)
	}
}

// TestJumpingHasOneOrder: what is due at the same instant comes in the order of asking, and what was
// stopped does not come.
func TestJumpingHasOneOrder(t *testing.T) {
	c, order := NewJumping(monday), &told{}
	for i := range 20 {
		due, stop := c.After(time.Duration(i/10) * time.Second)
		if i%3 == 0 {
			stop()
			stop()
			continue
		}
		go func() { <-due; order.say(i) }()
	}
	c.Run(func() bool { return false })
	if got := strings.Join(order.all(), " "); got != "1 2 4 5 7 8 10 11 13 14 16 17 19" {
		t.Error(got)
	}
}

// TestJumpingStandsWhileSomebodyIsAway: who waits for the disk is waited for, and who says that it is
// over is heard.
func TestJumpingStandsWhileSomebodyIsAway(t *testing.T) {
	c := NewJumping(monday)
	disk, back := make(chan time.Duration, 1), make(chan struct{})
	due, _ := c.After(time.Second)
	late, _ := c.After(time.Hour)
	go func() {
		<-due
		c.Away(func() { <-back; disk <- c.Now().Up })
	}()
	go func() { time.Sleep(20 * time.Millisecond); close(back) }() // the disk's own time, which no clock of ours has
	c.Run(func() bool { return c.Now().Up >= time.Hour })
	<-late
	if at := <-disk; at != time.Second {
		t.Errorf("the disk was done at %v", at)
	}
	again, _ := c.After(time.Second)
	c.Run(func() bool { return true })
	select {
	case <-again:
		t.Error("it went on though it was over")
	default:
	}
}

// TestJumpingDoesNotFeelTheDisk: whoever was away goes on after all who had something to do at that
// instant, also when the disk took no time at all.
func TestJumpingDoesNotFeelTheDisk(t *testing.T) {
	c, order := NewJumping(monday), &told{}
	due, _ := c.After(time.Second)
	others := make(chan struct{})
	go func() {
		<-due
		close(others)
		c.Away(func() {})
		order.say("disk at ", c.Now().Up)
	}()
	go func() { <-others; runtime.Gosched(); order.say("others at ", c.Now().Up) }()
	c.Run(func() bool { return false })
	if got := strings.Join(order.all(), ", "); got != "others at 1s, disk at 1s" {
		t.Error(got)
	}
}

// TestStagePlaysInOrder: acts at their times, of two at the same time the one that was planned first,
// and those too that an act has planned.
func TestStagePlaysInOrder(t *testing.T) {
	c, s, got := NewJumping(monday), &Stage{}, &told{}
	say := func(what string) { got.say(c.Now().Up, " ", what) }
	s.Plan(2*time.Hour, func() { say("b") })
	s.Plan(time.Hour, func() { say("a"); s.Plan(2*time.Hour, func() { say("d") }) })
	s.Plan(2*time.Hour, func() { say("c") })
	go s.Run(context.Background(), c)
	c.Run(func() bool { return false })
	if want := []string{"1h0m0s a", "2h0m0s b", "2h0m0s c", "2h0m0s d"}; !slices.Equal(got.all(), want) {
		t.Errorf("%q", got.all())
	}
}

// TestViews: a box that is switched on counts from there, and a fast clock is fast and no timer of it
// early.
func TestViews(t *testing.T) {
	c := NewJumping(monday)
	wait := func(view core.Clock, d time.Duration) {
		due, _ := view.After(d)
		over := make(chan struct{})
		go func() { <-due; close(over) }()
		c.Run(func() bool {
			select {
			case <-over:
				return true
			default:
				return false
			}
		})
	}
	wait(c, time.Hour)
	b := Boot(c, "second")
	wait(b, time.Minute)
	if at := b.Now(); at.Up != time.Minute || at.Boot != "second" || at.Wall != monday.Add(61*time.Minute).UnixNano() {
		t.Errorf("%+v", at)
	}
	f := Fast(c, 24*time.Second)
	before := f.Now()
	wait(f, 10*time.Hour)
	if gone := f.Now().Up - before.Up; gone < 10*time.Hour || gone > 10*time.Hour+time.Millisecond {
		t.Errorf("10 h of it took %v of it", gone)
	}
	if real, own := c.Now().Up, f.Now().Up; own-real < 10*time.Second || own-real > 12*time.Second {
		t.Errorf("after %v it shows %v", real, own)
	}
}
