package vradio

// listSize is how many peers the filter accept list holds [Core Spec Vol 4 Part E 7.8.14].
func (c *Controller) listSize() byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.faults.list
}

// inUse is called with mu held: the list cannot be changed while it is looked for by it.
func (c *Controller) inUse() bool { return c.dialing != nil && c.dialing.listed }

func (c *Controller) doListClear([]byte) {
	st := byte(0)
	c.set(func() {
		if c.inUse() {
			st = stDisallowed
			return
		}
		clear(c.accepts)
	})
	c.complete(opLEListClear, st)
}

func (c *Controller) doListAdd(b []byte) {
	if len(b) < 7 {
		c.complete(opLEListAdd, stInvalid)
		return
	}
	st := byte(0)
	c.set(func() {
		switch d := (device{address(b[1:]), b[0]}); {
		case c.inUse():
			st = stDisallowed
		case len(c.accepts) >= int(c.faults.list) && !c.accepts[d]:
			st = stMemory
		default:
			c.accepts[d] = true
		}
	})
	c.complete(opLEListAdd, st)
}

func (c *Controller) doListRemove(b []byte) {
	if len(b) < 7 {
		c.complete(opLEListRemove, stInvalid)
		return
	}
	st := byte(0)
	c.set(func() {
		if c.inUse() {
			st = stDisallowed
			return
		}
		delete(c.accepts, device{address(b[1:]), b[0]})
	})
	c.complete(opLEListRemove, st)
}
