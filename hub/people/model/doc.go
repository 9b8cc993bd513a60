// Package model wishes anything of a hub, in any order, and judges what became of it in the simplest
// words that the clauses have: nobody has the PIN or the tag of another, nobody opens a door that no
// group, pod, booking or master key gives, no lock holds somebody who is gone without the hub saying
// so, and no slot is lost or found. There is nothing in it but the test.
package model
