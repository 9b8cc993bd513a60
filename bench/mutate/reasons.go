package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
)

// The file of survivors has two lines for each: its name, and indented below it why no test can or
// need notice. Blank lines and lines with # are for people.

// judge says who lives without a reason, and which reasons stand for somebody who is dead.
func judge(lived, all []*mutant, o options) error {
	reasons, err := readReasons(o.survivors)
	if err != nil {
		return err
	}
	var bad int
	for _, m := range lived {
		if reasons[m.key()] == "" {
			fmt.Println("no reason:", m)
			bad++
		}
		delete(reasons, m.key())
	}
	tried := map[string]bool{}
	for _, m := range all {
		tried[m.key()] = true
	}
	for k := range reasons {
		if o.only == "" || tried[k] {
			fmt.Println("a reason for nobody:", k)
			bad++
		}
	}
	if bad > 0 {
		return errors.New("the file of survivors is not the truth")
	}
	return nil
}

func readReasons(path string) (map[string]string, error) {
	out := map[string]string{}
	if path == "" {
		return out, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var of string
	for s := bufio.NewScanner(f); s.Scan(); {
		switch line := s.Text(); {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "\t"):
			out[of] += strings.TrimSpace(line)
		default:
			of = line
			out[of] = ""
		}
	}
	return out, nil
}
