package radio

import (
	"context"
	"fmt"

	"golang.org/x/sync/semaphore"
)

// room is the controller's buffers, as far as we use them. go-ble waits for one while it holds a
// lock that it needs for every end of a link, and then nothing ever ends: whatever we send has to
// find its buffers free. What goes out holds them until the peer has answered, or is gone.
type room struct {
	size  int   // bytes of one buffer
	count int64 // that we use
	free  *semaphore.Weighted
}

const (
	l2capHeader = 4
	leastMTU    = 23  // ATT's own
	ownMTU      = 247 // lets one ATT packet fill one link-layer packet of 251 bytes
	spareFrom   = 4   // with so many buffers one is left to the stack, which answers some peers by itself
)

// newRoom refuses a controller that go-ble can never send with: it leaves one buffer unused.
func newRoom(size, buffers int) (*room, error) {
	n := buffers - 1
	if n >= spareFrom {
		n--
	}
	if n < 1 || size < 1 || size*n < leastMTU+l2capHeader {
		return nil, &OpenError{Why: fmt.Sprintf("the adapter has too little room to send (%d buffers of %d bytes)", buffers, size), Do: "use another adapter"}
	}
	return &room{size: size, count: int64(n), free: semaphore.NewWeighted(int64(n))}, nil
}

// mtu is the largest ATT packet that fits, and not above most.
func (r *room) mtu(most int) int { return min(most, r.size*int(r.count)-l2capHeader) }

// take reserves buffers for an ATT packet of n bytes. give is called once.
func (r *room) take(ctx context.Context, n int) (give func(), err error) {
	w := min(r.count, int64((n+l2capHeader+r.size-1)/r.size))
	if err := r.free.Acquire(ctx, w); err != nil {
		return nil, err
	}
	return func() { r.free.Release(w) }, nil
}
