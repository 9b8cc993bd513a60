package ble

import (
	"context"
	"errors"
	"testing"
)

// ether is a radio that hears what a test lets it hear.
type ether struct {
	adverts []Advert
	calls   int
	err     error
}

func (e *ether) Scan(_ context.Context, sink func(Advert)) error {
	for _, a := range e.adverts {
		sink(a)
	}
	return nil
}

func (e *ether) Connect(context.Context, Addr, GATT) (Link, error) { e.calls++; return nil, e.err }

var front = Addr{MAC: [6]byte{1}}

func hears(rssi int8, n int) (as []Advert) {
	for range n {
		as = append(as, Advert{Addr: front, RSSI: rssi})
	}
	return as
}

func connect(t *testing.T, rs ...*ether) error {
	t.Helper()
	var radios []Radio
	for _, r := range rs {
		radios = append(radios, r)
	}
	s := NewSeveral(radios...)
	for i, r := range rs { // one after the other: the order is the test's
		for _, a := range r.adverts {
			s.note(i, a)
		}
	}
	_, err := s.Connect(context.Background(), front, GATT{})
	return err
}

// TestBestRadioCalls: the one that hears the lock better.
func TestBestRadioCalls(t *testing.T) {
	far, near := &ether{adverts: hears(-80, 3)}, &ether{adverts: hears(-50, 3)}
	connect(t, far, near)
	if far.calls != 0 || near.calls != 1 {
		t.Errorf("far %d, near %d", far.calls, near.calls)
	}
}

// TestDeafRadioDoesNotCall: it heard the lock well, long ago.
func TestDeafRadioDoesNotCall(t *testing.T) {
	deaf, near := &ether{adverts: hears(-40, 1)}, &ether{adverts: hears(-70, missedMany+2)}
	connect(t, deaf, near)
	if deaf.calls != 0 || near.calls != 1 {
		t.Errorf("deaf %d, near %d", deaf.calls, near.calls)
	}
}

// TestOtherRadioStepsIn: only where the first is down; what the peer said is final.
func TestOtherRadioStepsIn(t *testing.T) {
	dead, spare := &ether{adverts: hears(-40, 3), err: ErrRadioDown}, &ether{}
	if err := connect(t, dead, spare); err != nil || spare.calls != 1 {
		t.Errorf("%v, spare %d", err, spare.calls)
	}
	refusing, spare := &ether{adverts: hears(-40, 3), err: ErrNotFound}, &ether{}
	if err := connect(t, refusing, spare); !errors.Is(err, ErrNotFound) || spare.calls != 0 {
		t.Errorf("%v, spare %d", err, spare.calls)
	}
	if err := connect(t, &ether{err: ErrRadioDown}, &ether{err: ErrRadioDown}); !errors.Is(err, ErrRadioDown) {
		t.Error(err)
	}
}

// TestSeveralHearEverything.
func TestSeveralHearEverything(t *testing.T) {
	s, n := NewSeveral(&ether{adverts: hears(-40, 3)}, &ether{adverts: hears(-50, 2)}), make(chan Advert, 9)
	if err := s.Scan(context.Background(), func(a Advert) { n <- a }); err != nil || len(n) != 5 {
		t.Errorf("%v, %d", err, len(n))
	}
}

func TestAddr(t *testing.T) {
	for _, text := range []string{"aa:bb:cc:dd:ee:ff", "00:1b:dc:00:00:01/random"} {
		if a, err := ParseAddr(text); err != nil || a.String() != text {
			t.Errorf("%s: %s, %v", text, a, err)
		}
	}
	for _, bad := range []string{"", "aa:bb:cc:dd:ee", "aa:bb:cc:dd:ee:ff/public", "aabbccddeeff", "aa:bb:cc:dd:ee:fg", "aa:bb:cc:dd:ee:ff/"} {
		if a, err := ParseAddr(bad); err == nil {
			t.Errorf("%q is %s", bad, a)
		}
	}
}
