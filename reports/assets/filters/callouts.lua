-- On a page without Bootstrap Quarto makes a quotation of a callout. Before it can, each becomes a div that it leaves
-- alone; report.lua gives that the classes of a callout.
local TITLES = { note = "Opmerking", tip = "Tip", warning = "Waarschuwing", important = "Belangrijk", caution = "Opgelet" }

local function kind_of(div)
  for kind in pairs(TITLES) do
    if div.classes:includes("callout-" .. kind) then return kind end
  end
end

local function title_of(div, kind)
  if div.attributes.title then return pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title).blocks) end
  local first = div.content[1]
  if first and first.t == "Header" then
    div.content:remove(1)
    return first.content
  end
  return pandoc.Inlines(pandoc.Str(TITLES[kind]))
end

function Div(div)
  local kind = FORMAT:match("html") and kind_of(div)
  if not kind then return nil end
  local head = pandoc.Div(pandoc.Plain(title_of(div, kind)), pandoc.Attr("", { "melding-title-container" }))
  local body = pandoc.Div(div.content, pandoc.Attr("", { "melding-body" }))
  return pandoc.Div({ head, body }, pandoc.Attr("", { "melding", "melding-" .. kind }))
end
