package store

import (
	"os"
	"path/filepath"
	"testing"

	"localiq/core"
)

// TestRedeemedVoucherStaysSpent [sub.voucher]: a database that is put back as it was before does not
// forget what was redeemed since; nor does a commit whose file was lost in a power cut.
func TestRedeemedVoucherStaysSpent(t *testing.T) {
	dir := t.TempDir()
	s := openSite(t, dir, Options{})
	closeSite(t, s)
	backup := readFile(t, filepath.Join(dir, dbFile))
	v := core.Voucher{ID: "0123456789abcdef-01", Users: 5, Redeemed: 1}
	s = openSite(t, dir, Options{})
	commit(t, s, edited(t, load(t, s), 1, core.Put(v)))
	if !s.Spent(v.ID) || s.Spent("0123456789abcdef-02") {
		t.Error("after the commit it is not known, or another is")
	}
	closeSite(t, s)

	if err := os.Remove(filepath.Join(dir, spentFile)); err != nil {
		t.Fatal(err)
	}
	s = openSite(t, dir, Options{})
	if !s.Spent(v.ID) {
		t.Error("the file was not mended from the database")
	}
	closeSite(t, s)

	writeFile(t, filepath.Join(dir, dbFile), backup)
	s = openSite(t, dir, Options{})
	if load(t, s).Config.Voucher(v.ID) != nil {
		t.Fatal("the backup knows it")
	}
	if !s.Spent(v.ID) {
		t.Error("a backup was put back, and the voucher counts again")
	}
}
