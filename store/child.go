package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"localiq/core"
)

// The exit codes by which a checking process answers. A Go program that crashes exits with 2.
const (
	exitCrashed = 2
	ExitDamaged = 3
)

// Exit is the code with which a process that ran Check for InChild has to exit, at once and with
// the error's text as its only output.
func Exit(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrDamaged):
		return ExitDamaged
	}
	return 1
}

// patience is how long a check may take: a full database on a slow card, twice over.
const patience = 2 * time.Minute

// InChild makes an Options.CheckFirst that runs argv, with the path behind it. Damage is what
// the child says is damage, a child that crashed, and one that does not come to an end. A newer
// schema, a missing program, ctx ending or a kill from outside is not: then Open fails and
// nothing is replaced.
func InChild(ctx context.Context, argv ...string) func(path string) error {
	return func(path string) error {
		late, cancel := context.WithTimeoutCause(ctx, patience, errTooLong)
		defer cancel()
		var out bytes.Buffer
		cmd := exec.CommandContext(late, argv[0], append(argv[1:len(argv):len(argv)], path)...)
		cmd.Stdout, cmd.Stderr = &out, &out
		return judge(cmd.Run(), context.Cause(late), firstLine(out.String()))
	}
}

var errTooLong = fmt.Errorf("%w: checking it takes more than %v", ErrDamaged, patience)

// judge reads the end of a checking process; stopped is why we ended it, if we did.
func judge(err, stopped error, said string) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case stopped != nil:
		return stopped
	case !errors.As(err, &exit):
		return fmt.Errorf("store: check the database: %w", err)
	case exit.ExitCode() == ExitDamaged:
		return fmt.Errorf("%w: %s", ErrDamaged, strings.TrimPrefix(said, ErrDamaged.Error()+": "))
	case exit.ExitCode() == exitCrashed:
		return fmt.Errorf("%w: checking it crashed: %s", ErrDamaged, said)
	case exit.ExitCode() == 1 && said != "":
		return core.Errorf(core.CodeRefused, "%s", said) // a sentence for people, as Check wrote it
	}
	return fmt.Errorf("store: check the database: %w", err)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
