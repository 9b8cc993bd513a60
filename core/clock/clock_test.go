package clock

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestScaled: both clocks and After run at the speed, from the start that was named.
func TestScaled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
		c := Scaled(start, 60)
		first := c.Now()
		if first.Wall != start.UnixNano() {
			t.Errorf("begins at %v", first.In(time.UTC))
		}
		fired, stop := c.After(time.Hour)
		defer stop()
		time.Sleep(time.Minute - time.Nanosecond)
		synctest.Wait()
		select {
		case <-fired:
			t.Error("fired early")
		default:
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		<-fired
		then := c.Now()
		if d, ok := then.Sub(first); !ok || d != time.Hour || then.Wall-first.Wall != int64(time.Hour) {
			t.Errorf("an hour took %v on Up and %v on the wall", d, time.Duration(then.Wall-first.Wall))
		}
	})
}

// TestStopTwice: stop may be called again, and after it nothing fires.
func TestStopTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fired, stop := Process().After(time.Second)
		stop()
		stop()
		time.Sleep(time.Minute)
		synctest.Wait()
		select {
		case <-fired:
			t.Error("fired after stop")
		default:
		}
	})
}

// TestRealBoot: two readings of one boot can be compared, two processes' made-up boots cannot.
func TestRealBoot(t *testing.T) {
	a, b := Real().Now(), Real().Now()
	if _, same := b.Sub(a); runtime.GOOS == "linux" && (!same || b.Up < a.Up) {
		t.Errorf("%+v, then %+v", a, b)
	}
	if _, same := Process().Now().Sub(Process().Now()); same {
		t.Error("two processes share a boot")
	}
}
