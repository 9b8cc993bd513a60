//go:build netns && linux

package repeater

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is a process and what it printed.
type program struct {
	t     *testing.T
	name  string
	in    io.Writer
	mu    sync.Mutex
	lines []string
	more  chan struct{}
}

// start runs a program in a namespace ("": none) until the test ends.
func start(t *testing.T, name, ns string, env []string, args ...string) *program {
	t.Helper()
	if ns != "" {
		args = append([]string{"ip", "netns", "exec", ns}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, name: name, in: in, more: make(chan struct{}, 1)}
	go p.read(r)
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		late := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
		w.Close()
		if t.Failed() {
			t.Logf("%s:\n  %s", name, strings.Join(p.all(), "\n  "))
		}
	})
	return p
}

func (p *program) read(r io.Reader) {
	for in := bufio.NewScanner(r); in.Scan(); {
		p.mu.Lock()
		p.lines = append(p.lines, in.Text())
		p.mu.Unlock()
		select {
		case p.more <- struct{}{}:
		default:
		}
	}
}

func (p *program) all() []string { p.mu.Lock(); defer p.mu.Unlock(); return p.lines }

func (p *program) tell(line string) {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// mark is where the program is now; wants looks behind it.
func (p *program) mark() int { return len(p.all()) }

// wants waits for the first line after a mark that has one of the words, and returns it.
func (p *program) wants(after int, words ...string) string {
	p.t.Helper()
	end := time.After(patience)
	for {
		for _, l := range p.all()[after:] {
			for _, w := range words {
				if strings.Contains(l, w) {
					return l
				}
			}
		}
		select {
		case <-p.more:
		case <-end:
			p.t.Fatalf("%s did not say any of %q", p.name, words)
		}
	}
}

// ip runs one ip command.
func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return nil
}
