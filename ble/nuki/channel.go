package nuki

import (
	"errors"
	"io"
)

// Channel is the encrypted traffic of one authorization over one link, for either side: what is
// to be said becomes a frame, what arrives becomes messages. Make one for each link.
type Channel struct {
	// Seen is what the links before it have heard, to be handed on; nobody else uses it meanwhile.
	Seen *Seen

	key    SharedKey
	auth   AuthID
	random io.Reader
	stream FrameStream
}

// NewChannel needs a cryptographic source.
func NewChannel(k SharedKey, a AuthID, random io.Reader) *Channel {
	return &Channel{key: k, auth: a, random: random, stream: FrameStream{Only: a}, Seen: &Seen{}}
}

// Seal gives one frame, for one write (or a run of indications).
func (c *Channel) Seal(m Message) (Frame, error) {
	n, err := NewFrameNonce(c.random)
	if err != nil {
		return nil, err
	}
	return Seal(c.key, c.auth, n, m)
}

// Feed takes what arrived, cut anywhere, and gives the messages that are now whole; with an
// error, those before it. Any error ends the link; what is authentic and cannot be read is
// Unreadable, and ends nothing. What was Seen is passed over.
func (c *Channel) Feed(b []byte) (ms []Message, err error) {
	fs, err := c.stream.Feed(b)
	for _, f := range fs {
		m, err := c.open(f)
		if err == nil && !c.Seen.admit(f) {
			continue
		}
		if err != nil {
			c.stream.err = err
			return ms, err
		}
		ms = append(ms, m)
	}
	return ms, err
}

// Partly is true while a part of a frame has come, and the rest has not.
func (c *Channel) Partly() bool { return len(c.stream.held) > 0 }

func (c *Channel) open(f Frame) (Message, error) {
	in, err := OpenInside(c.key, f)
	if err != nil {
		return nil, err
	}
	m, err := Decode(in[4 : len(in)-2])
	if errors.Is(err, ErrUnknown) || errors.Is(err, ErrMalformed) {
		return Unreadable{Command(in[4]) | Command(in[5])<<8}, nil
	}
	return m, err
}
