package driver

import (
	"context"
	"errors"

	"localiq/core"
)

// update is a firmware on its way to one lock. The mailbox holds it until whoever asked for it
// goes, so it outlives sessions.
type update struct {
	firmware Firmware
	has      chan int         // the newest count of bytes; one
	over     chan *core.Error // one: nil, it runs
}

// Update brings a lock another firmware, over as many connections as it takes: everything else
// goes before it, and what the lock has it keeps. progress, which may be nil, is told in bytes. Its errors
// are *core.Error and say what to do. When ctx ends, what the lock has is there for the next
// Update of the same image.
func (d *Driver) Update(ctx context.Context, l core.LockID, image []byte, progress func(done, total int)) error {
	d.mu.Lock()
	k := d.tended[l]
	d.mu.Unlock()
	if k == nil {
		return core.Errorf(core.CodeNotFound, "nobody looks after this lock")
	}
	brings, ok := k.family.(Upgrader)
	if !ok {
		return core.Errorf(core.CodeRefused, "this lock takes no firmware from us").Advise("update it with its maker's own app")
	}
	f, err := brings.Firmware(image)
	if err != nil {
		return err
	}
	u := &update{firmware: f, has: make(chan int, 1), over: make(chan *core.Error, 1)}
	if !k.mail.begin(u) {
		return core.Errorf(core.CodeRefused, "this lock is being updated already").Advise("wait until that has ended")
	}
	defer k.mail.end(u)
	for {
		select {
		case n := <-u.has:
			if progress != nil {
				progress(n, f.Size())
			}
		case e := <-u.over:
			if e != nil {
				return e
			}
			if progress != nil {
				progress(f.Size(), f.Size())
			}
			return nil
		case <-ctx.Done():
			return updateCut(ctx.Err())
		}
	}
}

func updateCut(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return core.Errorf(core.CodeLockOffline, "the lock did not take the whole firmware in time").
			Advise("see that it is within earshot, then try again: it goes on where it was")
	}
	return core.Errorf(core.CodeRefused, "the update was given up").Advise("try again: it goes on where it was")
}

// transport has the session bring the firmware that is asked for, and tells how far it is.
func (k *keeper) transport(now core.Instant) {
	u := k.mail.updating()
	switch {
	case !k.speaks() || u == nil && k.updating == nil:
		return
	case u != k.updating && k.updating != nil:
		k.hangUp(errIdle) // it was given up; the session would go on
		return
	case k.updating == nil:
		k.updating = u
		k.step(In{Firmware: u.firmware}, now)
	}
	st := k.session.State().Update
	select {
	case <-u.has:
	default:
	}
	u.has <- st.Has
	if st.Over {
		u.end(st.Err)
		k.mail.end(u)
		k.updating = nil
	}
}

// end may be told once; whoever waits takes it.
func (u *update) end(err *core.Error) {
	select {
	case u.over <- err:
	default:
	}
}

// begin is false while another one goes on, or when the lock is no longer looked after.
func (m *mailbox) begin(u *update) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || m.update != nil {
		return false
	}
	m.update = u
	m.poke()
	return true
}

func (m *mailbox) end(u *update) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.update == u {
		m.update = nil
		m.poke()
	}
}

func (m *mailbox) updating() *update {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.update
}
