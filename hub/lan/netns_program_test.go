//go:build netns && linux

package lan

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take on a machine that has more to do than it can.
const patience = 60 * time.Second

// netns is some boxes and the wires between them.
type netns struct {
	t       *testing.T
	dir     string
	localiq string
	names   map[string]string
}

// newNetns makes the boxes. In CI a machine that cannot is a failure.
func newNetns(t *testing.T, boxes ...string) *netns {
	t.Helper()
	t.Parallel()
	n := &netns{t: t, dir: t.TempDir(), names: map[string]string{}, localiq: shipped(t)}
	for _, b := range boxes {
		n.names[b] = fmt.Sprintf("lan%d-%s-%s", os.Getpid(), strings.ToLower(t.Name()[len("TestNetns"):][:6]), b)
		if err := ip("netns", "add", n.names[b]); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip("NOT PROVEN HERE: the box among avahi's:", err)
		}
		t.Cleanup(func() { _ = ip("netns", "del", n.names[b]) })
		n.do("-n", n.names[b], "link", "set", "lo", "up")
	}
	return n
}

// fourOnly leaves a network without IPv6. Of a host that has both, avahi-browse names whichever address it
// heard first, in the row of either.
func (n *netns) fourOnly() {
	n.t.Helper()
	for _, name := range n.names {
		n.do("netns", "exec", name, "sh", "-c", "for i in all default; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done")
	}
}

// shipped is the binary as it is built for people.
var shipped = func() func(*testing.T) string {
	var once sync.Once
	var name string
	return func(t *testing.T) string {
		once.Do(func() {
			if name = os.Getenv("LOCALIQ"); name != "" {
				return
			}
			name = filepath.Join(os.TempDir(), fmt.Sprintf("localiq-netns-%d", os.Getpid()))
			if out, err := exec.Command("go", "build", "-o", name, "localiq").CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
		})
		return name
	}
}()

// ip runs one ip command.
func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

func (n *netns) do(args ...string) {
	n.t.Helper()
	if err := ip(args...); err != nil {
		n.t.Fatal(err)
	}
}

// on runs an ip command on a box.
func (n *netns) on(box, command string) {
	n.t.Helper()
	n.do(append([]string{"-n", n.names[box]}, strings.Fields(command)...)...)
}

// wire is between two interfaces, which are up and have no address.
func (n *netns) wire(x, xif, y, yif string) {
	n.t.Helper()
	n.do("link", "add", xif, "netns", n.names[x], "type", "veth", "peer", "name", yif, "netns", n.names[y])
	n.on(x, "link set dev "+xif+" up")
	n.on(y, "link set dev "+yif+" up")
}

// line is one that a program printed, and when.
type line struct {
	at   time.Time
	text string
}

// program is a process and what it printed.
type program struct {
	t       *testing.T
	name    string
	began   time.Time
	process *os.Process
	mu      sync.Mutex
	lines   []line
	more    chan struct{}
	over    chan struct{}
}

// start runs a program on a box until the test ends.
func (n *netns) start(box string, env []string, args ...string) *program {
	n.t.Helper()
	cmd := exec.Command("ip", append([]string{"netns", "exec", n.names[box]}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	p := &program{t: n.t, name: box + ": " + strings.Join(args, " "), began: time.Now(), more: make(chan struct{}, 1), over: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	p.process = cmd.Process
	go p.read(r)
	go func() {
		_ = cmd.Wait()
		w.Close()
		close(p.over)
	}()
	n.t.Cleanup(func() {
		p.stop()
		if n.t.Failed() {
			for _, l := range p.all(0) {
				n.t.Logf("%6.3f %s: %s", l.at.Sub(p.began).Seconds(), p.name, l.text)
			}
		}
	})
	return p
}

// stop asks it to end, and waits until it has.
func (p *program) stop() {
	_ = p.process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(patience/2, func() { _ = p.process.Kill() })
	<-p.over
	late.Stop()
}

func (p *program) read(r io.Reader) {
	for in := bufio.NewScanner(r); in.Scan(); {
		p.mu.Lock()
		p.lines = append(p.lines, line{time.Now(), in.Text()})
		p.mu.Unlock()
		select {
		case p.more <- struct{}{}:
		default:
		}
	}
}

// all are the lines behind a mark.
func (p *program) all(after int) []line { p.mu.Lock(); defer p.mu.Unlock(); return p.lines[after:] }

// mark is where the program is now.
func (p *program) mark() int { return len(p.all(0)) }

// wants waits for the first line behind a mark that has all of the words.
func (p *program) wants(after int, words ...string) line {
	p.t.Helper()
	end := time.After(patience)
	for {
		for _, l := range p.all(after) {
			if hasAll(l.text, words) {
				return l
			}
		}
		select {
		case <-p.more:
		case <-end:
			p.t.Fatalf("%s did not say %q", p.name, words)
		}
	}
}

// never fails where a line behind a mark has all of the words.
func (p *program) never(after int, words ...string) {
	p.t.Helper()
	for _, l := range p.all(after) {
		if hasAll(l.text, words) {
			p.t.Errorf("%s: %s", p.name, l.text)
		}
	}
}

func hasAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
