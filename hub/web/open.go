package web

import (
	"encoding/json"
	"net/http"

	"localiq/core"
)

// Health is the answer to GET /health: what the box announces anyway, and whether it is well. 503 where its
// disk cannot be written or does not answer: doors go on, and nothing opens from afar.
type Health struct {
	OK      bool       `json:"ok"`
	ID      core.HubID `json:"id"`
	Version string     `json:"version"`
	API     int        `json:"api"`
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	h, code := Health{ID: s.gate.ID(), Version: s.Version, API: 1, OK: true}, http.StatusOK
	if now := s.newest.Load(); now == nil || now.Health.StoreStalled || now.Health.StoreError != "" {
		h.OK, code = false, http.StatusServiceUnavailable
	}
	b, _ := json.Marshal(h)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(append(b, '\n'))
}

// certificate gives the authority's, for a phone that is to trust the box. It is no secret, and whoever gets it
// this way has to compare its fingerprint.
func (s *Server) certificate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-x509-ca-cert")
	_, _ = w.Write(s.ca.Load().PEM())
}
