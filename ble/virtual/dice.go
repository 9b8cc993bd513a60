package virtual

import (
	"hash/fnv"

	"localiq/ble"
)

// dice are the air's chance: of the same seed the same question has the same answer, whoever
// asks, and in whatever order. So the same seed and the same events are the same run, though
// goroutines race.
type dice uint64

// What is asked.
const (
	fateDown uint64 = iota + 1
	fateUp
	fateHeard
	fateFading
	fateSway
	fateAnchor
	fateCalled
	fateStillborn
	fateMute
	fateJitter
	fateTwice
	fateSwap
	fateCorrupt
	fatePretend
	fateAnother
	fateVoice
)

func (a *Air) dice() dice { return dice(a.Seed) }

// roll is 64 bits (a round of splitmix64 for each word).
func (d dice) roll(question ...uint64) uint64 {
	h := uint64(d)
	for _, q := range question {
		h += 0x9e3779b97f4a7c15 + q
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}

// chance is from 0 to less than 1.
func (d dice) chance(question ...uint64) float64 { return float64(d.roll(question...)>>11) / (1 << 53) }

// normal is about 0, its deviation 1, never beyond 3.
func (d dice) normal(question ...uint64) float64 {
	h := d.roll(question...)
	sum := float64(h&0x1fffff) + float64(h>>21&0x1fffff) + float64(h>>42&0x1fffff)
	return (sum/(1<<21) - 1.5) * 2
}

func idOf(radio string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(radio))
	return h.Sum64()
}

func idOfAddr(a ble.Addr) uint64 { return idOf(a.String()) }
