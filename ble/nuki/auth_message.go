package nuki

// RemoveAuth takes an authorization away, the sender's own too: then nothing that it says after the
// answer, Status Complete, is understood [API p.23].
type RemoveAuth struct {
	ID    AuthID
	Nonce Nonce
	PIN   PIN
}

func (RemoveAuth) Command() Command { return CmdRemoveAuth }

func (m RemoveAuth) write(w *writer) {
	w.u32(uint32(m.ID))
	w.secured(m.Nonce, m.PIN)
}

func readRemoveAuth(r *reader) RemoveAuth { return RemoveAuth{r.auth(), r.nonce(), r.pin()} }
