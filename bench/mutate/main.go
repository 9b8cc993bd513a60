// Mutate asks whether the tests of a package would notice if a line of it were wrong. It flips each
// comparison, each && and ||, each !, each true and false, and moves each number by one, one at a time,
// and runs the package's tests. What no test notices is a survivor: it is killed by another test, or its
// reason stands in the file of survivors.
//
//	go run ./mutate -root .. -pkg rules -survivors mutate/survivors.txt
//
// Reading order: this file (what is done), find.go (where), weave.go (how one program holds all of them),
// prove.go (how one is tried), reasons.go (the file of survivors).
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

type options struct {
	root, pkg, survivors, first, last, never, flags string
	only                                            string
	jobs                                            int
	list                                            bool
}

func main() {
	var o options
	flag.StringVar(&o.root, "root", "..", "the module's `directory`")
	flag.StringVar(&o.pkg, "pkg", "rules", "the `package`, as a directory below it")
	flag.StringVar(&o.survivors, "survivors", "", "the `file` of survivors that have a reason")
	flag.StringVar(&o.first, "first", "", "a `pattern` of tests that are tried first: many and quick")
	flag.StringVar(&o.last, "last", "", "a `pattern` of tests that are tried only on what the others let live: slow")
	flag.StringVar(&o.flags, "flags", "", "what the last are started with besides, as `words`")
	flag.StringVar(&o.never, "never", "", "a `pattern` of tests that look at the source itself")
	flag.StringVar(&o.only, "only", "", "only mutants of files whose name this `pattern` finds")
	flag.IntVar(&o.jobs, "jobs", 2, "at once")
	flag.BoolVar(&o.list, "list", false, "only say what would be tried")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if o.survivors != "" { // from here on: find goes to another directory
		abs, err := filepath.Abs(o.survivors)
		if err != nil {
			return err
		}
		o.survivors = abs
	}
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := copyModule(o.root, work); err != nil {
		return err
	}
	all, err := find(work, o.pkg)
	if err != nil {
		return err
	}
	if all, err = chosen(all, o.only); err != nil {
		return err
	}
	if o.list {
		for _, m := range all {
			fmt.Println(m)
		}
		fmt.Println(len(all), "mutants")
		return nil
	}
	began := time.Now()
	p := &proof{dir: filepath.Join(work, o.pkg), rounds: rounds(o), jobs: o.jobs}
	lived, err := p.all(all)
	if err != nil {
		return err
	}
	fmt.Printf("%d mutants, %d killed, %d lived, %s\n", len(all), len(all)-len(lived), len(lived), time.Since(began).Round(time.Second))
	return judge(lived, all, o)
}
