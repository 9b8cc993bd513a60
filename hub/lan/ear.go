package lan

import (
	"errors"
	"net"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// ear is one socket. It is functions, because a value of the types behind them that can be
// reflected upon keeps all that those can do in the binary: 60 KB.
type ear struct {
	v6    bool
	read  func([]byte) (n, link int, from net.Addr, err error) // link 0: it was not for the group
	write func(b []byte, link int) error
	close func() error
}

const mdnsPort = 5353

var (
	group4  = &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: mdnsPort}
	group6  = &net.UDPAddr{IP: net.ParseIP("ff02::fb"), Port: mdnsPort}
	errDeaf = errors.New("lan: no link takes part")
)

func ear4(links []link) (ear, error) {
	c, err := net.ListenUDP("udp4", group4) // a group's address: the port is shared
	if err != nil {
		return ear{}, err
	}
	p := ipv4.NewPacketConn(c)
	err = errors.Join(p.SetControlMessage(ipv4.FlagInterface|ipv4.FlagDst, true), p.SetMulticastTTL(255), p.SetMulticastLoopback(true),
		join(links, false, func(i *net.Interface) error { return p.JoinGroup(i, group4) }))
	if err != nil {
		return ear{}, errors.Join(err, c.Close())
	}
	read := func(b []byte) (int, int, net.Addr, error) {
		n, cm, from, err := p.ReadFrom(b)
		if err != nil || cm == nil || !cm.Dst.IsMulticast() {
			return n, 0, from, err
		}
		return n, cm.IfIndex, from, nil
	}
	write := func(b []byte, index int) error {
		_, err := p.WriteTo(b, &ipv4.ControlMessage{IfIndex: index}, group4)
		return err
	}
	return ear{false, read, write, c.Close}, nil
}

func ear6(links []link) (ear, error) {
	c, err := net.ListenUDP("udp6", group6)
	if err != nil {
		return ear{}, err
	}
	p := ipv6.NewPacketConn(c)
	err = errors.Join(p.SetControlMessage(ipv6.FlagInterface|ipv6.FlagDst, true), p.SetMulticastHopLimit(255), p.SetMulticastLoopback(true),
		join(links, true, func(i *net.Interface) error { return p.JoinGroup(i, group6) }))
	if err != nil {
		return ear{}, errors.Join(err, c.Close())
	}
	read := func(b []byte) (int, int, net.Addr, error) {
		n, cm, from, err := p.ReadFrom(b)
		if err != nil || cm == nil || !cm.Dst.IsMulticast() {
			return n, 0, from, err
		}
		return n, cm.IfIndex, from, nil
	}
	write := func(b []byte, index int) error {
		_, err := p.WriteTo(b, &ipv6.ControlMessage{IfIndex: index}, group6)
		return err
	}
	return ear{true, read, write, c.Close}, nil
}

// join is errDeaf when no link of this kind could be joined; one that could not is nobody's
// trouble.
func join(links []link, v6 bool, in func(*net.Interface) error) error {
	err := errDeaf
	for _, l := range links {
		if l.has(v6) && in(&l.Interface) == nil {
			err = nil
		}
	}
	return err
}
