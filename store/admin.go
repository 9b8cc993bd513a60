package store

import (
	"strconv"

	"localiq/core"
)

// SealAdmin makes of the code that a lock wants for its management what core.Lock keeps. It opens
// for that lock only.
func (s *Store) SealAdmin(l core.LockID, pin core.Secret) core.Sealed {
	return s.vault.Seal([]byte(pin.Reveal()), "admin", string(l))
}

// AdminPIN opens it, as the number that the lock takes; false where there is none, or it is not
// that lock's. Whoever calls talks to the lock.
func (s *Store) AdminPIN(l core.Lock) (uint32, bool) {
	if len(l.Admin) == 0 {
		return 0, false
	}
	plain, err := s.vault.Open(l.Admin, "admin", string(l.ID))
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseUint(string(plain), 10, 32)
	return uint32(n), err == nil
}
