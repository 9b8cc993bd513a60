package virtual

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"localiq/ble"
	"localiq/core/clock"
)

// echo is a device of another make: what is written to in comes back on each of its others, one
// byte after another.
type echo struct{ quiet }

type quiet struct{} // what it has no use for

func (quiet) Addr(public ble.Addr) ble.Addr { return public }
func (quiet) Advert(ble.Addr) []byte        { return []byte{2, 1, 6} }
func (quiet) Changed() <-chan struct{}      { return make(chan struct{}) }
func (quiet) Hurried() bool                 { return false }
func (quiet) Powered() bool                 { return true }
func (quiet) Hands(string) error            { return nil }

var (
	echoes    = ble.UUID{1}
	in        = ble.UUID{2}
	indicated = ble.UUID{3}
	notified  = ble.UUID{4}
)

func (echo) Services() []Service {
	return []Service{{ble.UUID{9}, nil}, {echoes, []Char{{UUID: in, Write: true}, {UUID: indicated, Indicate: true}, {UUID: notified, Notify: true}}}}
}

func (echo) Answer(_ int, tell func(ble.UUID, []byte) error) Line {
	return &echoLine{tell: tell, done: make(chan struct{})}
}

type echoLine struct {
	tell func(ble.UUID, []byte) error
	done chan struct{}
	once bool
}

func (e *echoLine) Write(c ble.UUID, value []byte) {
	if c != in {
		panic("written elsewhere")
	}
	go func() {
		for _, c := range []ble.UUID{indicated, notified} {
			for i := range value {
				if e.tell(c, value[i:i+1]) != nil {
					return
				}
			}
		}
	}()
}

func (e *echoLine) Done() <-chan struct{} { return e.done }
func (e *echoLine) Close() {
	if !e.once {
		e.once = true
		close(e.done)
	}
}

// Each comes once and in order, where the hub reads late or packets are lost. What
// it did not subscribe to does not come.
func TestIndicationsComeOnceAndInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		w    Weather
		rest time.Duration // of the hub, before it reads each
	}{"calm": {Weather{}, time.Second}, "rain": {Weather{Loss: 0.1}, 0}} {
		synctest.Test(t, func(t *testing.T) {
			air := NewAir(clock.Process())
			defer air.Close()
			air.Add(front, echo{}, -50)
			air.SetWeather(c.w)
			g := ble.GATT{Service: echoes, Chars: []ble.UUID{indicated, in}, Indicate: []ble.Char{0}}
			l, err := air.Connect(t.Context(), front, g)
			if err != nil {
				t.Fatal(name, err)
			}
			defer l.Close()
			sent := bytes.Repeat([]byte("indicated"), 5)
			if err := l.Write(t.Context(), 1, sent); err != nil {
				t.Fatal(name, err)
			}
			var got []byte
			for range sent {
				time.Sleep(c.rest)
				select {
				case n := <-l.Notifications():
					if n.Char != 0 {
						t.Fatal(name, n.Char)
					}
					got = append(got, n.Data...)
				case <-l.Done():
					t.Fatal(name, l.Err())
				}
			}
			time.Sleep(time.Second)
			if synctest.Wait(); !bytes.Equal(got, sent) || len(l.Notifications()) != 0 || l.Err() != nil {
				t.Errorf("%s: %q, %d more, %v", name, got, len(l.Notifications()), l.Err())
			}
			if err := l.Write(t.Context(), 0, sent); !errors.Is(err, ble.ErrNotFound) {
				t.Errorf("%s: what is only indicated was written: %v", name, err)
			}
		})
	}
}

// TestNoSuchSubscription: a service, a characteristic or a way of telling that the lock lacks.
func TestNoSuchSubscription(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		air := NewAir(clock.Process())
		defer air.Close()
		air.Add(front, echo{}, -50)
		for name, g := range map[string]ble.GATT{
			"service":        {Service: ble.UUID{7}},
			"characteristic": {Service: echoes, Chars: []ble.UUID{{7}}},
			"notification":   {Service: echoes, Chars: []ble.UUID{indicated}, Notify: []ble.Char{0}},
			"indication":     {Service: echoes, Chars: []ble.UUID{notified}, Indicate: []ble.Char{0}},
		} {
			if _, err := air.Connect(t.Context(), front, g); !errors.Is(err, ble.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
