package sitefile

import (
	"bytes"
	"regexp"

	"github.com/goccy/go-yaml/ast"
)

// A long list of people is parsed a piece at a time, because the tree of ten thousand takes over a hundred
// MiB. Only text of which each line can be read by itself is cut: elsewhere nobody knows without the tree
// where a person ends.

// atOnce are so many people of a list.
const atOnce = 100

// piece is some of the list; after are so many lines of the file before it.
type piece struct {
	text  []byte
	after int
}

var (
	peopleLine = regexp.MustCompile(`(?m)^people:[ \t]*(#.*)?$`)
	// soleLine is `key: value` with all of its value, a comment, or nothing.
	soleLine = regexp.MustCompile(`^ *(#[^\r]*|(- )?[A-Za-z]+:( +([\p{L}\p{N}_/.+@][^"'#:{}\[\],&*!|>%\t\r]*|[0-9][0-9T.:-]*|"[^"\\\r]*"|'[^'\r]*'|\[[^"'#:{}\[\]&*!|>%\t\r]*\]))? *)?$`)
)

// cut takes a list of more than atMost people out of the text, which keeps its lines. Without pieces nothing
// was cut.
func cut(src []byte, atMost int) (rest []byte, pieces []piece) {
	where := peopleLine.FindAllIndex(src, -1)
	if len(where) != 1 || where[0][1] == len(src) {
		return src, nil
	}
	begin := where[0][1] + 1
	line, indent, n, end := bytes.Count(src[:begin], []byte("\n")), -1, 0, len(src)
	for at := begin; at < len(src); line++ {
		l, _, _ := bytes.Cut(src[at:], []byte("\n"))
		bare := bytes.TrimLeft(l, " ")
		in, item, said := len(l)-len(bare), bytes.HasPrefix(bare, []byte("- ")), len(bare) > 0 && bare[0] != '#'
		switch {
		case said && in == 0 && !item:
			end = at // the next section
		case !soleLine.Match(l):
			return src, nil
		case item && (indent < 0 || in == indent):
			if indent = in; n%atMost == 0 {
				pieces = append(pieces, piece{src[at:], line})
			}
			n++
		case said && (indent < 0 || in <= indent):
			return src, nil
		}
		if end == at {
			break
		}
		at += len(l) + 1
	}
	if n <= atMost {
		return src, nil
	}
	return without(src, begin, end), ended(pieces, len(src)-end)
}

// without leaves the lines empty between begin and end.
func without(src []byte, begin, end int) []byte {
	rest := append(make([]byte, 0, len(src)/8), src[:begin]...)
	rest = append(rest, bytes.Repeat([]byte("\n"), bytes.Count(src[begin:end], []byte("\n")))...)
	return append(rest, src[end:]...)
}

// ended cuts each piece where the next one begins, and the last one so many bytes before the end.
func ended(pieces []piece, before int) []piece {
	for i := range pieces {
		cut := before
		if i+1 < len(pieces) {
			cut = len(pieces[i+1].text)
		}
		pieces[i].text = pieces[i].text[:len(pieces[i].text)-cut]
	}
	return pieces
}

// crowd reads people, those in pieces too.
func (r *reader) crowd(nodes []ast.Node, pieces []piece) (out []person) {
	for _, n := range nodes {
		out = append(out, r.person(n))
	}
	for _, p := range pieces {
		root := r.parse(p.text, p.after)
		if list, ok := root.(*ast.SequenceNode); ok {
			nodes = list.Values
		} else if nodes = nil; root != nil {
			r.fault(at(root), "the site file: people must be a list: write one `- …` line for each")
		}
		for _, n := range nodes {
			out = append(out, r.person(n))
		}
	}
	return out
}
