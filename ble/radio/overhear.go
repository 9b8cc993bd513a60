package radio

import (
	"bytes"
	"errors"
	"io"
)

// Overhear is p with an ear at what it says to its hub, for the box on which it runs: down is
// called, from Read, with why the adapter cannot be used, each time the radio says so, and with
// "" when it is open. What is read is handed on as it came; who says what is no frame is not
// listened to any more.
func Overhear(p Process, down func(why string)) Process {
	return &overheard{Process: p, down: down}
}

type overheard struct {
	Process
	down  func(why string)
	heard []byte // that is no whole frame yet
	deaf  bool
}

func (o *overheard) Read(b []byte) (int, error) {
	n, err := o.Process.Read(b)
	if !o.deaf {
		o.heard = append(o.heard, b[:n]...)
		o.listen()
	}
	return n, err
}

func (o *overheard) listen() {
	for {
		r := bytes.NewReader(o.heard)
		f, err := readFrame(r)
		cut := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		switch {
		case cut && len(o.heard) < 2+maxFrame: // else it is whole, and cut inside
			return
		case err != nil:
			o.deaf, o.heard = true, nil
			return
		}
		o.heard = o.heard[len(o.heard)-r.Len():]
		switch {
		case f.Ready != nil:
			o.down("")
		case f.Waits != nil:
			o.down(f.Waits.sentence())
		case f.Failed != nil:
			o.down(f.Failed.sentence())
		}
	}
}
