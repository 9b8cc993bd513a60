package hub

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"localiq/core"
	"localiq/core/clock"
	"localiq/hub/api"
	"localiq/hub/web"
)

// lanDoor is a hub at its door to programs, as main makes it.
type lanDoor struct{ *Hub }

func (g lanDoor) Watch(ctx context.Context) <-chan *core.Snapshot { return g.Box().Watch(ctx) }
func (g lanDoor) ID() core.HubID                                  { return "4f2a91c0" }
func (g lanDoor) Known() bool                                     { return false }
func (g lanDoor) Keys() []core.APIKeyID                           { return []core.APIKeyID{"flood"} }
func (g lanDoor) Seat(k core.Secret) (api.Hub, core.APIKeyID, *core.Error) {
	return g.KeySeat(k)
}

// BenchmarkTagUnderFlood is BenchmarkTagToVerdict in memory while eight programs ask for the locks over TLS as fast
// as they are answered: what a door waits, and what a program does, on the same processors.
func BenchmarkTagUnderFlood(b *testing.B) {
	site := core.NewSite(core.HubState{Epoch: 1})
	t := &turnstile{verdicts: make(chan core.RequestID, 1)}
	h := New(Config{Site: site, Clock: clock.Real(), Ledger: &disk{site: site}, Private: names{}, Driver: t})
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { _ = h.Run(ctx) })
	key := core.NewSecret(core.APIKeyPrefix + "flood")
	edits := append(crowd(), core.Put(core.Person{ID: "program", Role: core.RoleIntegration}),
		core.Put(core.APIKey{ID: "flood", Person: "program", Scope: core.ScopeRead, Digest: names{}.Digest(core.KeyOperator, core.ForAPI(key))}))
	if err := h.Edit(ctx, "crowd", time.UTC, edits, nil); err != nil {
		b.Fatal(err)
	}
	s := web.New(web.Config{Addr: "127.0.0.1:0", KeyFile: filepath.Join(b.TempDir(), "ca.key"), Limits: web.Limits{Rate: 1e9, Burst: 1e9}})
	s.SetGate(lanDoor{h})
	all.Go(func() { _ = s.Run(ctx) })
	addr := ""
	for ; addr == ""; addr, _, _ = s.Serves() {
		time.Sleep(time.Millisecond)
	}
	asked := make(chan []time.Duration)
	begun := time.Now()
	for range 8 {
		go func() { asked <- floods(ctx, "https://"+addr+"/v1/locks", key) }()
	}
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		h.air <- core.Input{Event: core.AccessRequested{Lock: core.LockID(fmt.Sprint("l", i%16)), Kind: core.KeyTag,
			Request: core.RequestID(fmt.Sprint(i)), Digest: tagOf(i % 10_000)}}
		<-t.verdicts
		took = append(took, time.Since(begin))
		time.Sleep(time.Millisecond) // 16 doors are busy, and no more
	}
	lasted := time.Since(begun)
	cancel()
	var answered []time.Duration
	for range 8 {
		answered = append(answered, <-asked...)
	}
	all.Wait()
	slices.Sort(took)
	slices.Sort(answered)
	if len(answered) == 0 {
		b.Fatal("nobody was answered")
	}
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "tag-p99-µs")
	b.ReportMetric(float64(answered[len(answered)*99/100].Microseconds()), "GET-p99-µs")
	b.ReportMetric(float64(len(answered))/lasted.Seconds(), "GET/s")
}

// floods asks until ctx ends, and returns how long each answer took.
func floods(ctx context.Context, url string, key core.Secret) (took []time.Duration) {
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer c.CloseIdleConnections()
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
		if err != nil {
			return took
		}
		req.Header.Set("Authorization", "Bearer "+key.Reveal())
		begin := time.Now()
		resp, err := c.Do(req)
		if err != nil {
			continue
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err == nil && resp.StatusCode == 200 {
			took = append(took, time.Since(begin))
		}
	}
	return took
}
