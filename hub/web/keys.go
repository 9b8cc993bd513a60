package web

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"localiq/core"
	"localiq/hub/api"
)

// ring is what is known of the keys that come: how often each does, and whether that has been told.
type ring struct {
	limits Limits
	now    func() time.Time
	mu     sync.Mutex
	of     map[core.APIKeyID]*bunch
}

// bunch is one key's.
type bunch struct {
	open   int     // requests and streams under way
	tokens float64 // requests that it may make at once
	seen   time.Time
	told   time.Time // that it is used
	from   string    // as was told
}

// usedEvery is how often it is kept that a key is used: not with each request, or a panel would wear the
// card out.
const usedEvery = time.Hour

// takes one more request of a key, or refuses it. over is due when it is done. news: that the key is used is
// to be told.
func (r *ring) takes(id core.APIKeyID, from string) (over func(), news bool, err *core.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	b := r.of[id]
	if b == nil { // there are as many as the site has keys
		b = &bunch{tokens: float64(r.limits.Burst), seen: now}
		r.of[id] = b
	}
	b.tokens = min(b.tokens+now.Sub(b.seen).Seconds()*float64(r.limits.Rate), float64(r.limits.Burst))
	b.seen = now
	if b.tokens < 1 || b.open >= r.limits.Open {
		return nil, false, core.Errorf(core.CodeBusy, "this API key asks too often, or for too much at once").
			Advise("wait a second; follow events by one stream instead of asking again and again")
	}
	b.tokens--
	b.open++
	if news = now.Sub(b.told) >= usedEvery || b.from != from; news {
		b.told, b.from = now, from
	}
	return func() {
		r.mu.Lock()
		b.open--
		r.mu.Unlock()
	}, news, nil
}

// forget whoever has no key any more.
func (r *ring) forget(is func(core.APIKeyID) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, b := range r.of {
		if b.open == 0 && !is(id) {
			delete(r.of, id)
		}
	}
}

// shown is the key in a request: "Authorization: Bearer seam_iq_…". false: none is.
func shown(r *http.Request) (core.Secret, bool) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	key = strings.TrimSpace(key)
	return core.NewSecret(key), strings.EqualFold(scheme, "bearer") && key != "" && len(key) <= longestKey
}

const longestKey = 256

type seatKey struct{}

// seatOf is api.Seats: what keyed found.
func seatOf(r *http.Request) (api.Hub, *core.Error) {
	return r.Context().Value(seatKey{}).(api.Hub), nil
}
