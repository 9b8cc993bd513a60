package ssh

import (
	"net"
	"testing"
	"time"
)

// TestWhoSaysNothingIsHungUpOn: a listener in front of the handshake, and a limit on it.
func TestWhoSaysNothingIsHungUpOn(t *testing.T) {
	r := start(t, nil, func(c *Config) { c.Limits.Handshake, c.Limits.PerAddress = 50*time.Millisecond, 2 })
	var cs []net.Conn
	for range 2 {
		cs = append(cs, knocks(t, r.addr()))
	}
	b := make([]byte, 256)
	for _, c := range cs {
		for {
			if _, err := c.Read(b); err != nil {
				break // hung up
			}
		}
	}
	r.until("there is room again", func() bool {
		c, err := r.dial()
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}
