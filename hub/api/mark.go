package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"localiq/core"
)

// Mark is a place in the story of a site: everything up to the N-th line of input Seq has been
// read. The zero Mark is the beginning. It is written "seq.n"; "seq" alone is after all of
// that input.
type Mark struct {
	Seq core.Seq
	N   int
}

const wholeInput = math.MaxInt

// After is the mark behind all that an input told.
func After(s core.Seq) Mark { return Mark{s, wholeInput} }

// At is the mark behind one line.
func At(l core.Line) Mark { return Mark{l.Seq, l.N} }

// before is true for a line that is still to come.
func (m Mark) before(l core.Line) bool { return l.Seq > m.Seq || l.Seq == m.Seq && l.N > m.N }

// since is what to ask of Hub.Lines so that no line behind m is left out.
func (m Mark) since() core.Seq {
	if m.N == wholeInput || m.Seq == 0 {
		return m.Seq
	}
	return m.Seq - 1
}

func (m Mark) String() string {
	if m.N == wholeInput || m == (Mark{}) {
		return strconv.FormatUint(uint64(m.Seq), 10)
	}
	return fmt.Sprintf("%d.%d", m.Seq, m.N)
}

// ParseMark reads what String writes.
func ParseMark(s string) (Mark, error) {
	seq, n, part := strings.Cut(s, ".")
	q, err := strconv.ParseUint(seq, 10, 63)
	m := After(core.Seq(q))
	if err == nil && part {
		m.N, err = strconv.Atoi(n)
	}
	if err != nil || m.N < 0 {
		return Mark{}, core.Errorf(core.CodeRequest, "since must be an event's number, like 120 or 120.1")
	}
	if q == 0 {
		return Mark{}, nil
	}
	return m, nil
}
