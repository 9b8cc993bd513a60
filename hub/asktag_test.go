package hub

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"localiq/core"
	"localiq/core/clock"
)

// shows has somebody hold a tag with that number to the reader of the office's door.
func (r *rig) shows(request string, number ...byte) {
	r.air.mu.Lock()
	out := r.air.out
	r.air.mu.Unlock()
	out <- core.Input{Origin: core.Origin{Kind: core.FromAir, Who: "l1"}, Presented: core.NewSecret(core.TagText(number)),
		Event: core.AccessRequested{Lock: "l1", Request: core.RequestID(request), Kind: core.KeyTag, Digest: names{}.Digest(core.KeyTag, number)}}
	synctest.Wait()
}

// waits asks for a tag at the front door and gives what came of it, once it has.
func (r *rig) waits(ctx context.Context) <-chan core.Told {
	told := make(chan core.Told, 1)
	go func() { told <- r.Ask(ctx, core.Asked{Wish: core.AssignTag{Who: "Ana", At: "Front"}}) }()
	synctest.Wait()
	return told
}

// TestATagIsGivenByShowingIt [tag]: its number is kept with Ana's other secrets, and nowhere else.
func TestATagIsGivenByShowingIt(t *testing.T) {
	inOffice(t, func(r *rig) {
		told := r.waits(context.Background())
		r.shows("q1", 9, 8, 7, 6)
		got := <-told
		k := r.Site().Config.KeyOf(names{}.Digest(core.KeyTag, []byte{9, 8, 7, 6}))
		if got.Error != nil || k == nil || k.Person != "ana" || len(got.Pending) != 1 {
			t.Fatalf("%+v %+v", got, k)
		}
		kept := 0
		for _, e := range r.disk.entries {
			line, _ := json.Marshal(e)
			if strings.Contains(string(line), `"09080706"`) { // the digest, which the fake makes of it, has more
				t.Error("the ledger has the number")
			}
			for _, p := range e.Input.Private {
				if kept++; p.Person != "ana" || p.Secrets[k.ID].Reveal() != "09080706" {
					t.Errorf("kept %+v", p)
				}
			}
		}
		if kept != 1 {
			t.Errorf("kept %d times", kept)
		}
		r.shows("q2", 9, 8, 7, 6)
		if as := of[core.Answer](r.air); !as[len(as)-1].Op.(core.Answer).Granted {
			t.Error("it does not open")
		}
	})
}

// TestNoTagIsGiven: nobody shows one, one is somebody's, or whoever waits goes away; and a number that
// nobody waits for is kept by nobody.
func TestNoTagIsGiven(t *testing.T) {
	inOffice(t, func(r *rig) {
		r.shows("q0", 9, 8, 7, 6)
		told := r.waits(context.Background())
		time.Sleep(core.DefaultAwait)
		if got := <-told; got.Error == nil || got.Error.Code != core.CodeNotFound {
			t.Errorf("%+v", got)
		}
		told = r.waits(context.Background())
		r.shows("q1", 1, 2, 3, 4) // her own
		time.Sleep(core.DefaultAwait)
		if got := <-told; got.Error == nil || got.Error.Code != core.CodeInvalid || strings.Contains(got.Error.Error(), "Ana") {
			t.Errorf("%+v", got)
		}
		ctx, cancel := context.WithCancel(context.Background())
		told = r.waits(ctx)
		cancel()
		if got := <-told; got.Error == nil || r.Site().Door("front").Await != (core.Await{}) {
			t.Errorf("%+v: %+v", got, r.Site().Door("front").Await)
		}
		r.shows("q2", 9, 8, 7, 6)
		for _, e := range r.disk.entries {
			if len(e.Input.Private) > 0 || e.Input.Presented != (core.Secret{}) {
				t.Errorf("kept %+v", e.Input)
			}
		}
	})
}

// TestReadingAPINIsToldFirst [pin.secret]: nothing is shown that was not told, and where PINs are shown
// once nothing is at all.
func TestReadingAPINIsToldFirst(t *testing.T) {
	inOffice(t, func(r *rig) {
		secrets := map[core.KeyID]core.Secret{"k2": core.NewSecret("748159")}
		r.c.Private = opened{r.c.Private.(names), secrets}
		set := r.Site().Config.Settings
		if err := r.Edit(context.Background(), "a PIN", nil, []core.Edit{core.Put(core.Key{ID: "k2", Person: "ana", Kind: core.KeyPIN, State: core.KeyActive, Digest: core.Digest{7}})}, nil); err != nil {
			t.Fatal(err)
		}
		got := r.asks(core.ReadPIN{Key: core.KeyWords{Name: "Ana"}})
		if got.Shown != "748159" || len(r.told(core.PINWasRead)) != 1 {
			t.Fatalf("%+v", got)
		}
		if line, _ := json.Marshal(r.disk.entries); strings.Contains(string(line), "748159") {
			t.Error("the ledger has the digits")
		}
		release := r.disk.hold()
		told := make(chan core.Told, 1)
		go func() { told <- r.asks(core.ReadPIN{Key: core.KeyWords{Name: "k2"}}) }()
		synctest.Wait()
		select {
		case got := <-told:
			t.Errorf("shown before it was kept that it is: %+v", got)
		default:
		}
		release()
		<-told
		set.ShowPINOnce = true
		if err := r.Edit(context.Background(), "once", nil, []core.Edit{core.Put(set)}, nil); err != nil {
			t.Fatal(err)
		}
		if got := r.asks(core.ReadPIN{Key: core.KeyWords{Name: "Ana"}}); got.Error == nil || got.Error.Code != core.CodeRefused || got.Shown != "" {
			t.Errorf("%+v", got)
		}
	})
}

// TestWhoHandsOnATagHearsWhichLockIsBehind [lock.sync]: a lock that was not told yet that a tag was given back
// opens by it as before, whoever has it now. Once it has let go, nothing is said.
func TestWhoHandsOnATagHearsWhichLockIsBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, clock.Process(), &disk{site: office(t)})
		defer r.stop()
		ask := func(w core.Wish) core.Told {
			t.Helper()
			got := r.Ask(context.Background(), core.Asked{Wish: w})
			if got.Error != nil {
				t.Fatal(got.Error)
			}
			synctest.Wait()
			return got
		}
		holds := func() {
			r.says(core.TableReported{Lock: "l1", Version: r.Site().Door("front").Sync.Wanted, Rows: 1})
			synctest.Wait()
		}
		r.says(core.LockHeard{Lock: "l1"})
		ask(core.SyncTables{})
		holds()
		ask(core.RemoveKey{Key: core.KeyWords{Kind: core.KeyTag, Name: "k1"}})
		if got := ask(core.AssignTag{Who: "Ana", Number: "04A1B2C3"}); !strings.Contains(strings.Join(got.Report, "\n"), "given back: Front;") {
			t.Errorf("nothing is said of Front: %+v", got)
		}
		holds()
		if got := ask(core.AssignTag{Who: "Ana", Number: "04A1B2C4"}); len(got.Report) != 0 {
			t.Errorf("Front has let go: %q", got.Report)
		}
	})
}
