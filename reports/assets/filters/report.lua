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

-- Widths of the shipped font in thousandths of its size, from the space (32) to the tilde (126). Typst lays a table
-- out in a tenth of the time when it is told how wide the words are, instead of trying sizes one by one.
local WIDTHS = {
  200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497, 497,
  497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727, 647, 664,
  566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555, 496, 292, 504,
  544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303, 241, 303, 497,
}
local BOLD, OTHER = 1.05, 500

local function em(text)
  local total = 0
  for _, code in utf8.codes(text) do total = total + (WIDTHS[code - 31] or OTHER) end
  return total / 1000
end

local function longest_word(text)
  local most = 0
  for word in text:gmatch("%S+") do most = math.max(most, em(word)) end
  return most
end

-- Per column, in em: the head in full, its longest word, the same when a school year takes two lines, the widest
-- cell, and what a cell cannot do without.
local function measures(tbl)
  local sizes = { kop = {}, kopwoord = {}, kopdeel = {}, cel = {}, woord = {} }
  for column = 1, #tbl.colspecs do
    for _, size in pairs(sizes) do size[column] = 0 end
  end
  local function note(name, column, width) sizes[name][column] = math.max(sizes[name][column], width) end
  local function row(cells, full, word, factor)
    for column, cell in ipairs(cells) do
      local text = pandoc.utils.stringify(cell.contents)
      local right = tbl.colspecs[column][1] == "AlignRight"
      if cell.col_span == 1 then
        if full == "kop" then note("kopdeel", column, factor * longest_word((text:gsub("(%d%d%d%d%-)(%d%d%d%d)", "%1 %2")))) end
        note(full, column, factor * em(text))
        note(word, column, factor * ((right and full == "cel") and em(text) or longest_word(text)))
      end
    end
  end
  local rows = 0
  for _, line in ipairs(tbl.head.rows) do row(line.cells, "kop", "kopwoord", BOLD) end
  for _, body in ipairs(tbl.bodies) do
    for _, line in ipairs(body.body) do
      row(line.cells, "cel", "woord", 1)
      rows = rows + 1
    end
  end
  local parts = { "rijen: " .. rows }
  for _, name in ipairs({ "kop", "kopwoord", "kopdeel", "cel", "woord" }) do
    local numbers = {}
    for _, width in ipairs(sizes[name]) do numbers[#numbers + 1] = ("%.2f,"):format(width) end
    parts[#parts + 1] = name .. ": (" .. table.concat(numbers, " ") .. ")"
  end
  return "(" .. table.concat(parts, ", ") .. ")"
end

-- Quarto works citations out after this, when what is in a table is text already.
local function no_source(cite)
  error("a table cites " .. cite.citations[1].id .. ": cite it in the text beside the table")
end

local function typst_table(tbl)
  tbl:walk({ Cite = no_source })
  local sizes = measures(tbl)
  tbl.classes:insert("typst:no-figure")
  local text = pandoc.write(pandoc.Pandoc({ tbl }), "typst", pandoc.WriterOptions({ wrap_text = "none" }))
  return raw_typst((text:gsub("#table%(", "#zettabel(maten: " .. sizes .. ", ", 1)))
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

-- A chapter that starts on a new page where the others follow each other. The mark goes, so that it is met once.
function Header(header)
  if not header.classes:includes("nieuwe-pagina") then return nil end
  header.classes = header.classes:filter(function(class) return class ~= "nieuwe-pagina" end)
  if typst then return { raw_typst("#pagebreak(weak: true)"), header } end
  return header
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

-- What callouts.lua kept from Quarto.
local function callout(div)
  div.classes = div.classes:map(function(class) return (class:gsub("^melding", "callout")) end)
  return div
end

function Div(div)
  if html and div.classes[1] and div.classes[1]:match("^melding") then return callout(div) end
  if typst and div.classes:includes("kerncijfers") then return key_figures(div) end
  -- On paper the first paragraph, once for a figure and a table of the same; columns and steps are in the page.
  if not html and div.classes:includes("met-tabel") then return typst and raw_typst("#zonder-herkomst") or {} end
  if not html and div.classes:includes("herkomst") then div.content = pandoc.Blocks({ div.content[1] }) end
  if docx and div.classes:includes("herkomst") then return noted(div) end
  for _, class in ipairs({ "noot", "herkomst" }) do
    if typst and div.classes:includes(class) then
      local both = div.classes:includes("met-figuur") and "(van: [van figuur en tabel])" or ""
      return wrapped(raw_typst("#" .. class .. both .. "["), div.content, raw_typst("]"))
    end
  end
  if html and div.classes:includes("herkomst") then return origin(div) end
end

local function named_span(span)
  local class = span.classes[1]
  if (class == "interval" or class == "verborgen") then
    local result = pandoc.Inlines({ pandoc.RawInline("typst", "#" .. class .. "[") })
    result:extend(span.content)
    result:insert(pandoc.RawInline("typst", "]"))
    return result
  end
end

-- On paper the drawing alone: the marks need not say anything there. Quarto keeps a file of its own for this form.
local function plain_drawing(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local svg = file:read("a")
  file:close()
  local bare = svg:gsub(' data%-%l+="[^"]*"', "")
  if bare == svg then return nil end
  file = assert(io.open(path, "wb"))
  file:write(bare)
  file:close()
end

-- A chart inside the page, and not as a picture beside it, is drawn with the fonts of the page.
local function chart(paragraph)
  local content = paragraph.content
  local image = content[1]
  if #content ~= 1 or image.t ~= "Image" or not image.src:match("%.svg$") then return nil end
  if typst then return plain_drawing(image.src) end
  if image.classes:includes("inline-svg") then return nil end
  image.classes:insert("inline-svg")
  return scroll_region("figuur", "Figuur", { pandoc.Plain({ image }) })
end

-- Words and numbers that no line may end within: 2024-2025, 50,6–60,2%, 31 december, definitie P1.
local MONTHS = {
  januari = true, februari = true, maart = true, april = true, mei = true, juni = true,
  juli = true, augustus = true, september = true, oktober = true, november = true, december = true,
}

-- Raw, so that a filter that comes past again (a note stands in a paragraph of its own and in that around it) sees it.
local OPEN = html and pandoc.RawInline("html", '<span class="heel">') or pandoc.RawInline("typst", "#box[")
local CLOSE = html and pandoc.RawInline("html", "</span>") or pandoc.RawInline("typst", "];")

local function whole(inlines)
  local result = pandoc.Inlines({ OPEN })
  result:extend(inlines)
  result:insert(CLOSE)
  return result
end

local function is_range(inline)
  return inline.t == "Str" and (inline.text:match("%d%d%d%d%-%d%d%d%d") or inline.text:match("%d–%d"))
end

local function belong(first, space, second)
  if not (second and first.t == "Str" and space.t == "Space" and second.t == "Str") then return false end
  local day, month = first.text:match("^%(?%d%d?$"), second.text:match("^%l+")
  return (day and MONTHS[month]) or (first.text:match("^[Dd]efinitie$") and second.text:match("^%u"))
end

local function unbroken(inlines)
  local result, at = pandoc.Inlines({}), 1
  while at <= #inlines do
    local first, space, second = inlines[at], inlines[at + 1], inlines[at + 2]
    if first.t == "RawInline" and first == OPEN then
      repeat
        result:insert(inlines[at])
        at = at + 1
      until inlines[at - 1].t == "RawInline" and inlines[at - 1] == CLOSE
    elseif belong(first, space, second) then
      result:extend(whole(pandoc.Inlines({ first, space, second })))
      at = at + 3
    else
      result:extend(is_range(first) and whole(pandoc.Inlines({ first })) or { first })
      at = at + 1
    end
  end
  return result
end

-- Most paragraphs and cells have none, and looking at their text once costs a tenth of walking them.
local function may_break(text)
  if text:match("%d%d%d%d%-%d%d%d%d") or text:match("%d–%d") or text:match("efinitie%s%u") then return true end
  for word in text:gmatch("%d%s(%l+)") do
    if MONTHS[word] then return true end
  end
end

-- An image without words is all that a paragraph without text can be; asking for its content costs as much again.
local function paragraph(block)
  if not (typst or html) then return nil end
  local text = pandoc.utils.stringify(block)
  if text == "" then return chart(block) end
  return may_break(text) and block:walk({ Inlines = unbroken }) or nil
end

Para, Plain = paragraph, paragraph

-- Quotation marks as they were written: left to typst, a closing one after % or ) comes out as an opening one.
local MARKS = { ["‘"] = true, ["’"] = true, ["“"] = true, ["”"] = true }

local function marks(str)
  if not str.text:match("\xE2\x80[\x98\x99\x9C\x9D]") then return nil end
  local result, plain = pandoc.Inlines({}), ""
  local function flush()
    if plain ~= "" then result:insert(pandoc.Str(plain)) end
    plain = ""
  end
  for _, code in utf8.codes(str.text) do
    local sign = utf8.char(code)
    if MARKS[sign] then
      flush()
      result:insert(pandoc.RawInline("typst", sign))
    else
      plain = plain .. sign
    end
  end
  flush()
  return result
end

local function quotation(quoted)
  local double = quoted.quotetype == "DoubleQuote"
  local result = pandoc.Inlines({ pandoc.RawInline("typst", double and "“" or "‘") })
  result:extend(quoted.content)
  result:insert(pandoc.RawInline("typst", double and "”" or "’"))
  return result
end

-- A paragraph that opens a table without a number of its own stays with it.
local function led(blocks)
  local result = pandoc.Blocks({})
  for at, block in ipairs(blocks) do
    local following = blocks[at + 1]
    local leads = block.t == "Para" and following and following.t == "RawBlock" and following.text:match("^%s*#zettabel%(")
    result:extend(leads and wrapped(raw_typst("#block(sticky: true)["), { block }, raw_typst("]")) or { block })
  end
  return result
end

-- Only where they do something: a function is called for every word of a report.
if typst then Str, Quoted, Blocks, Span = marks, quotation, led, named_span end

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
