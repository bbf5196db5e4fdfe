-- What pandoc leaves behind on the way from HTML to Word and Typst: styles, row names of tables, languages.
local STYLES = { meta = "Meta", notice = "Notice", problem = "Problem", figure = "Evidence" }

-- Between a raw opening bracket, or the mark of a list, and what somebody typed: nothing, so that a first letter such as
-- - + = / is not taken for a mark of Typst's own.
local function guarded(inlines)
  inlines:insert(1, pandoc.RawInline("typst", "#[];"))
  return inlines
end

local function wrapped(content, before, after, raw)
  content:insert(1, raw("typst", before))
  content:insert(raw("typst", after))
  return content
end

-- The paragraphs of a card for Word: its heading would be larger than what it stands above.
local function card_for_word(card)
  return card.content:map(function(block)
    local title = block.t == "Header"
    local attributes = pandoc.Attr("", {}, { ["custom-style"] = title and "Card Title" or "Card" })
    return pandoc.Div({ title and pandoc.Para(block.content) or block }, attributes)
  end)
end

-- Cards to cut out, two beside each other: no table for Typst, which would set the first two as its head.
local has_cards = false
local function cards(div)
  has_cards = true
  local blocks, rows = pandoc.List(), pandoc.List()
  for number, card in ipairs(div.content) do
    blocks:insert(pandoc.RawBlock("typst", number == 1 and "#cards([" or "], ["))
    blocks:extend(card.content)
    if number % 2 == 1 then
      rows:insert(pandoc.List())
    end
    rows[#rows]:insert(card_for_word(card))
  end
  blocks:insert(pandoc.RawBlock("typst", "])"))
  if FORMAT == "typst" then
    return blocks
  end
  if #div.content % 2 == 1 then
    rows[#rows]:insert({})
  end
  local half = { pandoc.AlignDefault, pandoc.AlignDefault }
  local sheet = pandoc.utils.from_simple_table(pandoc.SimpleTable({}, half, { 0.5, 0.5 }, {}, rows))
  sheet.attributes["custom-style"] = "Cards"
  return sheet
end

-- Papers to write on: lines with room above them, and a table with high rows.
local function paper(div)
  if FORMAT == "typst" then
    return wrapped(div.content, "#paper[", "]", pandoc.RawBlock)
  end
  return div.content:walk({
    HorizontalRule = function()
      return pandoc.Div({ pandoc.Para({ pandoc.Str("\u{a0}") }) }, pandoc.Attr("", {}, { ["custom-style"] = "Writing Line" }))
    end,
    Table = function(table)
      table.attributes["custom-style"] = "Record"
      return table
    end,
  })
end

local function new_page()
  local word = '<w:p><w:pPr><w:pStyle w:val="Compact"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
  return FORMAT == "typst" and pandoc.RawBlock("typst", "#pagebreak()") or pandoc.RawBlock("openxml", word)
end

local KINDS = { cards = cards, paper = paper, newpage = new_page }

-- A block with a class becomes a paragraph style of the Word template, or a function of the Typst template.
function Div(div)
  local style = STYLES[div.classes[1]]
  local kind = KINDS[div.classes[1]]
  if kind then
    return kind(div)
  elseif not style then
    return nil
  elseif FORMAT == "typst" then
    return wrapped(div.content, "#" .. style:lower() .. "[", "]", pandoc.RawBlock)
  end
  div.attributes["custom-style"] = style
  return div
end

function Span(span)
  if span.classes[1] == "empty" then
    return pandoc.Emph(span.content)
  end
  -- Word gets the language of a span from pandoc; Typst has to be told, and knows the language without its region.
  local language = (span.attributes.lang or ""):match("^%a%a%a?")
  if language and FORMAT == "typst" then
    return wrapped(guarded(span.content), '#text(lang: "' .. language:lower() .. '")[', "];", pandoc.RawInline)
  end
end

-- Cells and items of lists.
function Plain(plain)
  if FORMAT == "typst" then
    plain.content = guarded(plain.content)
    return plain
  end
end

local SHORT_ROWS, SHORT_LETTERS = 10, 900

-- A short table is not cut in two where a page ends.
local function short(body)
  local letters = 0
  for number, row in ipairs(body.body) do
    for _, cell in ipairs(row.cells) do
      letters = letters + #pandoc.utils.stringify(cell.contents)
    end
    if number > SHORT_ROWS or letters > SHORT_LETTERS then
      return false
    end
  end
  return true
end

local function with_names(table)
  for _, row in ipairs(table.bodies[1].body) do
    local first = row.cells[1].contents[1]
    if first and first.content then
      first.content = { pandoc.Strong(first.content) }
    end
  end
end

-- A table whose rows have names: Word marks its first column, on paper they stand out.
function Table(table)
  local body = table.bodies[1]
  local named = body and body.row_head_columns > 0
  if FORMAT == "docx" then
    if named then
      table.attributes["custom-style"] = "NamedTable"
    end
    return table
  elseif FORMAT == "typst" and body then
    if named then
      with_names(table)
    end
    if short(body) then
      return { pandoc.RawBlock("typst", "#whole["), table, pandoc.RawBlock("typst", "]") }
    end
    return table
  end
end

-- A sheet of cards has the margins of a printer only: room for large type.
function Pandoc(doc)
  if has_cards then
    doc.blocks:insert(1, pandoc.RawBlock("typst", "#set page(margin: 12mm, numbering: none)"))
    return doc
  end
end
