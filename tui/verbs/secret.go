package verbs

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/term"

	"localiq/core"
)

// secret is what was given on the command line or, in place of "-", a line that is typed: a
// terminal shows none of it, and a script writes it to standard input.
func (d *Desk) secret(text, prompt string) (string, error) {
	if text != "-" {
		return text, nil
	}
	tty, ok := d.In.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(tty.Fd()) {
		return d.line("") // a script needs no telling
	}
	fmt.Fprint(d.Err, prompt)
	line, err := unseen(d.Ctx, tty.Fd())
	fmt.Fprintln(d.Err)
	return typed(string(line), err)
}

// line asks for a line that everybody may see.
func (d *Desk) line(prompt string) (string, error) {
	fmt.Fprint(d.Err, prompt)
	line, err := bufio.NewReader(io.LimitReader(d.In, 256)).ReadString('\n')
	if line != "" {
		err = nil
	}
	return typed(line, err)
}

func typed(line string, err error) (string, error) {
	if err == context.Canceled {
		return "", err
	}
	if err != nil {
		return "", core.Errorf(core.CodeRequest, "nothing was typed")
	}
	return strings.TrimSpace(line), nil
}

// unseen reads a line without an echo. When ctx ends first it gives the terminal its echo back and
// leaves the reader to the end of the process: nothing can take a read of a terminal back.
func unseen(ctx context.Context, fd uintptr) ([]byte, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	type result struct {
		line []byte
		err  error
	}
	read := make(chan result, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		read <- result{line, err}
	}()
	select {
	case r := <-read:
		return r.line, r.err
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		return nil, context.Canceled
	}
}
