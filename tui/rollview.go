package tui

import "localiq/tui/internal/plain"

// rollPane draws a list: its filter, its titles, and as many rows around the choice as there is room for.
func rollPane(u UI, w, h int, titles string, row func(rollRow, bool) []string, none func() []string) []string {
	r := u.roll()
	head := rollFilterLine(u, r, w)
	switch {
	case r.Err != "":
		return append(head, teach(w, u.Glyphs, u.t("The hub could not say."), r.Err)...)
	case !r.Told:
		return append(head, teach(w, u.Glyphs, u.t("Asking the hub%s", u.Glyphs.Cut), "")...)
	case r.Of == 0:
		return append(head, none()...)
	}
	var rows []string
	at, last := 0, 0
	for i, x := range r.Rows {
		if r.Skip+i == r.At {
			at = len(rows)
		}
		rows = append(rows, row(x, r.Skip+i == r.At)...)
		if r.Skip+i == r.At {
			last = len(rows) - 1
		}
	}
	space := max(1, h-1-len(head))
	from, to := window(len(rows), (at+last)/2, space)
	line := in(bold, titles)
	if r.Of > len(r.Rows) || from > 0 || to < len(rows) {
		line = spread(line, u.t("%s of %s", plain.Number(r.At+1), plain.Number(r.Of)), w, u.Glyphs)
	}
	return append(append(head, line), block(rows[from:to], space)...)
}

// rollFilterLine is no line where nothing is filtered.
func rollFilterLine(u UI, r *roll, w int) []string {
	only := onlyWords[u.here().Screen]
	if !u.Typing && r.Words == "" && r.Only == 0 {
		return nil
	}
	found := ""
	if r.Told {
		found = u.t("%s found", plain.Number(r.Of))
	}
	if r.Only > 0 {
		found = u.t(only[r.Only].say) + ": " + plain.Number(r.Of)
	}
	return []string{filterLine(u, r.Words, found, w)}
}
