package tape

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"localiq/ble"
)

const (
	title   = "localiq tape 1"
	maxLine = 64 << 10
)

// String is the line, as it is in a file.
func (e Event) String() string {
	return strings.TrimRight(fmt.Sprintf("%6d.%09d  %-7s  %s", e.At/time.Second, e.At%time.Second, e.Kind, e.rest()), " ")
}

func (e Event) rest() string {
	switch e.Kind {
	case Heard:
		open := "deaf"
		if e.Open {
			open = "open"
		}
		return fmt.Sprintf("%s %d %s %x", e.Addr, e.RSSI, open, e.Data)
	case Connect:
		return fmt.Sprintf("%d %s %s", e.Link, e.Addr, e.UUID)
	case Up:
		return fmt.Sprintf("%d %d", e.Link, e.MTU)
	case Write, Note:
		return fmt.Sprintf("%d %d %x", e.Link, e.Char, e.Data)
	}
	return fmt.Sprintf("%d %s", e.Link, e.Why)
}

// Write writes a whole tape.
func (t *Tape) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, title)
	for _, n := range t.Notes {
		fmt.Fprintln(b, "#", n)
	}
	for _, e := range t.Events {
		fmt.Fprintln(b, e)
	}
	return b.Flush()
}

// Read reads what Write wrote. A line that makes no sense is an error that names it.
func Read(r io.Reader) (*Tape, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	t, links := &Tape{}, 0
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		note, comment := strings.CutPrefix(line, "# ")
		switch {
		case n == 1 && line != title:
			return nil, fmt.Errorf("tape: line 1: a tape begins with %q", title)
		case n == 1:
		case comment:
			t.Notes = append(t.Notes, note)
		default:
			e, err := parse(line)
			if err == nil {
				err = t.follows(e, &links)
			}
			if err != nil {
				return nil, fmt.Errorf("tape: line %d: %w", n, err)
			}
			t.Events = append(t.Events, e)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("tape: read: %w", err)
	}
	return t, nil
}

// follows is an error for what cannot come after the events before it.
func (t *Tape) follows(e Event, links *int) error {
	if n := len(t.Events); n > 0 && e.At < t.Events[n-1].At {
		return fmt.Errorf("it is earlier than the line before it")
	}
	if e.Kind == Connect {
		*links++
		if e.Link != *links {
			return fmt.Errorf("link %d where link %d is due", e.Link, *links)
		}
	}
	if e.Link > *links {
		return fmt.Errorf("link %d was never connected", e.Link)
	}
	return nil
}

func parse(line string) (e Event, err error) {
	at, rest, _ := strings.Cut(strings.TrimLeft(line, " "), "  ")
	if e.At, err = seconds(at); err != nil {
		return e, err
	}
	kind, rest, _ := strings.Cut(rest, " ")
	e.Kind = Kind(kind)
	f := fields{strings.Fields(rest), nil}
	switch e.Kind {
	case Heard:
		e.Addr, e.RSSI, e.Open, e.Data = f.addr(), int8(f.number(-128, 127)), f.open(), f.bytes(31)
	case Connect:
		e.Link, e.Addr, e.UUID = f.link(), f.addr(), f.uuid()
	case Up:
		e.Link, e.MTU = f.link(), f.number(23, 517)
	case Write, Note:
		e.Link, e.Char, e.Data = f.link(), ble.Char(f.number(0, 255)), f.bytes(514)
	case Failed, End:
		e.Link, e.Why = f.link(), f.why()
	case Wrote:
		if e.Link = f.link(); len(f.left) > 0 {
			e.Why = f.why()
		}
	case Close:
		e.Link = f.link()
	default:
		return e, fmt.Errorf("%q is no event", kind)
	}
	if len(f.left) > 0 {
		f.bad("%q is too much", f.left[0])
	}
	return e, f.err
}

func seconds(s string) (time.Duration, error) {
	whole, part, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseUint(whole, 10, 32)
	nano, err2 := strconv.ParseUint(part, 10, 32)
	if err != nil || err2 != nil || len(part) != 9 {
		return 0, fmt.Errorf("%q is no time: write seconds with nine decimals", s)
	}
	return time.Duration(sec)*time.Second + time.Duration(nano), nil
}

// fields are taken one after the other; the first error stays.
type fields struct {
	left []string
	err  error
}

func (f *fields) bad(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

func (f *fields) next() string {
	if len(f.left) == 0 {
		f.bad("something is missing at the end")
		return ""
	}
	s := f.left[0]
	f.left = f.left[1:]
	return s
}

func (f *fields) number(least, most int) int {
	s := f.next()
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		f.bad("%q is no number from %d to %d", s, least, most)
	}
	return n
}

func (f *fields) link() int { return f.number(1, 1<<20) }

func (f *fields) addr() ble.Addr {
	a, err := ble.ParseAddr(f.next())
	if err != nil {
		f.bad("%w", err)
	}
	return a
}

func (f *fields) open() bool {
	s := f.next()
	if s != "open" && s != "deaf" {
		f.bad("%q: write open or deaf", s)
	}
	return s == "open"
}

// bytes are the rest of the line; none is an empty value.
func (f *fields) bytes(most int) []byte {
	if len(f.left) == 0 {
		return nil
	}
	b, err := hex.DecodeString(f.next())
	if err != nil || len(b) > most {
		f.bad("no bytes in hex, or more than %d", most)
	}
	return b
}

func (f *fields) uuid() ble.UUID {
	u, err := ble.ParseUUID(f.next())
	if err != nil {
		f.bad("%w", err)
	}
	return u
}

func (f *fields) why() Why {
	w := Why(f.next())
	if !w.known() {
		f.bad("%q is no reason", w)
	}
	return w
}
