package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// boxes stands in for other boxes' radios: it remembers whom it was asked for, and goes through who is
// there.
type boxes struct {
	asked []core.AddRepeater
	fail  error
}

func (b *boxes) Pair(_ context.Context, w core.AddRepeater, all []core.Repeater) (core.Repeater, error) {
	b.asked = append(b.asked, w)
	if w.Via != "" && !slices.ContainsFunc(all, func(r core.Repeater) bool { return r.ID == w.Via }) {
		return core.Repeater{}, core.Errorf(core.CodeNotFound, "there is no repeater %s among %v", w.Via, all)
	}
	return core.Repeater{Address: w.Address, PublicKey: []byte(w.Address)}, b.fail
}

func (r *rig) asks(w core.Wish) core.Told {
	return r.Ask(context.Background(), core.Asked{Origin: core.Origin{Kind: core.FromCLI}, Wish: w})
}

// TestLimitsOfRepeaters [limits]: a 7th repeater and a 4th layer are refused with the table's
// error, before anybody is asked to type a code at another box.
func TestLimitsOfRepeaters(t *testing.T) {
	inOffice(t, func(r *rig) {
		b := &boxes{}
		r.c.Repeaters = b
		via := core.RepeaterID("")
		for i := range core.MaxLayers {
			told := r.asks(core.AddRepeater{Address: fmt.Sprint("10.0.0.", i), Code: "c", Name: fmt.Sprint("Floor ", i), Via: via})
			if told.Error != nil || told.Repeater == nil || r.Site().Config.Layer(told.Repeater.ID) != i+1 {
				t.Fatalf("repeater %d: %+v", i, told)
			}
			via = core.RepeaterID(told.Repeater.Name)
		}
		if told := r.asks(core.AddRepeater{Address: "10.0.0.9", Code: "c", Via: via}); told.Error == nil || told.Error.Code != core.CodeTree {
			t.Errorf("a fourth layer: %+v", told)
		}
		for i := core.MaxLayers; i < core.MaxRepeaters; i++ {
			if told := r.asks(core.AddRepeater{Address: fmt.Sprint("10.0.0.", i), Code: "c", Name: fmt.Sprint("Floor ", i)}); told.Error != nil {
				t.Fatal(told.Error)
			}
		}
		if told := r.asks(core.AddRepeater{Address: "10.0.0.8", Code: "c"}); told.Error == nil || told.Error.Code != core.CodeTree {
			t.Errorf("a seventh repeater: %+v", told)
		}
		if len(b.asked) != core.MaxRepeaters {
			t.Errorf("%d boxes were asked", len(b.asked))
		}
	})
}

// TestForgetRepeater: one that others are reached through stays until they are gone.
func TestForgetRepeater(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.c.Repeaters = &boxes{}
		r.asks(core.AddRepeater{Address: "a", Code: "c", Name: "Hall"})
		r.asks(core.AddRepeater{Address: "b", Code: "c", Name: "Attic", Via: "hall"})
		if told := r.asks(core.ForgetRepeater{Repeater: "Hall"}); told.Error == nil || told.Error.Code != core.CodeRefused || len(r.Site().Config.Repeaters) != 2 {
			t.Errorf("%+v", told)
		}
		for _, name := range []core.RepeaterID{"attic", "Hall"} {
			if told := r.asks(core.ForgetRepeater{Repeater: name}); told.Error != nil {
				t.Errorf("%s: %v", name, told.Error)
			}
		}
		if told := r.asks(core.ForgetRepeater{Repeater: "Hall"}); told.Error == nil || told.Error.Code != core.CodeNotFound {
			t.Errorf("%+v", told)
		}
		if n := len(r.Site().Config.Repeaters); n != 0 {
			t.Errorf("%d are left", n)
		}
		var whys []string
		for _, n := range r.told(core.ConfigChanged) {
			whys = append(whys, n.Detail)
		}
		if want := []string{"repeater added: Hall", "repeater added: Attic", "repeater forgotten: Attic", "repeater forgotten: Hall"}; !slices.Equal(whys, want) {
			t.Errorf("the history says %q", whys)
		}
	})
}

