// Package web serves the API to the network: the same /v1 as the box's own socket (hub/api), over HTTPS.
//
// What it promises: nobody reads or moves anything without a key that the site made, and whose scope and
// person allow it; two addresses alone need none, GET /health and GET /ca.crt, and they tell nothing that the
// box does not announce anyway. A program knows the box by the certificate of its own small authority, whose
// fingerprint is the same for as long as the box is, and which can speak for nothing but this box and private
// addresses. A request has a seat of its key's person at the hub, which never waits for it; whoever stalls,
// floods or lies costs themselves.
//
// Reading order: server.go (the door), serving.go (when it is open), authority.go (by what it is known),
// names.go (how it is called), visit.go (a connection), keys.go (whose request it is, and how many), open.go
// (what needs no key).
package web
