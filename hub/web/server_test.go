package web

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"localiq/core"
)

// TestNobodyWithoutAKey [api]: two paths tell what the box announces anyway; all others, those that are none
// included, ask for a key first. A request that names another host is nobody's (DNS rebinding).
func TestNobodyWithoutAKey(t *testing.T) {
	r := start(t, nil)
	c := r.client()
	for _, path := range []string{"/v1/site", "/v1/events", "/v1/ask", "/v1/watch", "/", "/nothing", "/health/x", "/v1/../v1/site"} {
		for _, method := range []string{"GET", "POST", "OPTIONS"} {
			resp, body := r.asks(c, method, path, "", "")
			if path == "/v1/../v1/site" && resp.StatusCode == 404 {
				continue
			}
			if f := fault(t, body); resp.StatusCode != 401 || f.Error.Code != core.CodeUnauthorized || f.Request == "" || f.Request != resp.Header.Get("X-Request-Id") || !resp.Close {
				t.Errorf("%s %s without a key: %d %s", method, path, resp.StatusCode, body)
			}
		}
	}
	if resp, body := r.asks(c, "GET", "/health", "", ""); resp.StatusCode != 200 || body != `{"ok":true,"id":"4f2a91c0","version":"test","api":1}`+"\n" {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if _, body := r.asks(c, "GET", "/ca.crt", "", ""); body != string(r.ca.Load().PEM()) {
		t.Errorf("%s", body)
	}
	for _, host := range []string{"evil.example", "localiq-4f2a91c0.local.evil.example", "box.local:1"} {
		for _, key := range []string{"", "good"} {
			if resp, body := r.asks(c, "GET", "/v1/site", key, host); resp.StatusCode != 421 || fault(t, body).Error.Code != core.CodeRequest {
				t.Errorf("%s with key %q: %d %s", host, key, resp.StatusCode, body)
			}
		}
	}
	for _, host := range []string{"", "localhost:1", "LOCALIQ-4F2A91C0.local", "[::1]:8443", "192.168.7.7"} {
		if resp, body := r.asks(c, "GET", "/v1/site", "good", host); resp.StatusCode != 200 || !strings.Contains(body, `"Site"`) {
			t.Errorf("%s: %d %s", host, resp.StatusCode, body)
		}
	}
	if resp, body := r.asks(c, "GET", "/nothing", "good", ""); resp.StatusCode != 404 || fault(t, body).Error.Code != core.CodeNotFound {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if e, is := (<-r.did).(core.APIKeyUsed); !is || e.Key != "a-1" || e.From != "127.0.0.1" {
		t.Errorf("%+v", e)
	}
	if n := len(r.did); n != 0 {
		t.Errorf("a key's use was told %d times more", n)
	}
}

// TestWrongKeysWait [api]: after three an address is not listened to for a while, longer each time; a key that
// counts ends that; and the ledger hears of it in one line.
func TestWrongKeysWait(t *testing.T) {
	r := start(t, nil)
	c, known := r.client(), r.client()
	if resp, _ := r.asks(known, "GET", "/v1/site", "good", ""); resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	for range 4 {
		if resp, body := r.asks(c, "GET", "/v1/site", "seam_iq_wrong", ""); resp.StatusCode != 401 || strings.Contains(body, "wrong") {
			t.Errorf("%d %s", resp.StatusCode, body)
		}
	}
	addr, _, _ := r.Serves()
	if conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true}); err == nil {
		conn.Close()
		t.Error("listened to at once")
	}
	if resp, _ := r.asks(known, "GET", "/v1/site", "good", ""); resp.StatusCode != 200 { // over its connection
		t.Error("who has a key waits for those who have none")
	}
	for e := range r.did {
		if refused, is := e.(core.APIRefused); is {
			if refused.Times != 4 || refused.From != "127.0.0.1" {
				t.Errorf("%+v", refused)
			}
			break
		}
	}
}

// TestKeyHasItsShare [api]: of requests a second, and of streams at a time; another key is not concerned.
func TestKeyHasItsShare(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	r := &ring{limits: Limits{Rate: 2, Burst: 3, Open: 2}, now: func() time.Time { return now }, of: map[core.APIKeyID]*bunch{}}
	takes := func(id core.APIKeyID) (func(), bool) {
		over, _, err := r.takes(id, "x")
		if err != nil && err.Code != core.CodeBusy {
			t.Error(err)
		}
		return over, err == nil
	}
	first, _ := takes("a")
	if _, ok := takes("a"); !ok {
		t.Fatal("two at a time")
	}
	if _, ok := takes("a"); ok {
		t.Error("a third at a time")
	}
	if _, ok := takes("b"); !ok {
		t.Error("another key waits for it")
	}
	first()
	if over, ok := takes("a"); !ok {
		t.Error("whoever is done makes no room")
	} else {
		over()
	}
	if _, ok := takes("a"); ok {
		t.Error("four at once")
	}
	now = now.Add(500 * time.Millisecond)
	over, ok := takes("a")
	if !ok {
		t.Fatal("half a second later")
	}
	over()
	r.forget(func(core.APIKeyID) bool { return false })
	if len(r.of) != 2 {
		t.Error("forgotten while a request is under way")
	}
}

// TestIdleStrangersKeepNobodyOut: of a thousand connections from one address few are kept, and whoever has a
// key comes in all the while.
func TestIdleStrangersKeepNobodyOut(t *testing.T) {
	r := start(t, nil)
	idle := r.idle(1000)
	if resp, _ := r.asks(r.client(), "GET", "/v1/site", "good", ""); resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
	gone := 0
	for _, c := range idle[r.Limits.PerAddress:] {
		if _, err := c.Read(make([]byte, 1)); err != nil {
			gone++
		}
	}
	if gone != 1000-r.Limits.PerAddress {
		t.Errorf("%d were refused", gone)
	}
}

// TestSilentStrangersAreLetGo: those who are kept are hung up on.
func TestSilentStrangersAreLetGo(t *testing.T) {
	r := start(t, func(c *Config) { c.Limits.Handshake = 50 * time.Millisecond })
	for _, c := range r.idle(r.Limits.PerAddress) {
		_, _ = io.Copy(io.Discard, c) // ends
	}
}

// idle connections from an address of their own.
func (r *rig) idle(n int) (cs []net.Conn) {
	addr, _, _ := r.Serves()
	stranger := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	for range n {
		c, err := stranger.Dial("tcp", addr)
		if err != nil {
			r.t.Fatal(err)
		}
		r.t.Cleanup(func() { c.Close() })
		cs = append(cs, c)
	}
	return cs
}

// TestNothingListensWithoutAKey: the port is closed before there is a key, and after the last one is gone.
func TestNothingListensWithoutAKey(t *testing.T) {
	r := start(t, nil)
	addr, print, why := r.Serves()
	if len(print) != 64 || why != "" {
		t.Error(print, why)
	}
	r.mu.Lock()
	clear(r.keys)
	r.mu.Unlock()
	r.serves(false)
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Error("somebody listens")
	}
	if _, _, why := r.Serves(); !strings.Contains(why, "no API key") {
		t.Error(why)
	}
	r.mu.Lock()
	r.keys["other"] = "a-2"
	r.mu.Unlock()
	r.serves(true)
	if _, again, _ := r.Serves(); again != print {
		t.Error("it is known by another fingerprint now")
	}
}
