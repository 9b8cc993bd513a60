package ble

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// A radio that cannot listen at all is one that fell: the other takes over.
func TestRadioThatCannotListen(t *testing.T) {
	air(t, func(t *testing.T) {
		s, two := listening(t), &ether{}
		s.Add("hci0", 0, mute{})
		s.Add("hci1", 0, two)
		synctest.Wait()
		if !two.scanning() {
			t.Error("nobody listens")
		}
	})
}

type mute struct{}

func (mute) Scan(context.Context, func(Advert)) error { return errors.New("no ears") }

func (mute) Connect(context.Context, Addr, GATT) (Link, error) { return nil, ErrRadioDown }

// The sink gets what each of them heard.
func TestSeveralRadiosHearForOne(t *testing.T) {
	air(t, func(t *testing.T) {
		s, a, b := NewSeveral(), &ether{}, &ether{}
		s.Add("a", 1, a)
		s.Add("b", 1, b)
		var mu sync.Mutex
		var got []int8
		ctx, cancel := context.WithCancel(t.Context())
		go s.Scan(ctx, func(x Advert) { mu.Lock(); got = append(got, x.RSSI); mu.Unlock() })
		synctest.Wait()
		a.hears(front, -40)
		b.hears(front, -50)
		cancel()
		synctest.Wait()
		a.hears(front, -60)
		slices.Sort(got)
		if !slices.Equal(got, []int8{-50, -40}) {
			t.Errorf("%d", got)
		}
	})
}
