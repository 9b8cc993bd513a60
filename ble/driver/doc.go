// Package driver is the hub's side of the air: it looks after the locks that it was told to
// tend, and makes one ordered stream of events of what they say.
//
//	           ┌── ear ◄── the one scan, for all locks
//	Do ─► mailbox ─► keeper ─► line ─► ble.Link      one of each for every tended lock
//	           └── session   (sans I/O; a Family makes it)
//	                 │
//	                 └─► out, in the order of the lock's own journal
//
// A keeper is the one goroutine that owns a lock: its mailbox, its session and its place in
// the journal. A line is a second goroutine that does whatever may block on the radio, so that
// a keeper never does. A session is bytes in, bytes and events out, with neither clock nor
// goroutine. Connections are few and are lent by need (slots.go).
//
// What holds, and where to find it:
//   - Do never blocks, and a command is void after its NotAfter wherever it waits: mailbox.go.
//   - A Turn, an Answer and the command behind an AskResult get exactly one terminal
//     CommandAnswered. What may have reached the lock when a link went is Unknown, and is
//     never sent again by the driver: given.go.
//   - Who is connected when, and what follows from an error: policy.go and fell.go, one switch
//     each. The order of service is need.go; that nobody starves, and how many connections there
//     are, is slots.go; what a lock's battery bears in a day is talks.go.
//   - What a lock advertises is a debt until a session has paid it: policy.go. What strangers, and
//     recordings, can make us do is bounded: listen.go, strangers.go, localiq_listen.go.
//   - A lock's table is compared in every session, or where that costs the lock something when it is
//     time, and brought a message at a time; whoever stands at a door, this one or another, goes
//     before the next: table.go, localiq_table.go, nuki_bring.go.
//   - Journal entries go to out once each and in order, from the Tend's cursor on, and are
//     acknowledged to the lock, if it wants that, only on AckJournal: localiq_journal.go, nuki_log.go.
//   - A lock that does not always call is read from time to time: policy.go (poll). One that cannot
//     stop calling is worth no more than that: fell.go.
//   - A hub that does not read out stops the link, and the journal waits in the lock. Edges
//     (LockHeard, LockSilent) coalesce meanwhile: keeper.go.
//
// Reading order: driver.go, keeper.go, policy.go, then family.go for what a kind of lock must bring,
// localiq.go for ours, and nuki.go for one from a shop, which tells nothing unasked: nuki_order.go
// is what is asked when, nuki_action.go why nothing opens twice. A radio that is down, deaf or full is told by its errors
// (fell.go), by RadioRose, and by what is no longer heard (listen.go).
package driver
