//go:build e2e && linux

package e2e

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// line is one line of what a program printed, and when it came.
type line struct {
	text string
	at   time.Time
}

// program is a process of the shipped binary. What it prints is kept; what was waited for is
// not found again.
type program struct {
	t     *testing.T
	name  string
	cmd   *exec.Cmd
	stdin io.WriteCloser
	ended chan struct{}

	mu    sync.Mutex
	part  []byte
	lines []line
	read  int // lines that were waited for
	more  chan struct{}
}

// start runs it until the test ends, and shows the end of its output when the test has failed.
func start(t *testing.T, name string, args ...string) *program {
	t.Helper()
	p := &program{t: t, name: name, cmd: exec.Command(binary, args...), ended: make(chan struct{}), more: make(chan struct{}, 1)}
	p.cmd.Stdout, p.cmd.Stderr = p, p
	p.cmd.Env = append(p.cmd.Environ(), "LOGXI=*=OFF")
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		p.cmd.Wait()
	}()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			p.tail(40)
		}
	})
	return p
}

// Write takes what the program prints.
func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.part = append(p.part, b...)
	for {
		text, rest, ok := bytes.Cut(p.part, []byte("\n"))
		if !ok {
			break
		}
		p.lines = append(p.lines, line{string(text), time.Now()})
		p.part = rest
	}
	select {
	case p.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// want waits for the next line with any of the texts in it, and returns it.
func (p *program) want(within time.Duration, texts ...string) line {
	p.t.Helper()
	l, ok := p.see(within, texts...)
	if !ok {
		p.t.Fatalf("%s: no %q in %s", p.name, texts, within)
	}
	return l
}

func (p *program) see(within time.Duration, texts ...string) (line, bool) {
	limit := time.After(within)
	for {
		if l, ok := p.next(texts); ok {
			return l, true
		}
		select {
		case <-p.more:
		case <-limit:
			return p.next(texts)
		}
	}
}

func (p *program) next(texts []string) (line, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, l := range p.lines[p.read:] {
		for _, s := range texts {
			if strings.Contains(l.text, s) {
				p.read += i + 1
				return l, true
			}
		}
	}
	return line{}, false
}

// forget makes everything printed so far count as waited for.
func (p *program) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = len(p.lines)
}

// printed is true when a line since the last one waited for has the text in it.
func (p *program) printed(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines[p.read:] {
		if strings.Contains(l.text, text) {
			return true
		}
	}
	return false
}

// say types a line, and returns when.
func (p *program) say(text string) time.Time {
	p.t.Helper()
	at := time.Now()
	if _, err := io.WriteString(p.stdin, text+"\n"); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	return at
}

// kill is kill -9.
func (p *program) kill() {
	p.cmd.Process.Kill()
	<-p.ended
}

// stop asks it to end, and insists after a while.
func (p *program) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		p.t.Errorf("%s does not end when it is asked to", p.name)
		p.kill()
	}
}

func (p *program) tail(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines[max(0, len(p.lines)-n):] {
		p.t.Logf("%s | %s %s", p.name, l.at.Format("05.000"), l.text)
	}
}

// once runs a command to its end and returns what it printed, and its exit code.
func once(t *testing.T, stdin string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Stdin = strings.NewReader(stdin)
	b, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("%v: %v", args, err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

// must is a command that has to succeed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	out, code := once(t, "", args...)
	if code != 0 {
		t.Fatalf("localiq %s: exit code %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}
