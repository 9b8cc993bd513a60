package lan

import (
	"io"
	"log"
	"strings"

	"github.com/grandcat/zeroconf"
)

// register is the responder of grandcat/zeroconf. What it lacks, and what that means here
// (facts: mDNS): it keeps the addresses of its start, so Announce starts it again when they
// change; on a box with two networks it tells each the addresses of both; it does not notice
// another box of the same name, so the name holds the hub's id; its records live 3200 s after
// a hub that died without a goodbye.
func register(s Service) (goodbye func(), err error) {
	// A blank is written as DNS writes it: the responder compares names as text with what
	// queries say, and would answer no question for the instance otherwise.
	name := strings.ReplaceAll(s.Instance(), " ", `\ `)
	r, err := zeroconf.Register(name, Type, "local.", Port, s.text(), nil)
	if err != nil {
		return nil, err
	}
	return r.Shutdown, nil
}

// quiet keeps the responder's own lines off the terminal. It writes to the default logger of
// package log, which nothing of ours uses.
func quiet() { log.SetOutput(io.Discard) }