// TestRepeaterThatRefuses is no part of the site.
func TestRepeaterThatRefuses(t *testing.T) {
	inOffice(t, func(r *rig) {
		if told := r.asks(core.AddRepeater{Address: "a", Code: "c"}); told.Error == nil || told.Error.Code != core.CodeRefused {
			t.Errorf("without a network: %+v", told)
		}
		r.c.Repeaters = &boxes{fail: core.Errorf(core.CodeRefused, "the code is wrong")}
		if told := r.asks(core.AddRepeater{Address: "a", Code: "c"}); told.Error == nil || len(r.Site().Config.Repeaters) != 0 {
			t.Errorf("%+v", told)
		}
	})
}

// maker is a driver's way to another firmware: it goes when it is told to.
type maker struct{ step, end chan struct{} }

func (m maker) Update(_ context.Context, _ core.LockID, image []byte, progress func(done, total int)) error {
	progress(len(image)/2, len(image))
	<-m.step
	progress(len(image), len(image))
	<-m.end
	return errors.New("the lock says no")
}

// TestUpdateShowsHowFarItIs, and that a lock has one at a time.
func TestUpdateShowsHowFarItIs(t *testing.T) {
	inOffice(t, func(r *rig) {
		m := maker{make(chan struct{}), make(chan struct{})}
		r.c.Firmware = m
		told := make(chan core.Told)
		go func() { told <- r.asks(core.UpdateFirmware{Lock: "front", Image: make([]byte, 200)}) }()
		synctest.Wait()
		ctx, cancel := context.WithCancel(context.Background())
		shots := r.Watch(ctx)
		if s := <-shots; len(s.Errands) != 1 || s.Errands[0] != (core.Errand{What: "firmware", Lock: "l1", Done: 100, Total: 200}) {
			t.Errorf("%+v", s.Errands)
		}
		if again := r.asks(core.UpdateFirmware{Lock: "l1", Image: []byte{1}}); again.Error == nil || again.Error.Code != core.CodeRefused {
			t.Errorf("a second one at once: %+v", again)
		}
		close(m.step)
		synctest.Wait()
		if s := <-shots; s.Errands[0].Done != 200 {
			t.Errorf("%+v", s.Errands)
		}
		close(m.end)
		if end := <-told; end.Error == nil {
			t.Error("the lock's no was lost")
		}
		cancel()
		for s := range shots {
			if len(s.Errands) != 0 && s.Errands[0].Done != 200 {
				t.Errorf("still %+v", s.Errands)
			}
		}
	})
}

// TestTableIsOfWhatIsKept [lock.offline]: a lock learns nobody whom a power cut could take back.
func TestTableIsOfWhatIsKept(t *testing.T) {
	inOffice(t, func(r *rig) {
		rows := func() (n int) {
			tab, err := r.Table(context.Background(), "l1")
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range tab.Rows {
				if row.Credential.Reveal() != string(row.Key) {
					t.Errorf("row %s has no credential", row.Key)
				}
			}
			return len(tab.Rows)
		}
		if n := rows(); n != 1 {
			t.Fatalf("%d keys to begin with", n)
		}
		before := len(of[core.SyncTable](r.air))
		release := r.disk.hold()
		kept := make(chan error)
		go func() {
			kept <- r.Edit(context.Background(), "another key", nil, []core.Edit{core.Put(core.Key{ID: "k2", Person: "ana", Kind: core.KeyTag, State: core.KeyActive, Digest: core.Digest{2}})}, nil)
		}()
		synctest.Wait()
		if n, syncs := rows(), len(of[core.SyncTable](r.air))-before; n != 1 || syncs != 0 {
			t.Errorf("%d keys, and %d syncs, before the disk has them", n, syncs)
		}
		release()
		if err := <-kept; err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if n, syncs := rows(), len(of[core.SyncTable](r.air))-before; n != 2 || syncs != 1 {
			t.Errorf("%d keys, and %d syncs, after", n, syncs)
		}
		if tab, err := r.Table(context.Background(), "nobody's"); err != nil || len(tab.Rows) != 0 {
			t.Errorf("a lock on no door knows %d", len(tab.Rows))
		}
	})
}

