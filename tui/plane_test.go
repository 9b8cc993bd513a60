package tui

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// cells is a screen to read.
type cells interface{ CellAt(x, y int) *uv.Cell }

// textPlane is what stands on the screen, without what it looks like.
func textPlane(e cells, w, h int) string {
	return plane(e, w, h, func(c *uv.Cell) string { return c.Content })
}

// stylePlane is one letter for each cell: the colour's, capital when bold; B bold, # reverse.
// Of a blank only reverse can be seen.
func stylePlane(e cells, w, h int) string {
	return plane(e, w, h, func(c *uv.Cell) string {
		if c.Content == " " && c.Style.Attrs&uv.AttrReverse == 0 {
			return " "
		}
		return strings.Repeat(styleLetter(c.Style), max(1, c.Width))
	})
}

func plane(e cells, w, h int, of func(*uv.Cell) string) string {
	var b strings.Builder
	for y := range h {
		line := ""
		for x := 0; x < w; x++ {
			c := e.CellAt(x, y)
			switch {
			case c == nil || c.Content == "" && c.Width != 0:
				line += " "
			case c.Width == 0: // the right half of a wide letter
			default:
				line += of(c)
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func styleLetter(s uv.Style) string {
	letter := " "
	if s.Fg != nil {
		letter = colourLetter(s.Fg)
	}
	switch bold := s.Attrs&uv.AttrBold != 0; {
	case s.Attrs&uv.AttrReverse != 0:
		return "#"
	case bold && letter == " ":
		return "B"
	case bold:
		return strings.ToUpper(letter)
	}
	return letter
}

// colourLetter knows the sixteen colours; anything else is an error that the golden file shows.
func colourLetter(c color.Color) string {
	if b, ok := c.(ansi.BasicColor); ok && b < 8 {
		return string("krgybmcw"[b])
	}
	return fmt.Sprintf("<%v>", c)
}
