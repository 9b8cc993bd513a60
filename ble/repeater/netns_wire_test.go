//go:build netns && linux

package repeater

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

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
