package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// proof tries mutants.
type proof struct {
	dir    string
	jobs   int
	rounds []*round
}

// round is a part of the tests.
type round struct {
	args    []string
	limit   time.Duration // of processor time, so that other work beside it kills nobody
	reached map[int]bool
}

// rounds are the tests in the order in which they are tried.
func rounds(o options) []*round {
	r := []*round{{args: []string{"-test.skip", or(o.first, o.last, o.never)}}}
	if o.first != "" {
		r = append([]*round{{args: []string{"-test.run", o.first}}}, r...)
	}
	if o.last != "" {
		r = append(r, &round{args: append([]string{"-test.run", o.last}, strings.Fields(o.flags)...)})
	}
	return r
}

// all returns those that lived, in the order of the source.
func (p *proof) all(ms []*mutant) ([]*mutant, error) {
	if err := weave(p.dir); err != nil {
		return nil, err
	}
	prog := filepath.Join(filepath.Dir(p.dir), "woven.test")
	if out, err := p.build(prog); err != nil {
		return nil, fmt.Errorf("the woven program does not build: %s", out)
	}
	if err := p.asleep(prog); err != nil {
		return nil, err
	}
	lived := p.many(ms, func(m *mutant) bool { return !m.constant && p.lives(prog, m) })
	if err := unweave(p.dir); err != nil {
		return nil, err
	}
	for _, m := range ms {
		if !m.constant {
			continue
		}
		alive, err := p.constant(m)
		if err != nil {
			return nil, err
		}
		if alive {
			fmt.Println("lived:", m)
			lived = append(lived, m)
		}
	}
	return lived, nil
}

// asleep is the control: with every mutant asleep all tests pass. It sees which tests come by which
// mutant: the others need not be asked.
func (p *proof) asleep(prog string) error {
	for _, r := range p.rounds {
		out, took, err := p.start(prog, 0, time.Hour, append(r.args, "-test.v")...)
		if err != nil {
			return fmt.Errorf("the tests fail without any mutant: %s", tail(out))
		}
		r.limit = 3*time.Second + 3*took
		r.reached = map[int]bool{}
		_, list, _ := strings.Cut(string(out), "reached: [")
		list, _, _ = strings.Cut(list, "]")
		for _, id := range strings.Fields(list) {
			n, err := strconv.Atoi(id)
			if err != nil {
				return err
			}
			r.reached[n] = true
		}
		fmt.Printf("%s: all pass, %d mutants reached, %s\n", r.args, len(r.reached), took.Round(time.Second/10))
	}
	return nil
}

func (p *proof) many(ms []*mutant, lives func(*mutant) bool) (lived []*mutant) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	next := make(chan *mutant)
	alive := map[*mutant]bool{}
	for range p.jobs {
		wg.Go(func() {
			for m := range next {
				is := lives(m)
				mu.Lock()
				if alive[m] = is; is {
					fmt.Println("lived:", m)
				}
				mu.Unlock()
			}
		})
	}
	for i, m := range ms {
		if i%200 == 0 {
			fmt.Fprintf(os.Stderr, "%d of %d\n", i, len(ms))
		}
		next <- m
	}
	close(next)
	wg.Wait()
	for _, m := range ms {
		if alive[m] {
			lived = append(lived, m)
		}
	}
	return lived
}

// constant has a program of its own.
func (p *proof) constant(m *mutant) (bool, error) {
	changed := slices.Concat(m.src.text[:m.from], []byte(m.text), m.src.text[m.to:])
	path := filepath.Join(p.dir, m.file)
	if err := os.WriteFile(path, changed, 0o644); err != nil {
		return false, err
	}
	prog := filepath.Join(filepath.Dir(p.dir), "constant.test")
	_, err := p.build(prog)
	alive := err == nil && p.lives(prog, m) // one that does not build is noticed, too
	return alive, os.WriteFile(path, m.src.text, 0o644)
}

func (p *proof) build(prog string) ([]byte, error) {
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-o", prog, ".")
	cmd.Dir = p.dir
	return cmd.CombinedOutput()
}

func (p *proof) lives(prog string, m *mutant) bool {
	for _, r := range p.rounds {
		if !m.constant && !r.reached[m.id] {
			continue
		}
		if _, _, err := p.start(prog, m.id, r.limit, r.args...); err != nil {
			return false
		}
	}
	return true
}

func or(patterns ...string) string {
	return strings.Join(slices.DeleteFunc(patterns, func(s string) bool { return s == "" }), "|")
}

// start runs a round with a mutant awake; 0 wakes none, and lists who was reached.
func (p *proof) start(prog string, id int, limit time.Duration, args ...string) ([]byte, time.Duration, error) {
	cmd := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -t %d && exec "$0" "$@"`, int(limit.Seconds())), prog, "-test.failfast"}, args...)...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), fmt.Sprint("MUTANT=", id), "GOMAXPROCS=1", "GOMEMLIMIT=1GiB")
	if id == 0 {
		cmd.Env = append(cmd.Env, fmt.Sprint("MUTANTS_REACHED=", len(woven.all)))
	}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		return out, 0, err
	}
	return out, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), err
}

func tail(b []byte) string {
	lines := strings.Split(string(bytes.TrimSpace(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-30):], "\n")
}

// copyModule copies what git knows, so that nothing here is touched.
func copyModule(root, to string) error {
	out, err := exec.Command("git", "-C", root, "ls-files", "-z", "--", "*.go", "go.mod", "go.sum", "*/testdata/*", "testdata/*").Output()
	if err != nil {
		return err
	}
	for _, name := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		b, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func chosen(ms []*mutant, only string) ([]*mutant, error) {
	pattern, err := regexp.Compile(only)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ms, func(m *mutant) bool { return !pattern.MatchString(m.file) }), nil
}
