-- What Quarto does and bare pandoc does not: numbers and cross-references for figures, tables and sections,
-- captions, alt texts, callouts and folded code. Writes the same classes and kinds as Quarto.
local typst, html = FORMAT:match("typst"), FORMAT:match("html")
local KINDS = {
  fig = { label = "Figuur", place = "bottom" },
  tbl = { label = "Tabel", place = "top" },
  sec = { label = "Paragraaf" },
}
local CALLOUTS = { note = "Opmerking", tip = "Tip", warning = "Waarschuwing", important = "Belangrijk", caution = "Opgelet" }
local NBSP = "\u{a0}"
local numbers, counts, levels, missing = {}, { fig = 0, tbl = 0 }, {}, {}

local function kind_of(id)
  local kind = id:match("^(%l+)%-")
  return KINDS[kind] and kind or nil
end

local function remember(id, number)
  if numbers[id] then error("the label " .. id .. " is used twice") end
  numbers[id] = number
end

local function number_header(header)
  if header.classes:includes("unnumbered") then return end
  for level = 1, header.level do levels[level] = levels[level] or 0 end
  levels[header.level] = levels[header.level] + 1
  for level = header.level + 1, 6 do levels[level] = 0 end
  local number = table.concat(levels, ".", 1, header.level)
  header.attributes["data-number"] = number
  if header.identifier ~= "" then remember(header.identifier, number) end
  return header
end

local function number_float(element)
  local kind = kind_of(element.identifier)
  if kind and counts[kind] then
    counts[kind] = counts[kind] + 1
    remember(element.identifier, tostring(counts[kind]))
  end
end

local function callout_kind(div)
  for kind, title in pairs(CALLOUTS) do
    if div.classes:includes("callout-" .. kind) then return kind, title end
  end
end

local numbering = {
  traverse = "topdown",
  Header = number_header,
  Div = function(div)
    number_float(div)
    if kind_of(div.identifier) or callout_kind(div) then return nil, false end
  end,
  Figure = number_float,
  Table = number_float,
}

-- cross-references -----------------------------------------------------------------------------------------

local function reference(citation)
  local id, kind = citation.id, kind_of(citation.id)
  if not numbers[id] then
    missing[#missing + 1] = "@" .. id
    return pandoc.Str("?" .. id)
  end
  local bare = citation.mode == "SuppressAuthor"
  if typst then
    local supplement = bare and "none" or "[" .. KINDS[kind].label .. "]"
    return pandoc.RawInline("typst", "#ref(<" .. id .. ">, supplement: " .. supplement .. ")")
  end
  local text = bare and numbers[id] or KINDS[kind].label .. NBSP .. numbers[id]
  return pandoc.Link(pandoc.Str(text), "#" .. id, "", pandoc.Attr("", { "quarto-xref" }))
end

local function resolve(cite)
  local result = pandoc.Inlines({})
  for index, citation in ipairs(cite.citations) do
    if not kind_of(citation.id) then return nil end
    if index > 1 then result:extend({ pandoc.Str(","), pandoc.Space() }) end
    result:extend(citation.prefix)
    if #citation.prefix > 0 then result:insert(pandoc.Space()) end
    result:insert(reference(citation))
    result:extend(citation.suffix)
  end
  return result
end

-- figures and tables ---------------------------------------------------------------------------------------

local function typst_float(id, kind, content, caption)
  local result = pandoc.Blocks({ pandoc.RawBlock("typst", "#figure([") })
  result:extend(content)
  local open = "], caption: figure.caption(position: " .. KINDS[kind].place .. ", ["
  result:insert(pandoc.RawBlock("typst", open))
  result:insert(pandoc.Plain(caption))
  local close = ']), kind: "quarto-float-' .. kind .. '", supplement: "' .. KINDS[kind].label .. '", numbering: "1") <' .. id .. ">"
  result:insert(pandoc.RawBlock("typst", close))
  return result
end

local function html_float(id, kind, content, caption)
  local class = "quarto-float-" .. kind
  local open = '<div id="' .. id .. '" class="quarto-float"><figure class="quarto-float ' .. class .. '">'
  local number = pandoc.Span(pandoc.Str(KINDS[kind].label .. NBSP .. numbers[id] .. ":"), pandoc.Attr("", { "nummer" }))
  local line = pandoc.Plain({ number, pandoc.Space() })
  line.content:extend(caption)
  local caption_blocks = { pandoc.RawBlock("html", "<figcaption>"), line, pandoc.RawBlock("html", "</figcaption>") }
  local result = pandoc.Blocks({ pandoc.RawBlock("html", open) })
  if KINDS[kind].place == "top" then result:extend(caption_blocks) end
  result:extend(content)
  if KINDS[kind].place == "bottom" then result:extend(caption_blocks) end
  result:insert(pandoc.RawBlock("html", "</figure></div>"))
  return result
end

-- A document for comments: the number and the caption as text, in the style that a word processor has for it.
local function plain_float(id, kind, content, caption)
  local line = pandoc.Para({ pandoc.Strong(KINDS[kind].label .. NBSP .. numbers[id] .. ": ") })
  line.content:extend(caption)
  local styled = pandoc.Div({ line }, pandoc.Attr(id, {}, { ["custom-style"] = "Caption" }))
  local result = pandoc.Blocks({})
  if KINDS[kind].place == "top" then result:insert(styled) end
  result:extend(content)
  if KINDS[kind].place == "bottom" then result:insert(styled) end
  return result
end

local function float(id, content, caption)
  if #caption == 0 then error(id .. " has no caption") end
  return (typst and typst_float or html and html_float or plain_float)(id, kind_of(id), content, caption)
end

local function float_div(div)
  local last = div.content[#div.content]
  if not last or last.t ~= "Para" then error(div.identifier .. " does not end with its caption") end
  div.content:remove()
  return float(div.identifier, div.content, last.content)
end

local function caption_inlines(element) return pandoc.utils.blocks_to_inlines(element.caption.long) end

local function float_figure(figure)
  if kind_of(figure.identifier) then return float(figure.identifier, figure.content, caption_inlines(figure)) end
end

local function float_table(tbl)
  if not kind_of(tbl.identifier) then return nil end
  local id, caption = tbl.identifier, caption_inlines(tbl)
  tbl.identifier, tbl.caption = "", { long = {} }
  return float(id, { tbl }, caption)
end

-- callouts -------------------------------------------------------------------------------------------------

local function callout_title(div, standard)
  if div.attributes.title then return pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title).blocks) end
  local first = div.content[1]
  if first and first.t == "Header" then
    div.content:remove(1)
    return first.content
  end
  return pandoc.Inlines(pandoc.Str(standard))
