package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"localiq/core"
	"localiq/tui/internal/stage"
)

// console is the whole program on an emulated terminal, in a bubble of synctest: keys go in as
// bytes, what is tested is what a person would see. Time passes only in wait.
type console struct {
	t       *testing.T
	hub     *stage.Hub
	model   *model
	emu     *vt.SafeEmulator
	keys    *io.PipeWriter
	sent    int // bytes to the terminal so far
	pressed int // keys so far
	send    func(tea.Msg)
	done    chan struct{}
	w, h    int
}

// setting is how a console is started.
type setting struct {
	w, h   int
	glyphs Glyphs
	env    []string
}

var phone, laptop, desk = setting{40, 20, Unicode, colours}, setting{80, 24, Unicode, colours}, setting{120, 40, Unicode, colours}

var colours = []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/0", "LANG=C.UTF-8"}

// on plays a scene on a terminal of that setting.
func on(t *testing.T, s setting, hub *stage.Hub, scene func(*console)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		keys, in := io.Pipe()
		c := &console{t: t, hub: hub, emu: vt.NewSafeEmulator(s.w, s.h), keys: in, w: s.w, h: s.h}
		go io.Copy(io.Discard, c.emu) // a terminal's answers; unread they would stop it
		o := Options{In: keys, Out: c, Env: s.env, Width: s.w, Height: s.h, Glyphs: s.glyphs}.filled()
		c.model = newModel(ctx, hub, o)
		p := tea.NewProgram(c.model, o.program(ctx)...)
		c.send = p.Send
		c.done = make(chan struct{})
		go func() { p.Run(); close(c.done) }()
		defer func() { // also when the scene gives up
			cancel()
			in.Close()
			<-c.done
			c.emu.Close()
		}()
		c.wait(100 * time.Millisecond)
		scene(c)
	})
}

// Write is the line to the terminal. The renderer's bare newlines are meant for one that maps
// them, as every terminal's driver does.
func (c *console) Write(b []byte) (int, error) {
	c.sent += len(b)
	c.emu.Write(bytes.ReplaceAll(inserted(b), []byte("\n"), []byte("\r\n")))
	return len(b), nil
}

var insertMode = regexp.MustCompile(`(?s)\x1b\[4h(.*?)\x1b\[4l`)

// inserted makes room by ICH for what is written in insert mode (IRM): a terminal without ICH
// is sent that, and the emulator knows ICH alone.
func inserted(b []byte) []byte {
	return insertMode.ReplaceAllFunc(b, func(m []byte) []byte {
		text := insertMode.FindSubmatch(m)[1]
		return append(fmt.Appendf(nil, "\x1b[%d@", ansi.StringWidth(string(text))), text...)
	})
}

// wait lets the bubble's time pass until everything that follows from it is on the screen.
func (c *console) wait(d time.Duration) *console {
	time.Sleep(d)
	synctest.Wait()
	return c
}

// frame is the time from a key to the picture: an escape key waits 50 ms for what may follow,
// and in a bubble, where the timer is exact, once more.
const frame = 120 * time.Millisecond

var keyBytes = map[string]string{"enter": "\r", "esc": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "tab": "\t", "end": "\x1b[F",
	"home": "\x1b[H", "pgdn": "\x1b[6~", "pgup": "\x1b[5~", "ctrl+c": "\x03", "ctrl+l": "\x0c", "ctrl+u": "\x15", "space": " ", "backspace": "\x7f"}

// press types keys, each with a frame's time after it.
func (c *console) press(keys ...string) *console {
	c.t.Helper()
	c.pressed += len(keys)
	for _, k := range keys {
		if b, ok := keyBytes[k]; ok {
			k = b
		}
		if _, err := io.WriteString(c.keys, k); err != nil {
			c.t.Fatalf("press %q: the console is gone: %v", k, err)
		}
		c.wait(frame)
	}
	return c
}

// type types a text at once.
func (c *console) types(text string) *console {
	c.pressed += len([]rune(text))
	io.WriteString(c.keys, text)
	return c.wait(frame)
}

// expect wants every text somewhere on the screen, in one line each.
func (c *console) expect(texts ...string) *console {
	c.t.Helper()
	for _, want := range texts {
		if !strings.Contains(c.text(), want) {
			c.t.Errorf("not on the screen: %q\n%s", want, c.text())
		}
	}
	return c
}

// expectNo wants none of them.
func (c *console) expectNo(texts ...string) *console {
	c.t.Helper()
	for _, no := range texts {
		if strings.Contains(c.text(), no) {
			c.t.Errorf("on the screen, and should not be: %q\n%s", no, c.text())
		}
	}
	return c
}

// line wants a line that has all the texts.
func (c *console) line(texts ...string) *console {
	c.t.Helper()
	for l := range strings.SplitSeq(c.text(), "\n") {
		all := true
		for _, want := range texts {
			all = all && strings.Contains(l, want)
		}
		if all {
			return c
		}
	}
	c.t.Errorf("no line has all of %q\n%s", texts, c.text())
	return c
}

// publish shows the hub's next snapshot.
func (c *console) publish(s core.Snapshot) *console {
	c.hub.Publish(s)
	return c.wait(frame)
}

// ended is true when the console has left the terminal.
func (c *console) ended() bool {
	c.wait(time.Second)
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// asked wants exactly these wishes to have reached the hub, each under an id of its own.
func (c *console) asked(want ...core.Wish) *console {
	c.t.Helper()
	var got []core.Wish
	ids := map[string]bool{}
	for _, a := range c.hub.Asked() {
		got = append(got, a.Wish)
		if a.Origin.Kind != core.FromConsole || a.Origin.Request == "" || ids[a.Origin.Request] {
			c.t.Errorf("origin %+v: want the console, and an id that no other wish has", a.Origin)
		}
		ids[a.Origin.Request] = true
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("the hub was asked\n%+v, want\n%+v", got, want)
	}
	return c
}

// sameAsFull wants the screen to be what a terminal shows that gets it all at once.
func (c *console) sameAsFull() *console {
	c.t.Helper()
	fresh := vt.NewEmulator(c.w, c.h)
	fresh.WriteString(strings.ReplaceAll(View(c.model.snap, c.model.ui, c.w, c.h), "\n", "\r\n"))
	if want, got := textPlane(fresh, c.w, c.h), c.text(); got != want {
		c.t.Errorf("the terminal shows\n%s\nand should\n%s", got, want)
	}
	if want, got := stylePlane(fresh, c.w, c.h), c.styles(); got != want {
		c.t.Errorf("the terminal is styled\n%s\nand should be\n%s", got, want)
	}
	return c
}

// resize is the terminal's window pulled larger or smaller.
func (c *console) resize(w, h int) *console {
	c.w, c.h = w, h
	c.emu.Resize(w, h)
	c.send(tea.WindowSizeMsg{Width: w, Height: h})
	return c.wait(frame)
}

// cost is the bytes that an act sends to the terminal.
func (c *console) cost(act func()) int {
	before := c.sent
	act()
	return c.sent - before
}

func (c *console) text() string   { return textPlane(c.emu, c.w, c.h) }
func (c *console) styles() string { return stylePlane(c.emu, c.w, c.h) }
