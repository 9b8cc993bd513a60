package store

import (
	"errors"
	"os"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"localiq/core"
	"localiq/core/durable"
)

// Vouchers that were redeemed are named once more beside the database, one id a line. A backup that
// is put back knows less than this file, which only grows: a voucher redeemed since stays redeemed.
// Whoever takes the whole directory back to an older day takes this back as well; nobody here can know.
const spentFile = "site.spent"

// readSpent joins the file with the database, and mends the file where it lacks any: it is written
// after the commit, and a power cut may come between.
func (s *Store) readSpent() error {
	b, err := os.ReadFile(s.path(spentFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var known []core.VoucherID
	for line := range strings.Lines(string(b)) {
		if id := strings.TrimSpace(line); id != "" {
			known = append(known, core.VoucherID(id))
		}
	}
	err = s.view(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketOf(core.KindVoucher)).ForEach(func(k, _ []byte) error {
			known = append(known, core.VoucherID(k))
			return nil
		})
	})
	if err != nil {
		return err
	}
	slices.Sort(known)
	known = slices.Compact(known)
	s.spent.Store(&known)
	if len(known) == strings.Count(string(b), "\n") {
		return nil
	}
	return s.writeSpent(known)
}

func (s *Store) writeSpent(ids []core.VoucherID) error {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(string(id) + "\n")
	}
	return durable.WriteFile(s.path(spentFile), []byte(b.String()))
}

// Spent is true for a voucher that was redeemed on this box, also if the database has forgotten.
func (s *Store) Spent(id core.VoucherID) bool {
	_, spent := slices.BinarySearch(*s.spent.Load(), id)
	return spent
}

// spend remembers the vouchers of entries that were kept. What cannot be written now is at the next
// Open.
func (s *Store) spend(entries []core.Entry) {
	known := *s.spent.Load()
	for i := range entries {
		for _, c := range entries[i].Decision.Changes {
			became, is := c.(core.ConfigBecame)
			for _, e := range became.Edits {
				if id := core.VoucherID(e.ID); is && e.Kind == core.KindVoucher {
					if at, has := slices.BinarySearch(known, id); !has {
						known = slices.Insert(slices.Clone(known), at, id)
					}
				}
			}
		}
	}
	if len(known) != len(*s.spent.Load()) {
		s.spent.Store(&known)
		_ = s.writeSpent(known)
	}
}
