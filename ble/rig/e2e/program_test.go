//go:build e2e && linux

package e2e

import (
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is a process of the shipped binary, and what it prints.
type program struct {
	*voice
	cmd   *exec.Cmd
	stdin io.WriteCloser
	ended chan struct{}
}

// start runs it until the test ends, and shows the end of its output when the test has failed.
func start(t *testing.T, name string, args ...string) *program {
	t.Helper()
	p := &program{voice: newVoice(t, name), cmd: exec.Command(binary, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.voice, p.voice
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
			p.tail(t, 40)
		}
	})
	return p
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