// TestRevocationIsDoneWhenTheLockSaysSo [lock.sync]: kept across a restart, and shown until then.
func TestRevocationIsDoneWhenTheLockSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk, d := clock.Process(), &disk{site: office(t)}
		r := start(t, clk, d)
		defer func() { r.stop() }()
		r.says(core.LockHeard{Lock: "l1"})
		r.asks(core.SyncTables{})
		synctest.Wait()
		wanted := r.Site().Door("front").Sync.Wanted
		r.says(core.TableReported{Lock: "l1", Version: wanted, Rows: 1})
		if !r.Site().Door("front").Sync.Done() {
			t.Fatalf("%+v", r.Site().Door("front").Sync)
		}
		key := *r.Site().Config.Key("k1")
		key.State = core.KeyLost
		if err := r.Edit(context.Background(), "a lost tag", nil, []core.Edit{core.Put(key)}, nil); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if s := of[core.SyncTable](r.air); len(s) == 0 || !s[len(s)-1].Op.(core.SyncTable).Revokes {
			t.Errorf("%+v", s)
		}
		r.stop()
		r = start(t, clk, d)
		y := r.Site().Door("front").Sync
		if len(y.Gone) != 1 || y.Gone[0].Key != "k1" || y.Done() {
			t.Fatalf("after a restart: %+v", y)
		}
		r.says(core.TableReported{Lock: "l1", Version: y.Wanted})
		if y := r.Site().Door("front").Sync; len(y.Gone) != 0 || !y.Done() || len(r.told(core.KeysRevoked)) != 1 {
			t.Errorf("after the lock's word: %+v, told %d times", y, len(r.told(core.KeysRevoked)))
		}
	})
}

// TestIdentifyWaitsForTheLock.
func TestIdentifyWaitsForTheLock(t *testing.T) {
	inOffice(t, func(r *rig) {
		told := make(chan core.Told)
		go func() { told <- r.asks(core.IdentifyLock{Lock: "Front"}) }()
		synctest.Wait()
		cs := of[core.Identify](r.air)
		if len(cs) != 1 || cs[0].Op.(core.Identify).For != 10*time.Second {
			t.Fatalf("%+v", cs)
		}
		r.says(core.CommandAnswered{Lock: "l1", Command: cs[0].ID, Result: core.ResultDone})
		if got := <-told; got.Error != nil || got.Result != core.ResultDone {
			t.Errorf("%+v", got)
		}
		if got := r.asks(core.IdentifyLock{Lock: "l1", Seconds: 61}); got.Error == nil || got.Error.Code != core.CodeInvalid {
			t.Errorf("%+v", got)
		}
	})
}

// TestLockThatIsFasterThanTheDisk: it answers before whoever asked is on the disk, whether the
// disk has begun with that or not.
func TestLockThatIsFasterThanTheDisk(t *testing.T) {
	for _, before := range []int{0, 1} {
		inOffice(t, func(r *rig) {
			release := r.disk.hold()
			for range before {
				r.wish(core.LockDoor{Door: "front"}) // the disk begins with this
			}
			told := r.wish(core.IdentifyLock{Lock: "l1"})
			r.says(core.CommandAnswered{Lock: "l1", Command: of[core.Identify](r.air)[0].ID, Result: core.ResultDone})
			if len(told) != 0 {
				t.Error("told before it is kept")
			}
			release()
			synctest.Wait()
			if len(told) == 0 {
				t.Fatal("whoever asked waits on")
			}
			if got := <-told; got.Error != nil || got.Result != core.ResultDone {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestLastWordsAreKept: what the driver says when it is to end is on the disk; and one that does
// not end keeps the hub from keeping nothing.
func TestLastWordsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk, d := clock.Process(), &disk{site: office(t)}
		r := start(t, clk, d)
		r.says(core.LockHeard{Lock: "l1"})
		r.air.last = []core.Event{core.LinksMade{Lock: "l1", Day: "2026-11-22", Links: 7}}
		r.air.stuck = make(chan struct{})
		ended := make(chan struct{})
		go func() { r.stop(); close(ended) }()
		time.Sleep(lastWordsTime + time.Millisecond)
		synctest.Wait()
		if n := d.site.Door("front").Talks.Links; n != 7 {
			t.Errorf("%d connections are kept", n)
		}
		if told := r.asks(core.LockDoor{Door: "front"}); told.Error == nil || told.Error.Code != core.CodeHubAway {
			t.Errorf("a hub whose driver is stuck still takes wishes: %+v", told)
		}
		close(r.air.stuck)
		<-ended
	})
}
