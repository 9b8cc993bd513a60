package ssh

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"charm.land/ssh"
)

const longestLine = 4096

// lines is the console for those who hear it: a verb a line, and lines for an answer. Nothing is drawn,
// nothing is repeated, and no escape sequence is sent. Without a terminal the client has the echo and the
// editing; for one of which nothing is known see typewriter.
func (s *Server) lines(sess ssh.Session, hub signed) error {
	ctx, stop := context.WithCancel(hub.n.c.ctx)
	defer stop()
	go s.minded(ctx, hub.n)
	typed := make(chan string)
	go func() {
		defer close(typed)
		var from io.Reader = typing{sess, hub.n}
		if _, _, terminal := sess.Pty(); terminal {
			from = &typewriter{in: from, echo: onlyWriter{sess}}
		}
		in := bufio.NewScanner(from)
		in.Buffer(make([]byte, 256), longestLine)
		for in.Scan() {
			select {
			case typed <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	fmt.Fprintf(sess, "Local IQ. You are %s, %s.\nType a verb and Enter: status, doors, events, help. A line ends what goes on; quit leaves.\n", hub.n.Name, hub.n.Role)
	var next []string // typed while a verb worked that did not ask
	for {
		line, more := "", true
		if len(next) > 0 {
			line, next = next[0], next[1:]
		} else {
			select {
			case <-ctx.Done():
				return nil
			case line, more = <-typed:
			}
		}
		if !more || left(line) {
			return nil
		}
		next = s.line(ctx, sess, hub, line, typed, next)
	}
}

func left(line string) bool {
	line = strings.TrimSpace(line)
	return line == "quit" || line == "exit" || line == "q"
}

// line does one verb, and returns what was typed meanwhile and is not its answer: that comes next. An
// empty line ends a verb that goes on.
func (s *Server) line(ctx context.Context, sess ssh.Session, hub signed, line string, typed <-chan string, next []string) []string {
	args, err := words(line)
	if err != nil {
		fmt.Fprintln(sess, err)
		return next
	}
	if len(args) == 0 {
		return next
	}
	if args[0] == "help" || args[0] == "?" {
		args = append(args[1:], "--help")
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	asked := &answers{ctx: ctx, lines: make(chan string)}
	done := make(chan int, 1)
	go func() { done <- s.Verb(ctx, hub, hub.n.login(), args, asked, onlyWriter{sess}, onlyWriter{sess}) }()
	for {
		feed, first := asked.lines, ""
		if len(next) > 0 {
			first = next[0]
		} else {
			feed = nil
		}
		select {
		case code := <-done:
			if code != 0 {
				fmt.Fprintf(sess, "Not done (%d).\n", code)
			}
			return next
		case feed <- first:
			next = next[1:]
		case text, more := <-typed:
			switch {
			case !more:
				typed = nil // who sends lines and closes waits for what comes of them
			case strings.TrimSpace(text) == "":
				stop()
			case len(next) < mostAhead:
				next = append(next, text)
			}
		}
	}
}

// mostAhead is how many lines may be typed ahead; the rest is lost, as a terminal's would be.
const mostAhead = 64

// answers are the lines that are typed while a verb works, for one that asks.
type answers struct {
	ctx   context.Context
	lines chan string
	rest  []byte
}

func (a *answers) Read(b []byte) (int, error) {
	if len(a.rest) == 0 {
		select {
		case line := <-a.lines:
			a.rest = []byte(line + "\n")
		case <-a.ctx.Done():
			return 0, io.EOF
		}
	}
	n := copy(b, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
