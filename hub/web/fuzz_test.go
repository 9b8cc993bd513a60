package web

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

// FuzzHost: whatever a request says that it wants to reach, it is an address or one of our names, or it is
// not ours.
func FuzzHost(f *testing.F) {
	for _, s := range []string{"localhost:8443", "localiq-4f2a91c0.local.", "[fe80::1%25eth0]:8443", "::1", "evil.example", "localhost.evil.example", "1.2.3.4:x", "", "[localhost]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if !isOurs(hubID, host) {
			return
		}
		bare := strings.ToLower(host)
		for _, n := range names(hubID) {
			if strings.Contains(bare, n) {
				return
			}
		}
		for _, cut := range []string{bare, strings.Trim(bare, "[]."), bare[:max(strings.LastIndex(bare, ":"), 0)]} {
			if _, err := netip.ParseAddr(strings.Trim(cut, "[].")); err == nil {
				return
			}
		}
		t.Errorf("%q is ours", host)
	})
}

// FuzzShown: a header yields a key that has no space around it, or none.
func FuzzShown(f *testing.F) {
	for _, s := range []string{"Bearer seam_iq_abc", "bearer  x ", "Basic YTpi", "Bearer", "Bearer " + strings.Repeat("x", 300), ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, is := shown(&http.Request{Header: http.Header{"Authorization": {text}}})
		if k := key.Reveal(); is && (k == "" || len(k) > longestKey || strings.TrimSpace(k) != k || !strings.Contains(text, k)) {
			t.Errorf("%q of %q", k, text)
		}
	})
}
