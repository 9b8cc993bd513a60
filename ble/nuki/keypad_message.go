package nuki

// Codes of the keypad [API p.56-63].
type (
	// KeypadAdd is answered by KeypadAdded, then Status Complete.
	KeypadAdd struct {
		Code    Code
		Name    string // at most 20 bytes
		Limited bool   // without it Limits are sent, and mean nothing
		Limits  Limits
		Nonce   Nonce
		PIN     PIN
	}
	KeypadAdded struct {
		ID      uint16
		Created Time
	}
	// KeypadList is answered by KeypadCount, then a KeypadEntry for each, then Status Complete.
	KeypadList struct {
		Offset, Count uint16
		Nonce         Nonce
		PIN           PIN
	}
	// KeypadCount: how many entries this answer has.
	KeypadCount struct{ Count uint16 }
	KeypadEntry struct {
		ID         uint16
		Code       Code
		Name       string
		Enabled    bool
		Created    Time
		LastActive Time // zero: never
		Uses       uint16
		Limited    bool
		Limits     Limits // sent only if Limited
	}
	// KeypadUpdate is answered by Status Complete, as KeypadRemove is.
	KeypadUpdate struct {
		ID      uint16
		Code    Code
		Name    string // at most 20 bytes
		Enabled bool
		Limited bool
		Limits  Limits
		Nonce   Nonce
		PIN     PIN
	}
	KeypadRemove struct {
		ID    uint16
		Nonce Nonce
		PIN   PIN
	}
)

// Limits is when a code is good, in the lock's own time: between From and Until, on these days,
// from one time of day to another. Zero of each is no limit.
type Limits struct {
	From, Until           Time
	Days                  Days
	FromClock, UntilClock Clock
}

// Clock is a time of day.
type Clock struct{ Hour, Minute uint8 }

// Days is a set of weekdays; the empty one is every day.
type Days uint8

const (
	Sunday Days = 1 << iota
	Saturday
	Friday
	Thursday
	Wednesday
	Tuesday
	Monday
)

func (KeypadAdd) Command() Command    { return CmdKeypadAdd }
func (KeypadAdded) Command() Command  { return CmdKeypadAdded }
func (KeypadList) Command() Command   { return CmdKeypadList }
func (KeypadCount) Command() Command  { return CmdKeypadCount }
func (KeypadEntry) Command() Command  { return CmdKeypadEntry }
func (KeypadUpdate) Command() Command { return CmdKeypadUpdate }
func (KeypadRemove) Command() Command { return CmdKeypadRemove }

const codeNameSize = 20

func (w *writer) code(c Code)   { w.u32(c.v) }
func (r *reader) code() Code    { return Code{r.u32()} }
func (w *writer) clock(c Clock) { w.bytes([]byte{c.Hour, c.Minute}) }
func (r *reader) clock() Clock  { return Clock{r.u8(), r.u8()} }

func (w *writer) limits(l Limits) {
	w.time(l.From)
	w.time(l.Until)
	w.u8(uint8(l.Days))
	w.clock(l.FromClock)
	w.clock(l.UntilClock)
}

func (r *reader) limits() Limits {
	return Limits{r.time(), r.time(), Days(r.u8()), r.clock(), r.clock()}
}

func (m KeypadAdd) write(w *writer) {
	w.code(m.Code)
	w.text(m.Name, codeNameSize)
	w.flag(m.Limited)
	w.limits(m.Limits)
	w.secured(m.Nonce, m.PIN)
}

func readKeypadAdd(r *reader) KeypadAdd {
	return KeypadAdd{r.code(), r.text(codeNameSize), r.flag(), r.limits(), r.nonce(), r.pin()}
}

func (m KeypadAdded) write(w *writer)       { w.u16(m.ID); w.time(m.Created) }
func readKeypadAdded(r *reader) KeypadAdded { return KeypadAdded{r.u16(), r.time()} }

func (m KeypadList) write(w *writer) {
	w.u16(m.Offset)
	w.u16(m.Count)
	w.secured(m.Nonce, m.PIN)
}

func readKeypadList(r *reader) KeypadList {
	return KeypadList{r.u16(), r.u16(), r.nonce(), r.pin()}
}

func (m KeypadCount) write(w *writer)       { w.u16(m.Count) }
func readKeypadCount(r *reader) KeypadCount { return KeypadCount{r.u16()} }

func (m KeypadEntry) write(w *writer) {
	w.u16(m.ID)
	w.code(m.Code)
	w.text(m.Name, codeNameSize)
	w.flag(m.Enabled)
	w.time(m.Created)
	w.time(m.LastActive)
	w.u16(m.Uses)
	w.flag(m.Limited)
	if m.Limited {
		w.limits(m.Limits)
	}
}

func readKeypadEntry(r *reader) KeypadEntry {
	m := KeypadEntry{ID: r.u16(), Code: r.code(), Name: r.text(codeNameSize), Enabled: r.flag(),
		Created: r.time(), LastActive: r.time(), Uses: r.u16(), Limited: r.flag()}
	if m.Limited {
		m.Limits = r.limits()
	}
	return m
}

func (m KeypadUpdate) write(w *writer) {
	w.u16(m.ID)
	w.code(m.Code)
	w.text(m.Name, codeNameSize)
	w.flag(m.Enabled)
	w.flag(m.Limited)
	w.limits(m.Limits)
	w.secured(m.Nonce, m.PIN)
}

func readKeypadUpdate(r *reader) KeypadUpdate {
	return KeypadUpdate{r.u16(), r.code(), r.text(codeNameSize), r.flag(), r.flag(), r.limits(), r.nonce(), r.pin()}
}

func (m KeypadRemove) write(w *writer)        { w.u16(m.ID); w.secured(m.Nonce, m.PIN) }
func readKeypadRemove(r *reader) KeypadRemove { return KeypadRemove{r.u16(), r.nonce(), r.pin()} }
