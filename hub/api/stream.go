package api

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// stream writes an event stream (WHATWG HTML, server-sent events). Each write has writeWait to
// be taken; a reader that takes nothing loses its connection and nobody else notices.
type stream struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

func newStream(w http.ResponseWriter) stream {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	return stream{w, http.NewResponseController(w)}
}

// send writes one frame; id may be empty.
func (s stream) send(event, id string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var f bytes.Buffer
	if id != "" {
		fmt.Fprintf(&f, "id: %s\n", id)
	}
	fmt.Fprintf(&f, "event: %s\ndata: %s\n\n", event, b)
	return s.write(f.Bytes())
}

// beat keeps an idle stream alive, and finds out when the reader has gone.
func (s stream) beat() error { return s.write([]byte(":\n\n")) }

func (s stream) write(b []byte) error {
	s.rc.SetWriteDeadline(time.Now().Add(writeWait))
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	return s.rc.Flush()
}

// frame is one event of a stream, as it is read.
type frame struct {
	event, id string
	data      []byte
}

const maxLine = 16 << 20

// frames reads a stream until it ends or each fails.
func frames(r io.Reader, each func(frame) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), maxLine)
	var f frame
	for sc.Scan() {
		line := sc.Bytes()
		if len(line) == 0 {
			if f.data != nil {
				if err := each(f); err != nil {
					return err
				}
			}
			f = frame{}
			continue
		}
		f.add(line)
	}
	if err := sc.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF // a stream ends only because somebody went away
}

func (f *frame) add(line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "event":
		f.event = string(value)
	case "id":
		f.id = string(value)
	case "data":
		if f.data != nil {
			f.data = append(f.data, '\n')
		}
		f.data = append(f.data, value...)
	}
}