end

local function typst_callout(kind, title, content)
  local serious = kind == "warning" or kind == "important" or kind == "caution"
  local result = pandoc.Blocks({ pandoc.RawBlock("typst", "#callout(title: [") })
  result:insert(pandoc.Plain(title))
  result:insert(pandoc.RawBlock("typst", "], " .. (serious and "icon_color: inkt, " or "") .. "body: ["))
  result:extend(content)
  result:insert(pandoc.RawBlock("typst", "])"))
  return result
end

local function html_callout(kind, title, content)
  local head = pandoc.Div(pandoc.Plain(title), pandoc.Attr("", { "callout-title-container" }))
  local body = pandoc.Div(content, pandoc.Attr("", { "callout-body" }))
  return pandoc.Div({ head, body }, pandoc.Attr("", { "callout", "callout-style-default", "callout-" .. kind }))
end

local function plain_callout(_, title, content)
  local result = pandoc.Blocks({ pandoc.Para({ pandoc.Strong(title) }) })
  result:extend(content)
  return pandoc.BlockQuote(result)
end

local function callout(div)
  local kind, standard = callout_kind(div)
  if not kind then return nil end
  local title = callout_title(div, standard)
  return (typst and typst_callout or html and html_callout or plain_callout)(kind, title, div.content)
end

-- pictures and headings ------------------------------------------------------------------------------------

-- pandoc's typst writer drops the alt text.
local function typst_image(image)
  local alt = image.attributes["fig-alt"] or image.attributes.alt or pandoc.utils.stringify(image.caption)
  local quoted = alt:gsub("\\", "\\\\"):gsub('"', '\\"')
  return pandoc.RawInline("typst", '#box(image("' .. image.src .. '", alt: "' .. quoted .. '"))')
end

local function html_header(header)
  local number = header.attributes["data-number"]
  if number then
    header.content:insert(1, pandoc.Space())
    header.content:insert(1, pandoc.Span(pandoc.Str(number), pandoc.Attr("", { "header-section-number" })))
  end
  header.level = header.level + 1
  return header
end

local function check_missing()
  if #missing > 0 then error("unresolved cross-references: " .. table.concat(missing, ", ")) end
end

local rendering = {
  Cite = resolve,
  Figure = float_figure,
  Table = float_table,
  Div = function(div)
    local kind = kind_of(div.identifier)
    if kind == "fig" or kind == "tbl" then return float_div(div) end
    return callout(div)
  end,
  Image = typst and typst_image or nil,
  Header = html and html_header or nil,
}

-- citations ------------------------------------------------------------------------------------------------

local function cites(block)
  local found = block.identifier == "refs"
  local function is_list(div) found = found or div.identifier == "refs" end
  if not found then block:walk({ Cite = function() found = true end, Div = is_list }) end
  return found
end

-- Only what cites something goes past citeproc: looking through thousands of cells takes a tenth of the time.
local function with_citations(doc)
  local blocks, places = doc.blocks, {}
  local citing = pandoc.Blocks({})
  for at, block in ipairs(blocks) do
    if cites(block) then
      places[#places + 1] = at
      citing:insert(block)
    end
  end
  local done = pandoc.utils.citeproc(pandoc.Pandoc(citing, doc.meta))
  for number, block in ipairs(done.blocks) do
    if places[number] then blocks[places[number]] = block else blocks:insert(block) end
  end
  return pandoc.Pandoc(blocks, done.meta)
end

function Pandoc(doc)
  doc = doc:walk(numbering):walk(rendering)
  check_missing()
  return with_citations(doc)
end
