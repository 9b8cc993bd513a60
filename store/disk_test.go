package store

import "testing"

// TestDiskIsMeasured: what the console shows of the card is of this file, and bounded by what it may take.
func TestDiskIsMeasured(t *testing.T) {
	s := openSite(t, t.TempDir(), Options{})
	d := s.Disk()
	if d.Bytes <= 0 || d.Bytes > d.Most || d.Most != 512<<20 {
		t.Errorf("%+v", d)
	}
}
