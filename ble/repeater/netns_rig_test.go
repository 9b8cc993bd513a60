//go:build netns && linux

package repeater

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"localiq/ble"
	"localiq/ble/radio"
	"localiq/ble/virtual"
	"localiq/core/clock"
)

// TestMain is also the two programs that the rig needs beside the shipped one.
func TestMain(m *testing.M) {
	var err error
	switch os.Getenv("LOCALIQ_RIG") {
	case "air":
		err = airProgram(os.Args[1], os.Args[2:])
	case "net":
		err = netProgram(os.Args[1:])
	default:
		os.Exit(m.Run())
	}
	fmt.Println(err)
	os.Exit(1)
}

// airProgram is a building with one lock in it, and a radio at a unix socket for each place. Its
// lines are what happens at the door; lines to it are "hands tag 04…" and "level attic -50", 0
// for out of earshot.
func airProgram(dir string, places []string) error {
	var out sync.Mutex
	say := func(s string) { out.Lock(); fmt.Println(s); out.Unlock() }
	lock, err := virtual.New(virtual.Config{Model: "netns", Say: say}, clock.Real())
	if err != nil {
		return err
	}
	air := virtual.NewAir(clock.Real())
	air.Add(lockA, lock, -60)
	at := map[string]*place{}
	for _, name := range places {
		at[name] = &place{Antenna: air.Radio(name, virtual.Point{}), say: func() { say("called by " + name) }}
		l, err := net.Listen("unix", filepath.Join(dir, name))
		if err != nil {
			return err
		}
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go radio.ServeOver(context.Background(), c, name, at[name])
			}
		}()
	}
	say("setup code " + lock.SetupCode().Reveal())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		verb, rest, _ := strings.Cut(in.Text(), " ")
		if verb == "hands" {
			if err := lock.Hands(rest); err != nil {
				return err
			}
			continue
		}
		name, level, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(level)
		if err != nil || at[name] == nil {
			return fmt.Errorf("what is %q?", in.Text())
		}
		if at[name].set(int8(n)); n == 0 {
			at[name].drop()
		}
	}
	return io.EOF
}

// place is an antenna that hears the lock as well as it is told.
type place struct {
	*virtual.Antenna
	say   func()
	mu    sync.Mutex
	level int8
	links []ble.Link
}

// drop ends its links, as radio does when it fades.
func (p *place) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.links {
		_ = l.Close()
	}
	p.links = nil
}

func (p *place) set(level int8) { p.mu.Lock(); p.level = level; p.mu.Unlock() }

func (p *place) now() int8 { p.mu.Lock(); defer p.mu.Unlock(); return p.level }

func (p *place) Scan(ctx context.Context, sink func(ble.Advert)) error {
	return p.Antenna.Scan(ctx, func(a ble.Advert) {
		if a.RSSI = p.now(); a.RSSI != 0 {
			sink(a)
		}
	})
}

func (p *place) Connect(ctx context.Context, a ble.Addr, g ble.GATT) (ble.Link, error) {
	if p.now() == 0 {
		<-ctx.Done()
		return nil, ble.ErrTimeout
	}
	p.say()
	l, err := p.Antenna.Connect(ctx, a, g)
	if err == nil {
		p.mu.Lock()
		p.links = append(p.links, l)
		p.mu.Unlock()
	}
	return l, err
}
