// Package bench holds Local IQ against peers. It is a module of its own, so that what a peer needs never
// comes near the product.
package bench
