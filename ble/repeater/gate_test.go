package repeater

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// Nobody but the hub gets past the handshake, and nobody disturbs it by trying.
func TestStrangersStayOutside(t *testing.T) {
	s, h, thief := newStation(t, nil, nil), newHub(t), newHub(t)
	r := h.add("hall", s, "")
	h.Set([]core.Repeater{r})
	h.rises("hall")
	l := h.talks()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err := row{r}.radio(ctx, thief.own)
	if e := core.AsError(err); e == nil || e.Code != core.CodeRefused || !strings.Contains(e.Text, "another hub") {
		t.Errorf("radio: %v", err)
	}
	if _, err := (row{r}).to(ctx, thief.own, "127.0.0.1:1"); core.AsError(err).Code != core.CodeRefused {
		t.Errorf("tunnel: %v", err)
	}
	for name, c := range map[string]*tls.Config{
		"no certificate":  {InsecureSkipVerify: true, NextProtos: []string{forRadio}},
		"TLS 1.2":         {InsecureSkipVerify: true, NextProtos: []string{forRadio}, MaxVersion: tls.VersionTLS12, Certificates: []tls.Certificate{h.own}},
		"no protocol":     {InsecureSkipVerify: true, Certificates: []tls.Certificate{thief.own}},
		"two protocols":   {InsecureSkipVerify: true, NextProtos: []string{forRadio, forPair}, Certificates: []tls.Certificate{thief.own}},
		"its own as ours": {InsecureSkipVerify: true, NextProtos: []string{forPair}, Certificates: []tls.Certificate{s.cert}},
	} {
		conn, err := tls.Dial("tcp", s.address, c)
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
			conn.Close()
		}
		if err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s: got in (%v)", name, err)
		}
	}
	if l.Err() != nil || len(s.started) != 1 {
		t.Errorf("the hub was disturbed: %v, %d radios", l.Err(), len(s.started))
	}
}

// Garbage, half a handshake, silence, and a thousand connections do not keep the hub out.
func TestFloodOfStrangersKeepsNobodyOut(t *testing.T) {
	s, h := newStation(t, nil, nil), newHub(t)
	r := h.add("hall", s, "")
	attacker := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	for i := range 1000 {
		c, err := attacker.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		switch i % 4 {
		case 0: // silence
		case 1:
			_, _ = c.Write([]byte("GET / HTTP/1.1\r\n\r\n"))
		case 2:
			_, _ = c.Write([]byte{0x16, 3, 1, 2, 0, 1}) // the beginning of a greeting
		case 3:
			_, _ = c.Write(append([]byte{0x16, 3, 1, 0xff, 0xff}, bytes.Repeat([]byte{1}, 1<<12)...)) // more than there may be
		}
	}
	began := time.Now()
	h.Set([]core.Repeater{r})
	h.rises("hall")
	h.talks()
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the hub was kept out for %s", took)
	}
}

// A stranger has seconds, however slowly he speaks.
func TestSlowStrangerIsHungUp(t *testing.T) {
	t.Parallel()
	s := newStation(t, nil, nil)
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	began, ended := time.Now(), make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, c); close(ended) }()
	for i := 0; ; i++ {
		select {
		case <-ended:
			if took := time.Since(began); took > 2*strangerWait {
				t.Errorf("he had %s", took)
			}
			return
		case <-time.After(100 * time.Millisecond): // his pace
			_, _ = c.Write([]byte{[]byte{0x16, 3, 1, 2, 0}[min(i, 4)]})
		}
	}
}
