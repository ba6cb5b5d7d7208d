-- What both renderers do to a report: tables in a scroll region, five figures, notes, origin, small intervals.
local typst, html, docx = FORMAT:match("typst"), FORMAT:match("html"), FORMAT:match("docx")

local function raw_typst(text) return pandoc.RawBlock("typst", text) end
local function raw_html(text) return pandoc.RawBlock("html", text) end

local function wrapped(open, blocks, close)
  local result = pandoc.Blocks({ open })
  result:extend(blocks)
  result:insert(close)
  return result
end

local function scroll_region(class, name, blocks)
  local open = '<div class="%s-schuif" role="group" tabindex="0" aria-label="%s, horizontaal te verschuiven">'
  return wrapped(raw_html(open:format(class, name)), blocks, raw_html("</div>"))
end

-- Widths derived from the dashes of a pipe table say nothing; the renderers measure the words themselves.
local function free_widths(tbl)
  tbl.colspecs = tbl.colspecs:map(function(spec) return { spec[1], nil } end)
end

-- A word processor does not measure: each column gets what its longest cell needs, within reason.
local function measured_widths(tbl)
  local longest = {}
  local function measure(row)
    for i, cell in ipairs(row.cells) do
      longest[i] = math.max(longest[i] or 9, math.min((utf8.len(pandoc.utils.stringify(cell.contents)) or 6) + 2, 40))
    end
  end
  for _, row in ipairs(tbl.head.rows) do measure(row) end
  for _, body in ipairs(tbl.bodies) do for _, row in ipairs(body.body) do measure(row) end end
  local sum = 0
  for _, n in ipairs(longest) do sum = sum + n end
  for i, spec in ipairs(tbl.colspecs) do tbl.colspecs[i] = { spec[1], (longest[i] or 9) / sum } end
  return tbl
end

local function typst_table(tbl)
  tbl.classes:insert("typst:no-figure")
  local text = pandoc.write(pandoc.Pandoc({ tbl }), "typst", pandoc.WriterOptions({ wrap_text = "none" }))
  return raw_typst((text:gsub("#table%(", "#zettabel(", 1)))
end

-- Marked with a class, because a filter that returns an element it matches again would never end.
function Table(tbl)
  if tbl.classes:includes("gezet") then return nil end
  tbl.classes:insert("gezet")
  free_widths(tbl)
  if typst then return typst_table(tbl) end
  if html then return scroll_region("tabel", "Tabel", { tbl }) end
  if docx then return measured_widths(tbl) end
end

local function items_of(div)
  local list = div.content[1]
  if #div.content ~= 1 or list.t ~= "BulletList" then
    error("a kerncijfers block holds one bullet list and nothing else")
  end
  return list.content
end

local function key_figures(div)
  local result = pandoc.Blocks({ raw_typst("#kerncijfers(") })
  for _, item in ipairs(items_of(div)) do
    result:extend(wrapped(raw_typst("["), item, raw_typst("],")))
  end
  result:insert(raw_typst(")"))
  return result
end

local function origin(div)
  local open = '<details class="herkomst"><summary>Herkomst</summary>'
  return wrapped(raw_html(open), div.content, raw_html("</details>"))
end

local function noted(div)
  local line = div.content[1].content
  line:insert(1, pandoc.Space())
  line:insert(1, pandoc.Strong("Herkomst."))
  return pandoc.Div({ pandoc.Plain(line) })
end

function Div(div)
  if typst and div.classes:includes("kerncijfers") then return key_figures(div) end
  -- On paper the first paragraph; columns and steps are in the page.
  if not html and div.classes:includes("herkomst") then div.content = pandoc.Blocks({ div.content[1] }) end
  if docx and div.classes:includes("herkomst") then return noted(div) end
  for _, class in ipairs({ "noot", "herkomst" }) do
    if typst and div.classes:includes(class) then
      return wrapped(raw_typst("#" .. class .. "["), div.content, raw_typst("]"))
    end
  end
  if html and div.classes:includes("herkomst") then return origin(div) end
end

function Span(span)
  local class = span.classes[1]
  if typst and (class == "interval" or class == "verborgen") then
    local result = pandoc.Inlines({ pandoc.RawInline("typst", "#" .. class .. "[") })
    result:extend(span.content)
    result:insert(pandoc.RawInline("typst", "]"))
    return result
  end
end

-- A chart inside the page, and not as a picture beside it, is drawn with the fonts of the page.
local function chart(paragraph)
  local image = paragraph.content[1]
  if not html or #paragraph.content ~= 1 or image.t ~= "Image" or not image.src:match("%.svg$") then return nil end
  if image.classes:includes("inline-svg") then return nil end
  image.classes:insert("inline-svg")
  return scroll_region("figuur", "Figuur", { pandoc.Plain({ image }) })
end

Para, Plain = chart, chart

-- A document for comments has no cover: what a cover says comes first. Of the front matter it keeps what a reader
-- sees, and nothing of where it was made.
local function said(text) return pandoc.Para({ pandoc.Str(text) }) end

local function opening(rapport)
  local text = pandoc.utils.stringify
  local blocks = pandoc.Blocks({
    said(text(rapport.programma) .. ". Schooljaar " .. text(rapport.schooljaar) .. ". Stand van de gegevens: "
      .. text(rapport.stand) .. ". Status: " .. text(rapport.status) .. "."),
    said("Dit document is om opmerkingen in te zetten. De pagina en de pdf gaan voor."),
  })
  if rapport.publiek then blocks:insert(said("Alleen voor " .. text(rapport.publiek) .. ".")) end
  if rapport.voorbeeld then
    blocks:insert(pandoc.Para({ pandoc.Strong("Voorbeeldgegevens."), pandoc.Space(),
      pandoc.Str("Alle leerlingen, scholen, besturen en cijfers zijn verzonnen.") }))
  end
  return blocks
end

function Pandoc(doc)
  if not docx then return nil end
  local blocks = opening(doc.meta.rapport)
  blocks:extend(doc.blocks)
  local kept = {}
  for _, name in ipairs({ "title", "subtitle", "lang", "toc-title" }) do kept[name] = doc.meta[name] end
  return pandoc.Pandoc(blocks, pandoc.Meta(kept))
end
