package radio

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"localiq/ble"
)

// take handles one frame of the child's, in the order in which they come. An error ends the
// life: who breaks the protocol is not asked again.
func (l *life) take(f frame) error {
	if !l.knows(f) {
		return errLied("a frame of another generation")
	}
	switch {
	case f.Hello != nil:
		return once(l.hello, f.Hello)
	case f.Ready != nil:
		return once(l.ready, f.Ready)
	case f.Found != nil:
		return l.found(f.Found.ID)
	case f.Waits != nil:
		newest(l.waits, f.Waits)
	case f.Failed != nil:
		return &OpenError{Why: f.Failed.Why, Do: f.Failed.Do}
	case f.Heard != nil:
		l.lives()
		l.owner.heard(f.Heard)
	case f.Note != nil && !l.knew(f.Note.Link), f.Lost != nil && !l.knew(f.Lost.Link):
		return errLied("news of a link that never was")
	case f.Note != nil:
		l.lives()
		if k := l.find(f.Note.Link); k != nil {
			k.heard(ble.Note{Char: ble.Char(f.Note.Char), Data: f.Note.Data})
		}
	case f.Lost != nil:
		if k := l.forget(f.Lost.Link); k != nil {
			k.over(f.Lost.Code.err(f.Lost.Why))
		}
	case f.Reply != nil:
		return l.answered(f.Reply)
	default:
		return errLied("what only a hub says")
	}
	return nil
}

// knows is true for frames of this life. The hello is the first, and says which that is.
func (l *life) knows(f frame) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gen == 0 && f.Hello != nil {
		l.gen = f.Gen
		return true
	}
	return f.Gen == l.gen && f.Hello == nil
}

// errLied is a process that cannot be believed any more.
func errLied(what string) error { return fmt.Errorf("it broke the protocol: %s", what) }

// newest puts v where one waits, in the place of an older.
func newest[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	c <- v
}

// lives is called for what a stack that hangs does not bring.
func (l *life) lives() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lived = time.Now()
}

// knew is true for a link that stands, or did.
func (l *life) knew(id uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return id != 0 && id <= l.newest
}

func once[T any](c chan T, v T) error {
	select {
	case c <- v:
		return nil
	default:
		return errLied("an introduction, twice")
	}
}

func (l *life) find(id uint64) *link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.links[id]
}

// drop makes k unknown; 0: it was so already.
func (l *life) drop(k *link) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.links[k.id] != k {
		return 0
	}
	delete(l.links, k.id)
	l.did(k.peer)
	return k.id
}

func (l *life) forget(id uint64) *link {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.links[id]
	delete(l.links, id)
	return k
}

// answered hands a reply to who waits for it. A link that nobody waits for any more is hung up.
func (l *life) answered(r *reply) error {
	l.mu.Lock()
	a := l.asked[r.ID]
	delete(l.asked, r.ID)
	if err := l.doubt(a, r); err != nil {
		l.mu.Unlock()
		return err
	}
	if !a.calls() {
		l.did(a.peer)
	}
	var stray uint64
	if r.Link != nil {
		l.newest = r.Link.Link
		if a.link.given() {
			stray = r.Link.Link
		} else {
			a.link.id, a.link.mtu = r.Link.Link, r.Link.MTU
			l.links[a.link.id] = a.link
		}
	}
	l.mu.Unlock()
	if stray != 0 {
		l.send(frame{HangUp: &hangUp{stray}})
	}
	a.done <- r
	return nil
}

func (l *life) found(id uint64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.asked[id]
	if a == nil || !a.calls() {
		return errLied("it found whom nobody looked for")
	}
	a.found = true
	return nil
}

// doubt is why an answer cannot be true, with mu held. Link ids only grow.
func (l *life) doubt(a *ask, r *reply) error {
	switch {
	case a == nil:
		return errLied("an answer to what nobody asked")
	case r.Code != codeOK && (r.Link != nil || r.Health != nil), r.Code == codeOK && (r.Link != nil) != (a.wants == wantsLink),
		r.Code == codeOK && (r.Health != nil) != (a.wants == wantsHealth):
		return errLied("an answer to something else")
	case r.Link != nil && a.calls():
		return errLied("a link to whom it has not found")
	case r.Link != nil && r.Link.Link <= l.newest:
		return errLied("a link's id, twice")
	case r.Link != nil && r.Link.MTU < leastMTU:
		return errLied("a link without room for a byte")
	}
	return nil
}

// ask sends a request and waits for its answer, for ctx, or for the end of the radio.
func (l *life) ask(ctx context.Context, a *ask, as func(id uint64, left uint32) frame) (*reply, error) {
	left := uint32(math.MaxUint32)
	a.began = time.Now()
	a.until = a.began.Add(24 * time.Hour)
	if d, ok := ctx.Deadline(); ok {
		a.until = d
		left = uint32(max(0, min(time.Until(d).Milliseconds(), math.MaxUint32)))
	}
	a.done = make(chan *reply, 1)
	l.mu.Lock()
	l.lastID++
	id := l.lastID
	l.asked[id] = a
	l.mu.Unlock()
	select {
	case l.began <- struct{}{}:
	default:
	}
	l.send(as(id, left))
	select {
	case r := <-a.done:
		if err := r.Code.err(r.Why); err != nil {
			return nil, err
		}
		return r, nil
	case <-l.ended:
		return nil, ble.ErrRadioDown
	case <-a.lost:
		return nil, errGone
	case <-ctx.Done():
		l.send(frame{Cancel: &cancel{id}})
		return nil, timedOut(ctx.Err())
	}
}

func timedOut(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ble.ErrTimeout, err)
	}
	return err
}
