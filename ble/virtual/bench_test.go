package virtual

import (
	"fmt"
	"testing"

	"localiq/ble/profile"
	"localiq/core/clock"
)

// BenchmarkAdmit is a tag at a lock with that many keys: looked up, kept, opened.
func BenchmarkAdmit(b *testing.B) {
	for _, n := range []int{10, 100, defaultRoom} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l, err := New(Config{}, clock.Process())
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			l.mu.Lock()
			image := tableOf(tags(n))
			l.rec.put(hubKey().Public, profile.RoleHub)
			l.rec.Table = &table{1, packed(image)}
			l.tables.counts = image
			l.mu.Unlock()
			for b.Loop() {
				if err := l.Hands("tag 04A10003"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
