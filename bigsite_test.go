package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkBigSite: a hub in a process of its own takes the file of 10,000 people, 30,000 keys and 200 groups
// [issue: under 10 s, memory under 96 MiB]. It is looked at and done, as on the command line; what is exported
// then, with the tags, changes nothing.
func BenchmarkBigSite(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		self, err := os.Executable()
		if err != nil {
			b.Fatal(err)
		}
		localiq, file := filepath.Join(dir, "localiq"), filepath.Join(dir, "big.yaml")
		if err := os.Symlink(self, localiq); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(bigSite()), 0o600); err != nil {
			b.Fatal(err)
		}
		data := filepath.Join(dir, "data")
		hub := upHub(b, exec.Command(localiq, "run", "--data", data, "--no-mdns", "--believe-clock"))
		start := time.Now()
		site := func(args ...string) string {
			out, err := exec.Command(localiq, append([]string{"site"}, append(args, "--data", data)...)...).CombinedOutput()
			if err != nil {
				b.Fatalf("%s: %v\n%.500s", args, err, out)
			}
			return string(out)
		}
		site("import", "--yes", file)
		b.ReportMetric(time.Since(start).Seconds(), "s/import")
		b.ReportMetric(hub.cpu().Seconds(), "s-processor")
		b.ReportMetric(hub.status("VmHWM"), "MiB-peak")
		b.ReportMetric(hub.status("VmRSS"), "MiB-running")
		site("export", "--secrets", file)
		if out := site("import", file); !strings.Contains(out, "nothing to change") {
			b.Fatalf("what came out of it changes it: %.500s", out)
		}
		b.ReportMetric(hub.status("VmHWM"), "MiB-peak-again")
	}
}

// bigSite is written by hand, without ids.
func bigSite() string {
	var y strings.Builder
	y.WriteString("version: 1\nsite:\n  name: Big\n  zone: Europe/Vienna\n  pinDigits: 8\nschedules: []\ndoors:\n")
	for i := range 16 {
		fmt.Fprintf(&y, "  - name: Door %d\n", i)
	}
	y.WriteString("groups:\n")
	for i := range 200 {
		fmt.Fprintf(&y, "  - name: Group %d\n    doors: [Door %d, Door %d]\n", i, i%16, (i+5)%16)
	}
	y.WriteString("people:\n")
	for i := range 10000 {
		fmt.Fprintf(&y, "  - first: First%d\n    last: Last%d\n    email: p%d@example.org\n    groups: [Group %d, Group 199]\n", i%977, i, i, i%199)
		fmt.Fprintf(&y, "    keys:\n      - tag: \"04%08XA1B2\"\n      - tag: \"05%08XA1B2\"\n      - pin: new\n", i, i)
	}
	return y.String()
}

type upProcess struct {
	b   *testing.B
	dir string // of /proc
}

// upHub is running, and ends with the benchmark.
func upHub(b *testing.B, c *exec.Cmd) upProcess {
	said, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	lines := bufio.NewScanner(said)
	for lines.Scan() && !strings.Contains(lines.Text(), "the hub is up") {
	}
	if lines.Err() != nil {
		b.Fatal(lines.Err())
	}
	go func() {
		for lines.Scan() {
		}
	}()
	return upProcess{b, fmt.Sprintf("/proc/%d", c.Process.Pid)}
}

func (p upProcess) read(name string) string {
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.b.Fatal(err)
	}
	return string(text)
}

// status is a size of /proc/PID/status, in MiB.
func (p upProcess) status(key string) float64 {
	_, rest, _ := strings.Cut(p.read("status"), key+":")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		p.b.Fatal(err)
	}
	return kib / 1024
}

// cpu is what it has had of the processors; a tick is 10 ms.
func (p upProcess) cpu() (d time.Duration) {
	_, rest, _ := strings.Cut(p.read("stat"), ") ")
	for _, f := range strings.Fields(rest)[11:13] {
		ticks, err := strconv.Atoi(f)
		if err != nil {
			p.b.Fatal(err)
		}
		d += time.Duration(ticks) * 10 * time.Millisecond
	}
	return d
}
