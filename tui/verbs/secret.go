package verbs

import (
	"context"
	"fmt"
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
	if d.Afar != nil {
		return d.line(prompt) // whoever hears lines is to know what is asked
	}
	tty, ok := d.terminal()
	if !ok {
		return d.line("") // a script needs no telling
	}
	fmt.Fprint(d.Err, prompt)
	line, err := unseen(d.Ctx, tty)
	fmt.Fprintln(d.Err)
	return typed(string(line), err)
}

// terminal is where somebody types; false for a script.
func (d *Desk) terminal() (fd uintptr, is bool) {
	tty, ok := d.In.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(tty.Fd()) {
		return 0, false
	}
	return tty.Fd(), true
}

// longestLine is more than anybody types.
const longestLine = 256

// line asks for a line that everybody may see. It reads no further: the next line may be asked for.
func (d *Desk) line(prompt string) (string, error) {
	fmt.Fprint(d.Err, prompt)
	var line []byte
	for b := make([]byte, 1); len(line) < longestLine; {
		n, err := d.In.Read(b)
		if n == 1 && b[0] == '\n' {
			break
		}
		if line = append(line, b[:n]...); err == nil {
			continue
		}
		if len(line) > 0 {
			break
		}
		return typed("", err)
	}
	return typed(string(line), nil)
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
