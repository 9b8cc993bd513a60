// Package oracle judges the rules from outside. It says again, slowly and without sharing a line
// with them, what the owner's words (docs/rules.md) and the order of refusal ask for: an hour is
// looked at minute by minute, a boundary is searched for on the clock of the zone, and whatever is
// set up is found by going through all of it. It has no cache, no index and no shortcut.
//
// There is nothing here but tests. The files hours, access and office are the oracle and know core
// only; those that begin with agree show it and the rules the same random sites and want one answer.
// The files that begin with control hand the same harness an oracle that is wrong in one thing,
// which has to be noticed.
//
//	go test ./rules/oracle                                   the same 10,000 sites every time
//	go test ./rules/oracle -oracle.seed=0                    others
//	go test ./rules/oracle -oracle.seed=7 -oracle.only=1234  one of them
package oracle
