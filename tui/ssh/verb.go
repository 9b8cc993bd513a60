package ssh

import (
	"errors"
	"io"

	"charm.land/ssh"
	shlex "github.com/anmitsu/go-shlex"
)

// verb does what stands behind ssh … box. It is a word of our own list or nothing: no shell sees it.
func (s *Server) verb(sess ssh.Session, hub signed) (code int, err error) {
	args, err := words(sess.RawCommand())
	if err != nil {
		return 2, err
	}
	var in io.Reader = typing{sess, hub.n}
	if _, _, terminal := sess.Pty(); terminal {
		in = &typewriter{in: in, echo: onlyWriter{sess}}
	}
	return s.Verb(hub.n.c.ctx, hub, hub.n.login(), args, in, onlyWriter{sess}, onlyWriter{sess.Stderr()}), nil
}

// words are what a shell would make of a line, without what a shell does.
func words(line string) ([]string, error) {
	args, err := shlex.Split(line, true)
	if err != nil {
		return nil, errors.New("a quotation mark is missing")
	}
	return args, nil
}
