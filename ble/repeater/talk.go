package repeater

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// What a connection is for, agreed on in the handshake.
const (
	forRadio  = "localiq-radio/1"
	forTunnel = "localiq-tunnel/1"
	forPair   = "localiq-pair/1"
)

// answer is a box's first byte; 0 is yes.
type answer byte

const (
	yes answer = iota
	wrongCode
	cannotKeep  // the box could not write down whose it is
	notAllowed  // its operator did not name that address
	cannotReach // nobody answers there
)

func (a answer) to(w io.Writer) error {
	_, err := w.Write([]byte{byte(a)})
	return err
}

func readAnswer(r io.Reader) (answer, error) {
	var b [1]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, err
	}
	if b[0] > byte(cannotReach) {
		return 0, fmt.Errorf("repeater: %d is no answer", b[0])
	}
	return answer(b[0]), nil
}

// writeAddress asks for a tunnel.
func writeAddress(w io.Writer, address string) error {
	if err := checkAddress(address); err != nil {
		return err
	}
	_, err := w.Write(append([]byte{byte(len(address))}, address...))
	return err
}

// readAddress takes what writeAddress wrote.
func readAddress(r io.Reader) (string, error) {
	var n [1]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return "", err
	}
	b := make([]byte, n[0])
	if _, err := io.ReadFull(r, b); err != nil {
		return "", fmt.Errorf("repeater: an address was cut short: %w", err)
	}
	return string(b), checkAddress(string(b))
}

// checkAddress: host:port, of printable ASCII, at most 255 bytes; an IPv6 host in brackets.
func checkAddress(s string) error {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return errors.New("repeater: an address has letters that none has")
		}
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil || host == "" || len(s) > 255 {
		return errors.New("repeater: an address is HOST:PORT")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return errors.New("repeater: a port is a number from 1 to 65535")
	}
	return nil
}
