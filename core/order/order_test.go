package order

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

type pair struct{ a, b int }

func byA(x, y pair) int { return cmp.Compare(x.a, y.a) }

// It sorts as the library's stable sort does, and Copy leaves what it was given.
func TestAsTheLibrarySorts(t *testing.T) {
	for n := range 200 {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		given := make([]pair, n)
		for i := range given {
			given[i] = pair{r.IntN(10), i}
		}
		want, was := slices.Clone(given), slices.Clone(given)
		slices.SortStableFunc(want, byA)
		if got := Copy(given, byA); !slices.Equal(got, want) || !slices.Equal(given, was) {
			t.Fatalf("%v sorted is %v", given, got)
		}
		if By(given, byA); !slices.Equal(given, want) {
			t.Fatalf("%v", given)
		}
	}
}
