package virtual

import "context"

// exchange is a request of ATT and its answer, where there is weather; else sent is false.
func (l *link) exchange(ctx context.Context, b []byte, arrive func([]byte)) (sent bool, err error) {
	answered := make(chan struct{})
	answer := &parcel{arrive: func([]byte) { close(answered) }, own: true}
	ask := &parcel{data: b, own: true, arrive: func(b []byte) {
		l.course.push(up, answer) // the lock's stack answers before the lock does
		arrive(b)
	}}
	if !l.course.queued(down, ask) {
		return false, nil
	}
	select {
	case <-answered:
		return true, nil
	case <-l.done:
		return true, l.err
	case <-ctx.Done():
		return true, fault(ctx)
	}
}

// discoveries is how often a stack asks before a link can be used: MTU, service, characteristics,
// descriptors, subscription.
const discoveries = 6

func (l *link) discover(ctx context.Context) error {
	for range discoveries {
		if _, err := l.exchange(ctx, nil, func([]byte) {}); err != nil {
			return err
		}
	}
	return nil
}
