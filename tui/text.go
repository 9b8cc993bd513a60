package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// width is in cells.
func width(s string) int { return ansi.StringWidth(s) }

// clip cuts s to w cells and marks the cut.
func clip(s string, w int, g Glyphs) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, g.Cut)
}

// fit is clip, padded to exactly w cells. s may carry styles.
func fit(s string, w int, g Glyphs) string {
	s = clip(s, w, g)
	return s + strings.Repeat(" ", max(0, w-width(s)))
}

// spread puts left and right at the two ends of w cells; left gives way.
func spread(left, right string, w int, g Glyphs) string {
	right = clip(right, w, g)
	room := w - width(right)
	if right != "" {
		room--
	}
	left = clip(left, room, g)
	return left + strings.Repeat(" ", max(0, w-width(left)-width(right))) + right
}

// wrap breaks prose at spaces into lines of at most w cells; indent stands before all but the
// first.
func wrap(s string, w int, indent string) []string {
	var out []string
	line, n := "", 0
	for _, word := range strings.Fields(s) {
		for wide := width(word); ; wide = width(word) {
			if n > 0 && n+1+wide <= w {
				line, n = line+" "+word, n+1+wide
				break
			}
			if n > 0 {
				out = append(out, line)
			}
			line, n = "", 0
			if len(out) > 0 {
				line = indent
			}
			room := max(1, w-width(line))
			if wide <= room {
				line += word
				n = width(line)
				break
			}
			head := ansi.Truncate(word, room, "")
			rest, ok := strings.CutPrefix(word, head)
			if !ok || head == "" { // not even one letter fits
				return append(out, line)
			}
			out, word = append(out, line+head), rest
		}
	}
	if n > 0 || len(out) == 0 {
		out = append(out, line)
	}
	return out
}

// atMost is the first n of lines, of at most w cells each; the last says when there were more.
func atMost(n int, lines []string, w int, g Glyphs) []string {
	if len(lines) <= n {
		return lines
	}
	return append(lines[:n-1:n-1], clip(lines[n-1], w-1, Glyphs{})+g.Cut)
}

// flow puts parts one after the other, a new line where the next does not fit.
func flow(parts []string, w int, g Glyphs) (out []string) {
	line := ""
	for _, p := range parts {
		switch {
		case line == "":
			line = p
		case width(line)+width(g.Dot)+width(p) <= w:
			line += g.Dot + p
		default:
			out, line = append(out, line), p
		}
	}
	return append(out, line)
}

// block makes exactly h lines of exactly what is there: longer is cut, shorter is filled.
func block(lines []string, h int) []string {
	if len(lines) > h {
		return lines[:max(0, h)]
	}
	for len(lines) < h {
		lines = append(lines, "")
	}
	return lines
}

// window says which of n rows are seen through h of them when row sel must be.
func window(n, sel, h int) (from, to int) {
	if n <= h {
		return 0, n
	}
	from = min(max(sel-h/2, 0), n-h)
	return from, from + h
}
