package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"localiq/core"
	"localiq/hub/api"
)

const hubID = core.HubID("4f2a91c0")

// rig is a server on this machine, and a hub that is none.
type rig struct {
	*Server
	t    *testing.T
	news chan *core.Snapshot
	mu   sync.Mutex
	keys map[string]core.APIKeyID
	did  chan core.Event
}

// start serves a site with the key "good", until the test ends.
func start(t *testing.T, change func(*Config)) *rig {
	t.Helper()
	r := &rig{t: t, news: make(chan *core.Snapshot, 1), keys: map[string]core.APIKeyID{"good": "a-1"}, did: make(chan core.Event, 1000)}
	c := Config{Addr: "127.0.0.1:0", KeyFile: filepath.Join(t.TempDir(), "ca.key"), Version: "test"}
	c.Limits.Handshake = 30 * time.Second // this machine may be busy
	if change != nil {
		change(&c)
	}
	r.Server = New(c)
	r.door.Now = func() time.Time { return monday } // pauses do not pass by themselves
	r.SetGate(r)
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	r.news <- &core.Snapshot{}
	go func() { over <- r.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	r.serves(true)
	return r
}

// serves publishes until somebody listens, or nobody does. Each turn is taken by Run, so this ends.
func (r *rig) serves(want bool) {
	for {
		if addr, _, _ := r.Serves(); (addr != "") == want {
			return
		}
		r.news <- &core.Snapshot{}
	}
}

func (r *rig) Seat(key core.Secret) (api.Hub, core.APIKeyID, *core.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, ok := r.keys[key.Reveal()]
	if !ok {
		return nil, "", core.Errorf(core.CodeUnauthorized, "nobody")
	}
	return hub{}, id, nil
}

func (r *rig) Keys() (ids []core.APIKeyID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range r.keys {
		ids = append(ids, id)
	}
	return ids
}

func (r *rig) Known() bool    { return false }
func (r *rig) ID() core.HubID { return hubID }

func (r *rig) Watch(ctx context.Context) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot)
	go func() {
		defer close(out)
		for {
			select {
			case s := <-r.news:
				out <- s
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func (r *rig) Tell(_ context.Context, e core.Event) { r.did <- e }

// hub shows an empty site and does everything.
type hub struct{}

func (hub) Watch(ctx context.Context) <-chan *core.Snapshot {
	out := make(chan *core.Snapshot, 1)
	out <- &core.Snapshot{Settings: core.Settings{Name: "Site", Zone: "UTC"}}
	context.AfterFunc(ctx, func() { close(out) })
	return out
}
func (hub) Lines(context.Context, core.Seq, int) ([]core.Line, error) { return nil, nil }
func (hub) Ask(context.Context, core.Asked) core.Told                 { return core.Told{Seq: 7} }

// client trusts the box's authority and nobody else.
func (r *rig) client() *http.Client {
	pool := x509.NewCertPool()
	pool.AddCert(r.ca.Load().cert)
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	r.t.Cleanup(c.CloseIdleConnections)
	return c
}

// asks is one request, with a key or without (""), and with a Host of its own or without.
func (r *rig) asks(c *http.Client, method, path, key, host string) (*http.Response, string) {
	r.t.Helper()
	addr, _, _ := r.Serves()
	req, err := http.NewRequest(method, "https://"+addr+path, strings.NewReader("{}"))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Host = host
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := c.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp, string(b)
}

// fault is what an error looks like on the wire.
func fault(t *testing.T, body string) (f struct {
	Error   core.Error
	Request string
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	return f
}
