package profile

// Begin is how a hub begins to bring the table.
func (t *TableImage) Begin(version uint64) TableBegin {
	return TableBegin{Mark: t.Mark(version), Key: t.Key, OpenFor: t.OpenFor, First: t.First}
}

// Puts are what brings one part of the table, in order, each small enough for one message. An
// empty part has one, too: it empties the lock's.
func (t *TableImage) Puts(part uint8) []TablePut {
	var out []TablePut
	if part == TimesPart {
		for _, s := range cut(t.Schedules) {
			out = append(out, TablePut{Part: part, Schedules: s})
		}
		for _, z := range cut(t.Zone) {
			out = append(out, TablePut{Part: part, Zone: z})
		}
	} else {
		for _, rows := range cut(t.part(part)) {
			out = append(out, TablePut{Part: part, Rows: rows})
		}
	}
	if len(out) == 0 {
		out = []TablePut{{Part: part}}
	}
	out[0].First = true
	return out
}

func (t *TableImage) part(part uint8) (rows []TableRow) {
	for _, r := range t.Rows {
		if PartOf(r.Hash) == part {
			rows = append(rows, r)
		}
	}
	return rows
}

// putRoom is what a put has for its list: type, map, part, first, and the list's head take less
// than the difference.
const putRoom = maxPlain - 16

// cut makes runs of at most MaxRows that fit into a message.
func cut[T any](list []T) (out [][]T) {
	from, size := 0, 0
	for i, v := range list {
		n := len(written(v))
		if i > from && (size+n > putRoom || i-from == MaxRows) {
			out = append(out, list[from:i])
			from, size = i, 0
		}
		size += n
	}
	if from < len(list) {
		out = append(out, list[from:])
	}
	return out
}
