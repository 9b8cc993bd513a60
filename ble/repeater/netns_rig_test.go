//go:build netns && linux

package repeater

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

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

// netProgram is the wire between the interfaces that it is given: what comes at one goes out at
// all the others. Lines to it: "late 100ms", "lossy 5" (in a hundred), "cut to-hall", "whole to-hall".
func netProgram(names []string) error {
	w := &network{cut: map[string]bool{}}
	for _, n := range names {
		p, err := openPort(n)
		if err != nil {
			return err
		}
		w.ports = append(w.ports, p)
	}
	for _, p := range w.ports {
		go w.listen(p)
		go p.send()
	}
	fmt.Println("the network is up")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		verb, what, _ := strings.Cut(in.Text(), " ")
		if err := w.do(verb, what); err != nil {
			return err
		}
		fmt.Println("done:", in.Text())
	}
	return io.EOF
}

type network struct {
	ports []*port
	mu    sync.Mutex
	late  time.Duration
	lossy int
	cut   map[string]bool
}

func (w *network) do(verb, what string) (err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch verb {
	case "late":
		w.late, err = time.ParseDuration(what)
	case "lossy":
		w.lossy, err = strconv.Atoi(what)
	case "cut":
		w.cut[what] = true
	case "whole":
		delete(w.cut, what)
	default:
		err = fmt.Errorf("what is %q?", verb)
	}
	return err
}

func (w *network) listen(from *port) {
	b := make([]byte, 1<<17)
	for {
		n, err := syscall.Read(from.fd, b)
		if err != nil {
			continue // the interface is down
		}
		w.mu.Lock()
		at, gone := time.Now().Add(w.late), w.cut[from.name] || rand.IntN(100) < w.lossy
		for _, p := range w.ports {
			if p != from && !gone && !w.cut[p.name] {
				select {
				case p.queue <- parcel{bytes.Clone(b[:n]), at}:
				default: // a network drops what it has no room for
				}
			}
		}
		w.mu.Unlock()
	}
}

// port is an interface, with whole frames and what the kernel left undone in them: checksums and
// segments (PACKET_VNET_HDR).
type port struct {
	name  string
	fd    int
	queue chan parcel
}

func openPort(name string) (*port, error) {
	i, err := net.InterfaceByName(name)
	if err != nil {
		return nil, err
	}
	const all, packet, vnetHdr, ignoreOutgoing = 0x0300, 263, 15, 23 // ETH_P_ALL in network order, SOL_PACKET
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, all)
	if err != nil {
		return nil, err
	}
	for _, o := range []int{vnetHdr, ignoreOutgoing} {
		if err := syscall.SetsockoptInt(fd, packet, o, 1); err != nil {
			return nil, err
		}
	}
	return &port{name, fd, make(chan parcel, 4096)}, syscall.Bind(fd, &syscall.SockaddrLinklayer{Protocol: all, Ifindex: i.Index})
}

func (p *port) send() {
	for x := range p.queue {
		time.Sleep(time.Until(x.at))
		_, _ = syscall.Write(p.fd, x.b)
	}
}

// program is a process and what it printed.
type program struct {
	t     *testing.T
	name  string
	in    io.Writer
	mu    sync.Mutex
	lines []string
	more  chan struct{}
}

// start runs a program in a namespace ("": none) until the test ends.
func start(t *testing.T, name, ns string, env []string, args ...string) *program {
	t.Helper()
	if ns != "" {
		args = append([]string{"ip", "netns", "exec", ns}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, name: name, in: in, more: make(chan struct{}, 1)}
	go p.read(r)
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		late := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
		w.Close()
		if t.Failed() {
			t.Logf("%s:\n  %s", name, strings.Join(p.all(), "\n  "))
		}
	})
	return p
}

func (p *program) read(r io.Reader) {
	for in := bufio.NewScanner(r); in.Scan(); {
		p.mu.Lock()
		p.lines = append(p.lines, in.Text())
		p.mu.Unlock()
		select {
		case p.more <- struct{}{}:
		default:
		}
	}
}

func (p *program) all() []string { p.mu.Lock(); defer p.mu.Unlock(); return p.lines }

func (p *program) tell(line string) {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// mark is where the program is now; wants looks behind it.
func (p *program) mark() int { return len(p.all()) }

// wants waits for the first line after a mark that has one of the words, and returns it.
func (p *program) wants(after int, words ...string) string {
	p.t.Helper()
	end := time.After(patience)
	for {
		for _, l := range p.all()[after:] {
			for _, w := range words {
				if strings.Contains(l, w) {
					return l
				}
			}
		}
		select {
		case <-p.more:
		case <-end:
			p.t.Fatalf("%s did not say any of %q", p.name, words)
		}
	}
}

// ip runs one ip command.
func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return nil
}
