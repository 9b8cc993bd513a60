package lan

import "testing"

// BenchmarkLook is what the announcer does every second.
func BenchmarkLook(b *testing.B) {
	for b.Loop() {
		look()
	}
}
