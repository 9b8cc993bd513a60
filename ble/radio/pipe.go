package radio

import (
	"bufio"
	"errors"
	"io"
	"net"
	"syscall"
)

// send never blocks. A hub that does not read its frames has died or is about to: nothing can
// be dropped silently, so the connection ends.
func (s *server) send(f frame) {
	f.Gen = s.gen
	select {
	case s.out <- f:
	default:
		s.end(errors.New("radio: the hub does not read"))
	}
}

// read ends the server at EOF, and on the first frame that it cannot believe.
func (s *server) read() {
	r := bufio.NewReader(s.conn)
	for {
		f, err := readFrame(r)
		if err == nil && f.Gen != s.gen {
			continue // meant for another life of this radio: void
		}
		if err != nil {
			s.end(endOf(err))
			return
		}
		select {
		case s.in <- f:
		case <-s.ctx.Done():
			return
		}
	}
}

// endOf makes io.EOF of every way in which the other process's end shows: with what it had not
// read yet its death is a reset, and it may come in the middle of a frame.
func endOf(err error) error {
	for _, gone := range []error{io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, gone) {
			return io.EOF
		}
	}
	return err
}

// write puts requests' answers before advertisements.
func (s *server) write() {
	defer s.conn.Close() // wakes read
	for {
		select {
		case f := <-s.out:
			s.put(f)
			continue
		default:
		}
		select {
		case f := <-s.out:
			s.put(f)
		case <-s.air.wake:
			s.putHeard()
		case <-s.ctx.Done():
			s.drain()
			return
		}
	}
}

// putHeard writes one advertisement and comes back for the next, so that an answer never waits
// behind more than one.
func (s *server) putHeard() {
	x, missed, ok := s.air.take()
	if !ok {
		return
	}
	select {
	case s.air.wake <- struct{}{}:
	default:
	}
	s.put(frame{Gen: s.gen, Heard: &heard{x.Addr.MAC, x.Addr.Random, x.RSSI, x.Connectable, x.Data, missed}})
}

// drain writes what is left; closing bounds it.
func (s *server) drain() {
	for {
		select {
		case f := <-s.out:
			if s.put(f) != nil {
				return
			}
		default:
			return
		}
	}
}

func (s *server) put(f frame) error {
	b, err := f.encode()
	if err == nil {
		_, err = s.conn.Write(b)
	}
	if err != nil {
		s.end(err)
	}
	return err
}
