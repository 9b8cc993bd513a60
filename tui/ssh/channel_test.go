package ssh

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// TestClientGetsNothingButItsSession: no forwarding either way, no subsystem, no agent, no X11, no second
// program, no file, and no more than a few sessions.
func TestClientGetsNothingButItsSession(t *testing.T) {
	r := start(t, nil, nil)
	c := r.in()
	for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "forwarded-tcpip", "auth-agent@openssh.com", "x11", "tun@openssh.com", "session2"} {
		if _, _, err := c.OpenChannel(kind, gossh.Marshal(struct {
			A string
			B uint32
			C string
			D uint32
		}{"127.0.0.1", 22, "127.0.0.1", 1})); err == nil {
			t.Errorf("a channel of %s was opened", kind)
		}
	}
	for _, kind := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com"} {
		if ok, _, err := c.SendRequest(kind, true, gossh.Marshal(struct {
			A string
			B uint32
		}{"127.0.0.1", 0})); err != nil || ok {
			t.Errorf("%s: %t %v", kind, ok, err)
		}
	}
	s := r.session(c)
	for _, kind := range []string{"subsystem", "auth-agent-req@openssh.com", "x11-req", "signal", "break", "xon-xoff", "nobody@example.org"} {
		if ok, err := s.SendRequest(kind, true, gossh.Marshal(struct{ A string }{"sftp"})); err != nil || ok {
			t.Errorf("%s: %t %v", kind, ok, err)
		}
	}
	for name, ok := range map[string]bool{"LANG": true, "NO_COLOR": true, "LD_PRELOAD": false, "PATH": false, "LOCALIQ_DATA": false, "HOME": false} {
		if err := s.Setenv(name, "C.UTF-8"); (err == nil) != ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Setenv("LANG", "\x1b]0;owned\a"); err == nil {
		t.Error("an escape sequence as a language")
	}
	if out, err := s.Output("status $(id) `id` ; id | id > /tmp/x"); err != nil || string(out) != strings.Join(strings.Fields("status $(id) `id` ; id | id > /tmp/x"), "\n")+"\n" {
		t.Errorf("%q %v: a shell saw it", out, err)
	}
	var open []*gossh.Session
	for range Usual.Channels {
		open = append(open, r.session(c))
	}
	if _, err := c.NewSession(); err == nil {
		t.Errorf("session %d on one connection", Usual.Channels+1)
	}
	open[0].Close()
	r.until("one that ended makes room", func() bool { s, err := c.NewSession(); return err == nil && s != nil })
}

type ptyReq struct {
	Term         string
	W, H, Xs, Ys uint32
	Modes        string
}

// TestTerminalIsHeldToWhatCanBeDrawn: sizes, and a name that is none.
func TestTerminalIsHeldToWhatCanBeDrawn(t *testing.T) {
	for _, c := range []struct{ is, want ptyReq }{
		{ptyReq{"xterm", 120, 40, 1, 1, "\x00"}, ptyReq{"xterm", 120, 40, 0, 0, ""}},
		{ptyReq{"xterm", 3000, 3000, 0, 0, ""}, ptyReq{"xterm", mostColumns, mostRows, 0, 0, ""}},
		{ptyReq{"xterm", 0, 0, 0, 0, ""}, ptyReq{"xterm", 80, 24, 0, 0, ""}},
		{ptyReq{"xterm", 1 << 31, 1, 0, 0, ""}, ptyReq{"xterm", mostColumns, 1, 0, 0, ""}},
		{ptyReq{"\x1b]2;owned\a", 80, 24, 0, 0, ""}, ptyReq{"dumb", 80, 24, 0, 0, ""}},
		{ptyReq{"../../etc/passwd", 80, 24, 0, 0, ""}, ptyReq{"dumb", 80, 24, 0, 0, ""}},
		{ptyReq{strings.Repeat("x", 65), 80, 24, 0, 0, ""}, ptyReq{"dumb", 80, 24, 0, 0, ""}},
	} {
		req := &gossh.Request{Type: "pty-req", Payload: gossh.Marshal(&c.is)}
		if ch := (&channel{}); !ch.passes(req) || ch.passes(req) || !bytes.Equal(req.Payload, gossh.Marshal(&c.want)) {
			t.Errorf("%+v became %q", c.is, req.Payload)
		}
	}
	ch := &channel{}
	size := func() *gossh.Request {
		return &gossh.Request{Type: "window-change", Payload: gossh.Marshal(struct{ A, B, C, D uint32 }{9999, 9999, 0, 0})}
	}
	if ch.passes(size()) {
		t.Error("another size of no terminal")
	}
	ch.pty, ch.started = true, true
	if r := size(); !ch.passes(r) || !bytes.Equal(r.Payload, gossh.Marshal(struct{ A, B, C, D uint32 }{mostColumns, mostRows, 0, 0})) {
		t.Errorf("%q", r.Payload)
	}
	ch = &channel{}
	for i := range mostEnv + 10 {
		r := &gossh.Request{Type: "env", Payload: gossh.Marshal(struct{ A, B string }{"LANG", fmt.Sprint(i)})}
		if ch.passes(r) != (i < mostEnv) {
			t.Errorf("variable %d", i+1)
		}
	}
	if ch.passes(&gossh.Request{Type: "exec", Payload: make([]byte, longestCommand+1)}) {
		t.Error("a command without end")
	}
}

// FuzzRequests: whatever a client sends, what reaches the library is of the few kinds, and sane.
func FuzzRequests(f *testing.F) {
	f.Add("pty-req", gossh.Marshal(&ptyReq{"xterm-256color", 120, 40, 0, 0, "\x00"}))
	f.Add("pty-req", []byte{255, 255, 255, 255, 'x'})
	f.Add("env", gossh.Marshal(struct{ A, B string }{"LANG", "en_US.UTF-8"}))
	f.Add("window-change", gossh.Marshal(struct{ A, B, C, D uint32 }{1 << 31, 1 << 31, 0, 0}))
	f.Add("subsystem", gossh.Marshal(struct{ A string }{"sftp"}))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		for _, c := range []*channel{{}, {started: true, pty: true}} {
			r := &gossh.Request{Type: kind, Payload: payload}
			if !c.passes(r) {
				continue
			}
			switch kind {
			case "pty-req":
				var p ptyReq
				if err := gossh.Unmarshal(r.Payload, &p); err != nil || p.W > mostColumns || p.H > mostRows || p.W == 0 || p.H == 0 || !plainWord.MatchString(p.Term) || p.Term == "" {
					t.Errorf("%+v %v", p, err)
				}
			case "window-change":
				var w struct{ W, H, X, Y uint32 }
				if err := gossh.Unmarshal(r.Payload, &w); err != nil || w.W > mostColumns || w.H > mostRows || w.W == 0 || w.H == 0 {
					t.Errorf("%+v %v", w, err)
				}
			case "env", "shell", "exec":
			default:
				t.Errorf("%q passes", kind)
			}
		}
	})
}
